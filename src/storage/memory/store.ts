import { StoreClosedError } from '../errors.ts';
import { checkKey } from '../key.ts';
import type { Change, Entry, ListOptions, Mutation, Page, Removed, Revision, Store, WatchOptions, Written } from '../store.ts';
import { Watchers, type WatchersOptions } from '../watchers.ts';
import { History } from './history.ts';

/** Holds everything in this process, for tests and clusters that need not outlive it. */
export class MemoryStore implements Store {
  readonly writesReachWatchesFirst = true;
  readonly broken = new AbortController().signal;
  readonly #history = new History();
  readonly #watchers: Watchers;
  #closed = false;

  constructor(options: WatchersOptions = {}) {
    this.#watchers = new Watchers(options);
  }

  async sizeBytes(): Promise<number> {
    return this.#open().sizeBytes();
  }

  async revision(): Promise<Revision> {
    return this.#open().revision;
  }

  async get(key: string): Promise<Entry | undefined> {
    return this.#open().current(key);
  }

  async list(prefix: string, options: ListOptions = {}): Promise<Page> {
    return this.#open().page(prefix, options);
  }

  async put(key: string, value: Uint8Array, { expect }: { readonly expect: Revision }): Promise<Written> {
    checkKey(key);
    const history = this.#open();
    const previous = history.current(key);
    if ((previous?.revision ?? 0) !== expect) return { ok: false, current: previous };
    const revision = history.revision + 1;
    const entry = { key, value, revision, createRevision: previous?.createRevision ?? revision };
    this.#record({ type: 'put', entry, previous });
    return { ok: true, entry };
  }

  async delete(key: string, { expect }: { readonly expect: Revision }): Promise<Removed> {
    const history = this.#open();
    const previous = history.current(key);
    if (previous?.revision !== expect) return { ok: false, current: previous };
    const revision = history.revision + 1;
    this.#record({ type: 'delete', revision, previous });
    return { ok: true, revision };
  }

  async *watch(prefix: string, { after, signal }: WatchOptions): AsyncGenerator<readonly Change[]> {
    const history = this.#open();
    const past = history.mutations(prefix, after);
    yield* this.#watchers.join(prefix, { from: history.revision, signal, history: past.length > 0 ? [past] : [] });
  }

  async compact(upTo: Revision): Promise<void> {
    this.#open().compact(upTo);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#watchers.end(new StoreClosedError());
  }

  #record(mutation: Mutation): void {
    this.#history.record(mutation);
    this.#watchers.publish([mutation], this.#history.revision);
  }

  #open(): History {
    if (this.#closed) throw new StoreClosedError();
    return this.#history;
  }
}
