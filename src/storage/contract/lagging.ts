import { randomBelow } from '../../base/random.ts';
import type { Change, ListOptions, PutOptions, Removed, Store, WatchOptions, Written } from '../store.ts';
import type { Prepare } from './subject.ts';

/** The same store far away: questions, answers and what watches hear take their time. */
export const lagging =
  (prepare: Prepare): Prepare =>
  async () => {
    const subject = await prepare();
    return {
      open: async () => new LaggingStore(await subject.open()),
      [Symbol.asyncDispose]: () => subject[Symbol.asyncDispose](),
    };
  };

class LaggingStore implements Store {
  readonly writesReachWatchesFirst = false;
  readonly #store: Store;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(store: Store) {
    this.#store = store;
  }

  get broken(): AbortSignal {
    return this.#store.broken;
  }

  sizeBytes(): Promise<number> {
    return this.#late(() => this.#store.sizeBytes());
  }

  revision(): Promise<number> {
    return this.#late(() => this.#store.revision());
  }

  get(key: string) {
    return this.#late(() => this.#store.get(key));
  }

  list(prefix: string, options?: ListOptions) {
    return this.#late(() => this.#store.list(prefix, options));
  }

  put(key: string, value: Uint8Array, options: PutOptions): Promise<Written> {
    return this.#late(() => this.#store.put(key, value, options));
  }

  delete(key: string, options: { readonly expect: number }): Promise<Removed> {
    return this.#late(() => this.#store.delete(key, options));
  }

  async *watch(prefix: string, options: WatchOptions): AsyncGenerator<readonly Change[]> {
    for await (const changes of this.#store.watch(prefix, options)) {
      await lag();
      yield changes;
    }
  }

  compact(upTo: number): Promise<void> {
    return this.#late(() => this.#store.compact(upTo));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#underWay);
    await this.#store[Symbol.asyncDispose]();
  }

  #late<Result>(call: () => Promise<Result>): Promise<Result> {
    const result = late(call).finally(() => this.#underWay.delete(result));
    this.#underWay.add(result);
    return result;
  }
}

async function late<Result>(call: () => Promise<Result>): Promise<Result> {
  await lag();
  const result = await call();
  await lag();
  return result;
}

/** A few turns of the event loop, or none. */
async function lag(): Promise<void> {
  for (let turns = randomBelow(4); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
}
