import { systemClock, type Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client, Ref } from '../../client/client.ts';
import { keyOf } from '../../client/informer.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import { WatchedObject } from './watched-object.ts';

export interface ObjectCacheOptions<T extends KubeObject> {
  readonly kind: Kind<T>;
  readonly isImmutable: (object: T) => boolean;
  /** Tells who asked for an object that has changed. */
  readonly changed: (user: string) => void;
  readonly client: Client;
  readonly log: Log;
  readonly clock?: Clock | undefined;
}

interface Item<T extends KubeObject> {
  readonly watched: WatchedObject<T>;
  readonly users: Set<string>;
  usedAtMs: number;
}

/** Objects nobody has read for this long are not watched any more; whoever reads one again waits for it again. */
const idleMs = 5 * 60_000;

/** Objects of one kind, each watched by itself while somebody uses it. */
export class ObjectCache<T extends KubeObject> {
  readonly #options: ObjectCacheOptions<T>;
  readonly #clock: Clock;
  readonly #items = new Map<string, Item<T>>();
  #start: ((watched: WatchedObject<T>) => void) | undefined;

  constructor(options: ObjectCacheOptions<T>) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get size(): number {
    return this.#items.size;
  }

  /** Throws ApiError NotFound, or another Error when the API server does not answer in time. */
  async read(ref: Ref, { user, signal }: { readonly user: string; readonly signal: AbortSignal }): Promise<T> {
    const item = this.#itemOf(ref);
    item.users.add(user);
    item.usedAtMs = this.#clock.now();
    return await item.watched.read({ signal });
  }

  release(user: string): void {
    for (const [key, item] of this.#items) {
      if (item.users.delete(user) && item.users.size === 0) this.#drop(key, item);
    }
  }

  async run(signal: AbortSignal): Promise<void> {
    const running = new Set<Promise<void>>();
    this.#start = (watched) => {
      const run = watched.run(signal).finally(() => running.delete(run));
      running.add(run);
    };
    for (const { watched } of this.#items.values()) this.#start(watched);
    try {
      while (!signal.aborted) {
        await this.#clock.sleep(60_000, signal);
        for (const [key, item] of this.#items) if (this.#clock.now() - item.usedAtMs > idleMs) this.#drop(key, item);
      }
    } finally {
      this.#start = undefined;
      await Promise.all(running);
    }
  }

  #itemOf(ref: Ref): Item<T> {
    const key = keyOf(ref);
    const existing = this.#items.get(key);
    if (existing) return existing;
    const { kind, isImmutable, client, log, changed } = this.#options;
    const users = new Set<string>();
    const tell = () => {
      for (const user of users) changed(user);
    };
    const watched = new WatchedObject({ kind, ref, isImmutable, client, log, clock: this.#clock, changed: tell });
    const item = { watched, users, usedAtMs: this.#clock.now() };
    this.#items.set(key, item);
    this.#start?.(watched);
    return item;
  }

  #drop(key: string, { watched }: Item<T>): void {
    watched.stop();
    this.#items.delete(key);
  }
}
