import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CompactedError, FutureRevisionError } from '../errors.ts';
import { prefixEnd } from '../key.ts';
import type { Entry, Mutation, Revision } from '../store.ts';
import { number } from './number.ts';
import type { ListedPart, ListPart, MutationsPart, ToldPart } from './protocol.ts';

/** What one answer holds at most, so that others get their turn. */
const partBytes = 4 * 1024 * 1024;
const partRows = 1000;
/** How many revisions are looked through for one answer. */
const partRevisions = 10_000;

/** SQLite sorts bytes behind all text. */
const behindAllKeys = new Uint8Array();

interface Row {
  readonly key: string;
  readonly value: Uint8Array;
  readonly revision: Revision;
  readonly createRevision: Revision;
  readonly deleted: number;
}

/** Reads the table, as it was at any revision that has not been compacted. */
export class History {
  readonly #newest: StatementSync;
  readonly #byRevision: StatementSync;
  readonly #living: StatementSync;
  readonly #countLiving: StatementSync;
  readonly #mutations: StatementSync;
  /** Of the newest write. The writer counts it on. */
  revision: Revision;
  /** The oldest revision that can be read. Compaction moves it on. */
  compacted: Revision;

  constructor(database: DatabaseSync) {
    this.#newest = database.prepare(`
      SELECT key, value, revision, create_revision AS createRevision, deleted FROM history
      WHERE key = ? ORDER BY revision DESC LIMIT 1`);
    this.#byRevision = database.prepare(`
      SELECT key, value, revision, create_revision AS createRevision FROM history WHERE revision = ?`);
    // Where max() stands alone, SQLite takes the other columns from the row that has the maximum.
    const living = `
      SELECT max(revision) AS revision, deleted FROM history
      WHERE key >= max(?, ?) AND key < ? AND revision <= ? GROUP BY key HAVING deleted = 0`;
    this.#living = database.prepare(`${living} ORDER BY key LIMIT ?`);
    this.#countLiving = database.prepare(`SELECT count(*) FROM (${living})`);
    this.#mutations = database.prepare(`
      SELECT h.revision, h.key, h.value, h.create_revision AS createRevision, h.deleted,
        p.revision AS previousRevision, p.value AS previousValue, p.create_revision AS previousCreateRevision
      FROM history h LEFT JOIN history p ON p.revision = h.previous_revision
      WHERE h.revision > ? AND h.revision <= ? AND h.key >= ? AND h.key < ? ORDER BY h.revision LIMIT ${partRows}`);
    this.compacted = number(database.prepare('SELECT compacted FROM state').get());
    const newest = number(database.prepare('SELECT max(revision) FROM history').get());
    // The newest rows may be deletions that have been compacted away: the mark is behind them.
    this.revision = Math.max(1, newest, this.compacted);
  }

  get(key: string): Entry | undefined {
    // The statement selects what Row says.
    const row = this.#newest.get(key) as Row | undefined;
    return row && row.deleted === 0 ? entryOf(row) : undefined;
  }

  list({ prefix, at = this.revision, after, limit }: ListPart): ListedPart {
    this.#checkReadable(at);
    const end = prefixEnd(prefix) ?? behindAllKeys;
    const revisions = this.#living.all(prefix, behind(after), end, at, Math.min(limit, partRows) + 1);
    const entries: Entry[] = [];
    let bytes = 0;
    for (const { revision } of revisions) {
      if (entries.length >= limit || entries.length >= partRows || bytes >= partBytes) break;
      // The revision comes from the index of the same table; the statement selects what Row says.
      const entry = entryOf(this.#byRevision.get(revision as number) as unknown as Row);
      entries.push(entry);
      bytes += entry.value.length;
    }
    const more = entries.length < revisions.length;
    const counted = more && entries.length >= limit;
    const remaining = counted ? number(this.#countLiving.get(prefix, behind(entries.at(-1)?.key ?? after), end, at)) : 0;
    return { entries, revision: at, more, remaining };
  }

  mutations({ prefix, after, upTo }: MutationsPart): ToldPart {
    this.#checkReadable(after);
    const end = Math.min(upTo, after + partRevisions);
    const mutations: Mutation[] = [];
    let bytes = 0;
    for (const row of this.#mutations.iterate(after, end, prefix, prefixEnd(prefix) ?? behindAllKeys)) {
      // The statement selects what MutationRow says.
      const mutation = mutationOf(row as unknown as MutationRow);
      mutations.push(mutation);
      const { length } = mutations;
      bytes += (mutation.type === 'put' ? mutation.entry.value.length : 0) + (mutation.previous?.value.length ?? 0);
      if (length >= partRows || bytes >= partBytes) return { mutations, reached: row['revision'] as number };
    }
    return { mutations, reached: end };
  }

  #checkReadable(revision: Revision): void {
    if (revision < this.compacted) throw new CompactedError(this.compacted);
    if (revision > this.revision) throw new FutureRevisionError(revision, this.revision);
  }
}

/** The first key that may follow, as keys are without NUL. */
const behind = (key: string | undefined): string => (key === undefined ? '' : `${key}\u0001`);

const entryOf = ({ key, value, revision, createRevision }: Row): Entry => ({ key, value, revision, createRevision });

interface MutationRow extends Row {
  readonly previousRevision: Revision | null;
  readonly previousValue: Uint8Array;
  readonly previousCreateRevision: Revision;
}

function mutationOf(row: MutationRow): Mutation {
  const { key, revision, previousRevision, previousValue, previousCreateRevision } = row;
  const previous =
    previousRevision === null
      ? undefined
      : { key, value: previousValue, revision: previousRevision, createRevision: previousCreateRevision };
  if (row.deleted === 0) return { type: 'put', entry: entryOf(row), previous };
  if (!previous) throw new Error(`the store is damaged: what revision ${revision} deleted is missing`);
  return { type: 'delete', revision, previous };
}
