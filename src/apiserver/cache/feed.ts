import { silentLog, type Log } from '../../base/log.ts';
import { systemClock, type Clock } from '../../base/clock.ts';
import { CompactedError, SlowWatcherError, StoreUnavailableError } from '../../storage/errors.ts';
import { keyOf, revisionOf } from '../../storage/mutation.ts';
import type { Change, Mutation, Store } from '../../storage/store.ts';
import type { ResourceCache } from './resource-cache.ts';

interface Waiter {
  readonly revision: number;
  readonly resolve: () => void;
}

export interface FeedOptions {
  readonly store: Store;
  /** Where the keys of all resources begin, with its slash at the end. */
  readonly prefix?: string;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** How soon a store is asked again that was away when the watch was to begin. */
const retryMs = 500;

/** Hands every change of the store to the cache of its resource, by one watch for all of them. */
export class Feed {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #byFirstSegment = new Map<string, ResourceCache[]>();
  #waiters: Waiter[] = [];
  #revision = 0;
  /** Whether what the caches know does not go up to any revision that changes could be told from. */
  #lost = true;
  #started = Promise.withResolvers<void>();

  constructor({ store, prefix = '/registry/', clock = systemClock, log = silentLog }: FeedOptions) {
    this.#store = store;
    this.#prefix = prefix;
    this.#clock = clock;
    this.#log = log;
  }

  /** Caches may be added at any time, before they load. */
  add(cache: ResourceCache): void {
    this.#byFirstSegment.getOrInsertComputed(this.#firstSegment(cache.prefix), () => []).push(cache);
  }

  /** Up to where all caches have been told. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether nobody else writes to the store, so that the caches include all there is. */
  get isAlone(): boolean {
    return this.#store.writesReachWatchesFirst;
  }

  /** The store's own revision, which the caches reach soon. */
  latest(): Promise<number> {
    return this.#store.revision();
  }

  /** Resolves once changes arrive: what is loaded from then on misses none. */
  started(): Promise<void> {
    return this.#started.promise;
  }

  /** Resolves once the caches include the revision. What this process wrote is there within the same turn of the event loop. */
  reached(revision: number): Promise<void> | undefined {
    if (this.#revision >= revision) return undefined;
    return new Promise((resolve) => this.#waiters.push({ revision, resolve }));
  }

  /** The same, but false when that does not happen in time. */
  async reachedWithin(revision: number, timeoutMs: number): Promise<boolean> {
    const reached = this.reached(revision);
    if (!reached) return true;
    const done = new AbortController();
    await Promise.race([reached, this.#clock.sleep(timeoutMs, done.signal)]);
    done.abort();
    return this.#revision >= revision;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (error) {
        if (error instanceof StoreUnavailableError) {
          this.#log.warn({ error }, 'the store cannot be watched');
          await this.#clock.sleep(retryMs, signal);
        } else if (error instanceof CompactedError || error instanceof SlowWatcherError) {
          this.#log.warn({ error }, 'changes of the store were missed; reading it anew');
          this.#forget();
        } else throw error;
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const from = this.#lost ? await this.#store.revision() : this.#revision;
    const changes = this.#store.watch(this.#prefix, { after: from, signal })[Symbol.asyncIterator]();
    // The watch begins with the first call.
    let next = changes.next();
    this.#lost = false;
    this.#revision = Math.max(this.#revision, from);
    this.#wake();
    this.#started.resolve();
    for (let batch = await next; !batch.done; batch = await next) {
      for (const change of batch.value) {
        if (change.type !== 'progress') this.#dispatch(change);
        this.#revision = Math.max(this.#revision, revisionAfter(change));
      }
      this.#wake();
      next = changes.next();
    }
  }

  /** What has been missed is found again by reading everything, once changes arrive again. */
  #forget(): void {
    this.#lost = true;
    this.#started = Promise.withResolvers();
    for (const caches of this.#byFirstSegment.values()) for (const cache of caches) cache.forget(this.#started.promise);
  }

  #dispatch(change: Mutation): void {
    const key = keyOf(change);
    for (const cache of this.#byFirstSegment.get(this.#firstSegment(key)) ?? []) {
      if (!key.startsWith(cache.prefix)) continue;
      try {
        return cache.apply(change);
      } catch (error) {
        // What somebody else has written cannot be read. Whoever asks for this resource is told; all others go on.
        this.#log.error({ key, error }, 'a change of the store could not be read');
        return cache.forget(Promise.resolve());
      }
    }
  }

  #wake(): void {
    if (this.#waiters.length === 0) return;
    const waiting = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiting) {
      if (waiter.revision <= this.#revision) waiter.resolve();
      else this.#waiters.push(waiter);
    }
  }

  /** `pods` of `/registry/pods/default/web`. */
  #firstSegment(key: string): string {
    const start = this.#prefix.length;
    const end = key.indexOf('/', start);
    return end === -1 ? key.slice(start) : key.slice(start, end);
  }
}

const revisionAfter = (change: Change): number => (change.type === 'progress' ? change.revision : revisionOf(change));
