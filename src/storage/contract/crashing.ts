import { Channel } from '../../base/channel.ts';
import { StoreBrokenError } from '../errors.ts';
import { revisionOf } from '../mutation.ts';
import type { Change, ListOptions, PutOptions, Removed, Revision, Store, WatchOptions, Written } from '../store.ts';
import type { Prepare, Subject } from './subject.ts';

export interface CrashOptions {
  /** After so many calls, when none is under way. */
  readonly every: number;
}

/** The same store, which crashes now and then and is opened again: nobody who calls or watches may notice. */
export const crashing =
  (prepare: Prepare, options: CrashOptions): Prepare =>
  async () => {
    const subject = await prepare();
    return {
      open: async () => new CrashingStore(subject, await subject.open(), options),
      [Symbol.asyncDispose]: () => subject[Symbol.asyncDispose](),
    };
  };

class CrashingStore implements Store {
  readonly writesReachWatchesFirst = false;
  readonly broken = new AbortController().signal;
  readonly #subject: Subject;
  readonly #every: number;
  #store: Store;
  #calls = 0;
  #underWay = 0;
  /** How far each watch has been told. */
  readonly #watches = new Set<{ told: Revision }>();
  /** While it is being opened again. */
  #opening: Promise<void> | undefined;

  constructor(subject: Subject, store: Store, { every }: CrashOptions) {
    this.#subject = subject;
    this.#store = store;
    this.#every = every;
  }

  sizeBytes(): Promise<number> {
    return this.#call((store) => store.sizeBytes());
  }

  revision(): Promise<Revision> {
    return this.#call((store) => store.revision());
  }

  get(key: string) {
    return this.#call((store) => store.get(key));
  }

  list(prefix: string, options?: ListOptions) {
    return this.#call((store) => store.list(prefix, options));
  }

  put(key: string, value: Uint8Array, options: PutOptions): Promise<Written> {
    return this.#call((store) => store.put(key, value, options));
  }

  delete(key: string, options: { readonly expect: Revision }): Promise<Removed> {
    return this.#call((store) => store.delete(key, options));
  }

  async compact(upTo: Revision): Promise<void> {
    // What a watch has yet to hear of would be gone after a crash.
    if (upTo <= (await this.revision())) while ([...this.#watches].some(({ told }) => told < upTo)) await turn();
    await this.#call((store) => store.compact(upTo));
  }

  /** Reads on at once, as a watch of a store that does not crash does, and goes on behind what it was told last. */
  async *watch(prefix: string, { after, signal }: WatchOptions): AsyncGenerator<readonly Change[]> {
    const watch = { told: after };
    const batches = new Channel<readonly Change[]>();
    const ended = new AbortController();
    const reading = this.#read(prefix, { watch, batches, signal: AbortSignal.any([signal, ended.signal]) });
    this.#watches.add(watch);
    try {
      for await (const changes of batches) yield changes;
    } finally {
      this.#watches.delete(watch);
      ended.abort();
      await reading;
    }
  }

  async #read(
    prefix: string,
    { watch, batches, signal }: { watch: { told: Revision }; batches: Channel<readonly Change[]>; signal: AbortSignal },
  ): Promise<void> {
    let began = false;
    while (!signal.aborted) {
      while (this.#opening) await this.#opening;
      try {
        for await (const changes of this.#store.watch(prefix, { after: watch.told, signal })) {
          const last = changes.at(-1);
          const reached = last?.type === 'progress' ? last.revision : last ? revisionOf(last) : watch.told;
          // A watch that begins anew starts with progress that has been told before.
          if (!began || reached > watch.told) batches.push(changes);
          began = true;
          watch.told = reached;
        }
        return batches.close();
      } catch (error) {
        if (!(error instanceof StoreBrokenError)) return batches.close(error);
      }
    }
    batches.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    while (this.#opening) await this.#opening;
    await this.#store[Symbol.asyncDispose]();
  }

  async #call<Result>(call: (store: Store) => Promise<Result>): Promise<Result> {
    while (this.#opening) await this.#opening;
    if (++this.#calls % this.#every === 0 && this.#underWay === 0) await (this.#opening = this.#crash());
    // Whoever waited for that goes on in the same turn, before the next crash.
    this.#underWay++;
    try {
      return await call(this.#store);
    } finally {
      this.#underWay--;
    }
  }

  async #crash(): Promise<void> {
    if (!this.#subject.crash) throw new Error('this store cannot be made to crash');
    await this.#subject.crash();
    if (this.#store.broken.aborted) {
      await this.#store[Symbol.asyncDispose]();
      this.#store = await this.#subject.open();
    }
    this.#opening = undefined;
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
