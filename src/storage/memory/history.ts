import { SortedMap } from '../../base/sorted-map.ts';
import { CompactedError, FutureRevisionError } from '../errors.ts';
import { keyOf } from '../mutation.ts';
import type { Entry, ListOptions, Mutation, Page, Revision } from '../store.ts';

/** A key as one write left it: without an entry when that deleted it. */
interface Version {
  readonly revision: Revision;
  readonly entry: Entry | undefined;
}

/** What every key was, at every revision that has not been compacted. */
export class History {
  /** The versions of a key, oldest first. */
  readonly #versions = new SortedMap<Version[]>();
  /** Every mutation behind the base revision: one a revision, so its place follows from its revision. */
  #mutations: Mutation[] = [];
  #base: Revision = 1;
  #compacted: Revision = 0;

  get revision(): Revision {
    return this.#base + this.#mutations.length;
  }

  current(key: string): Entry | undefined {
    return this.#versions.get(key)?.at(-1)?.entry;
  }

  /** The mutation is the one that makes the next revision. */
  record(mutation: Mutation): void {
    this.#mutations.push(mutation);
    const entry = mutation.type === 'put' ? mutation.entry : undefined;
    const key = keyOf(mutation);
    const version = { revision: this.revision, entry };
    const versions = this.#versions.get(key);
    if (versions) versions.push(version);
    else this.#versions.set(key, [version]);
  }

  /** Of all that can be read. */
  sizeBytes(): number {
    let bytes = 0;
    for (const [key, versions] of this.#versions.entriesFrom(''))
      for (const { entry } of versions) bytes += key.length + (entry?.value.length ?? 0);
    return bytes;
  }

  page(prefix: string, { at = this.revision, limit = Number.POSITIVE_INFINITY, after = '' }: ListOptions): Page {
    this.#checkReadable(at);
    const entries: Entry[] = [];
    let remaining = 0;
    for (const [key, versions] of this.#versions.entriesFrom(after > prefix ? after : prefix)) {
      if (!key.startsWith(prefix)) break;
      if (key === after) continue;
      const entry = versions.findLast(({ revision }) => revision <= at)?.entry;
      if (!entry) continue;
      if (entries.length < limit) entries.push(entry);
      else remaining++;
    }
    return { entries, revision: at, more: remaining > 0, remaining };
  }

  mutations(prefix: string, after: Revision): readonly Mutation[] {
    this.#checkReadable(after);
    return this.#mutations.slice(Math.max(0, after - this.#base)).filter((mutation) => keyOf(mutation).startsWith(prefix));
  }

  compact(upTo: Revision): void {
    if (upTo > this.revision) throw new FutureRevisionError(upTo, this.revision);
    if (upTo <= this.#compacted) return;
    const forgotten = this.#mutations.slice(0, upTo - this.#base);
    this.#mutations = this.#mutations.slice(forgotten.length);
    this.#base = upTo;
    this.#compacted = upTo;
    for (const mutation of forgotten) this.#forget(keyOf(mutation));
  }

  /** Drops the versions of a key that nobody can see any more. */
  #forget(key: string): void {
    const versions = this.#versions.get(key) ?? [];
    const visible = versions.findLastIndex(({ revision }) => revision <= this.#compacted);
    const kept = versions.slice(versions[visible]?.entry ? visible : visible + 1);
    if (kept.length === 0) this.#versions.delete(key);
    else this.#versions.set(key, kept);
  }

  #checkReadable(revision: Revision): void {
    if (revision < this.#compacted) throw new CompactedError(this.#compacted);
    if (revision > this.revision) throw new FutureRevisionError(revision, this.revision);
  }
}
