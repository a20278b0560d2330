import type { Store } from '../../storage/store.ts';
import type { ResourceCache } from './resource-cache.ts';

interface Waiter {
  readonly revision: number;
  readonly resolve: () => void;
}

/** Hands every change of the store to the cache of its resource, by one watch for all of them. */
export class Feed {
  readonly #store: Store;
  readonly #byFirstSegment = new Map<string, ResourceCache[]>();
  #waiters: Waiter[] = [];
  #revision = 0;
  #started: Promise<void>;
  #start!: () => void;

  constructor({ store }: { store: Store }) {
    this.#store = store;
    this.#started = new Promise((resolve) => (this.#start = resolve));
  }

  /** Caches may be added at any time, before they load. */
  add(cache: ResourceCache): void {
    this.#byFirstSegment.getOrInsertComputed(firstSegment(cache.prefix), () => []).push(cache);
  }

  /** Up to where all caches have been told. */
  get revision(): number {
    return this.#revision;
  }

  /** Resolves once changes arrive: what is loaded from then on misses none. */
  started(): Promise<void> {
    return this.#started;
  }

  /** Resolves once the caches include the revision. What this process wrote is there within the same turn of the event loop. */
  reached(revision: number): Promise<void> | undefined {
    if (this.#revision >= revision) return undefined;
    return new Promise((resolve) => this.#waiters.push({ revision, resolve }));
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#revision = await this.#store.revision();
    const changes = this.#store.watch('/registry/', { after: this.#revision, signal })[Symbol.asyncIterator]();
    // The watch begins with the first call.
    let next = changes.next();
    this.#start();
    for (let batch = await next; !batch.done; batch = await next) {
      for (const change of batch.value) {
        const revision = change.type === 'put' ? change.entry.revision : change.revision;
        if (change.type !== 'progress') this.#dispatch(change.type === 'put' ? change.entry.key : change.previous.key, change);
        this.#revision = Math.max(this.#revision, revision);
      }
      this.#wake();
      next = changes.next();
    }
  }

  #dispatch(key: string, change: Parameters<ResourceCache['apply']>[0]): void {
    for (const cache of this.#byFirstSegment.get(firstSegment(key)) ?? []) {
      if (key.startsWith(cache.prefix)) return cache.apply(change);
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
}

/** `pods` of `/registry/pods/default/web`. */
function firstSegment(key: string): string {
  const start = key.indexOf('/', 1) + 1;
  const end = key.indexOf('/', start);
  return end === -1 ? key.slice(start) : key.slice(start, end);
}
