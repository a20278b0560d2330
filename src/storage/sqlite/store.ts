import { join } from 'node:path';
import { CompactedError, FutureRevisionError, StoreClosedError, StoreFullError } from '../errors.ts';
import { checkKey } from '../key.ts';
import type { Change, Entry, ListOptions, Mutation, Page, Removed, Revision, Store, WatchOptions, Written } from '../store.ts';
import { Watchers, type WatchersOptions } from '../watchers.ts';
import { Connection } from './connection.ts';
import { pack, toResult, type WriteResult } from './batch.ts';
import { WriteQueue, type Write } from './write-queue.ts';

export interface SqliteStoreOptions extends WatchersOptions {
  /** Made if it is not there; for this process alone while the store is open. */
  readonly directory: string;
  /** Where the file would grow beyond this, writes fail as on a full disk. Default: no limit. */
  readonly maxBytes?: number | undefined;
}

/** Opens the store in the directory. Throws StoreInUseError, StoreFullError, or StoreUnusableError with the reason. */
export async function openSqliteStore({ directory, maxBytes, ...options }: SqliteStoreOptions): Promise<SqliteStore> {
  const connection = new Connection();
  try {
    const { revision } = await connection.call('open', { path: join(directory, 'store.db'), maxBytes });
    return new SqliteStore(connection, { revision, ...options });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Keeps everything in one SQLite file, which belongs to a thread of its own. */
export class SqliteStore implements Store {
  readonly writesReachWatchesFirst = true;
  readonly #connection: Connection;
  readonly #watchers: Watchers;
  readonly #writes = new WriteQueue((writes) => this.#commit(writes));
  /** Of the last write that has been published. */
  #revision: Revision;
  #closed = false;

  constructor(connection: Connection, { revision, ...options }: WatchersOptions & { readonly revision: Revision }) {
    this.#connection = connection;
    this.#revision = revision;
    this.#watchers = new Watchers(options);
    connection.broken.addEventListener('abort', () => this.#watchers.end(connection.broken.reason), { once: true });
  }

  get broken(): AbortSignal {
    return this.#connection.broken;
  }

  async sizeBytes(): Promise<number> {
    this.#checkUsable();
    return (await this.#connection.call('size', {})).bytes;
  }

  async revision(): Promise<Revision> {
    this.#checkUsable();
    return this.#revision;
  }

  async get(key: string): Promise<Entry | undefined> {
    this.#checkUsable();
    const { entry } = await this.#connection.call('get', { key });
    return entry;
  }

  async list(prefix: string, options: ListOptions = {}): Promise<Page> {
    this.#checkUsable();
    for (;;) {
      try {
        return await this.#listParts(prefix, options);
      } catch (error) {
        // A list of the present that was overtaken by a compaction begins anew.
        if (!(error instanceof CompactedError) || options.at !== undefined) throw error;
      }
    }
  }

  async put(key: string, value: Uint8Array, { expect }: { readonly expect: Revision }): Promise<Written> {
    this.#checkUsable();
    checkKey(key);
    const { mutation, current, noRoom } = await this.#writes.add({ key, value, expect });
    if (noRoom) throw new StoreFullError('there is no room left for the store: only what takes no more of it is written');
    return mutation?.type === 'put' ? { ok: true, entry: mutation.entry } : { ok: false, current };
  }

  async delete(key: string, { expect }: { readonly expect: Revision }): Promise<Removed> {
    this.#checkUsable();
    const { mutation, current } = await this.#writes.add({ key, value: undefined, expect });
    return mutation?.type === 'delete' ? { ok: true, revision: mutation.revision } : { ok: false, current };
  }

  async *watch(prefix: string, { after, signal }: WatchOptions): AsyncGenerator<readonly Change[]> {
    this.#checkUsable();
    const from = this.#revision;
    if (after > from) throw new FutureRevisionError(after, from);
    yield* this.#watchers.join(prefix, { from, signal, history: this.#history(prefix, after, from) });
  }

  async compact(upTo: Revision): Promise<void> {
    this.#checkUsable();
    await this.#connection.call('compact', { upTo });
  }

  /** Writes a copy of the whole store, of one moment, to a new file; reading and writing go on. Throws StoreFullError. */
  async snapshot(path: string): Promise<void> {
    this.#checkUsable();
    await this.#connection.call('snapshot', { path });
  }

  /** Finishes the writes that have begun. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#watchers.end(new StoreClosedError());
    await this.#writes.drained();
    await this.#connection.close();
  }

  async #commit(writes: readonly Write[]): Promise<readonly WriteResult[]> {
    const batch = pack(writes);
    const { outcomes, revision } = await this.#connection.call('write', batch, [batch.values.buffer]);
    const results = writes.map((write, index) => toResult(write, outcomes[index]));
    this.#revision = revision;
    // Before those who wrote hear of it, as writesReachWatchesFirst says.
    this.#watchers.publish(
      results.flatMap(({ mutation }) => mutation ?? []),
      revision,
    );
    return results;
  }

  /** A long list comes in parts, all of the revision of the first. */
  async #listParts(prefix: string, { at, limit = Number.POSITIVE_INFINITY, after }: ListOptions): Promise<Page> {
    const entries: Entry[] = [];
    for (;;) {
      const part = await this.#connection.call('list', { prefix, at, after, limit: limit - entries.length });
      entries.push(...part.entries);
      const { revision, more, remaining } = part;
      if (!more || entries.length >= limit) return { entries, revision, more, remaining };
      at = revision;
      after = entries.at(-1)?.key;
    }
  }

  async *#history(prefix: string, after: Revision, upTo: Revision): AsyncGenerator<readonly Mutation[]> {
    while (after < upTo) {
      const { mutations, reached } = await this.#connection.call('mutations', { prefix, after, upTo });
      if (mutations.length > 0) yield mutations;
      after = reached;
    }
  }

  #checkUsable(): void {
    if (this.#closed) throw new StoreClosedError();
    this.broken.throwIfAborted();
  }
}
