import { Channel } from '../../base/channel.ts';
import { SortedMap } from '../../base/sorted-map.ts';
import type { KubeObject } from '../../model/kind.ts';
import { StoredObject } from '../../model/stored-object.ts';
import type { Change, Store } from '../../storage/store.ts';
import type { CacheEvent } from './event.ts';
import { ObjectIndex } from './object-index.ts';
import { Ring } from './ring.ts';

export interface ResourceCacheOptions {
  readonly store: Store;
  /** Where the resource's keys begin, with its slash at the end. */
  readonly prefix: string;
  /** How many changes watchers can go back without asking the store. */
  readonly historyLength?: number;
  /** How many events may wait for a watcher before it is ended. */
  readonly watcherCapacity?: number;
}

/**
 * All objects of one resource, as bytes, in the order of their keys, kept current by the changes that the feed hands in.
 * Reads and watches are answered from here; nobody else reads the store.
 */
export class ResourceCache<T extends KubeObject = KubeObject> {
  readonly prefix: string;
  readonly #store: Store;
  readonly #historyLength: number;
  readonly #watcherCapacity: number;
  readonly #objects = new SortedMap<StoredObject<T>>();
  readonly #indexes = new Map<string, ObjectIndex<T>>();
  readonly #watchers = new Set<Channel<CacheEvent<T>>>();
  #ring: Ring<CacheEvent<T>> | undefined;
  /** Changes that arrive while the first list is under way. */
  #early: Change[] = [];
  #loading: Promise<void> | undefined;
  #revision = 0;
  #eventCount = 0;
  /** Everything up to here was in the list, which changes may come again of. */
  #listed = 0;
  /** Before it, a list could miss what changes do not tell. */
  #mayLoad: Promise<void> | undefined;

  constructor({ store, prefix, historyLength = 4096, watcherCapacity = 8192 }: ResourceCacheOptions) {
    this.#store = store;
    this.prefix = prefix;
    this.#historyLength = historyLength;
    this.#watcherCapacity = watcherCapacity;
  }

  /** Reads the resource from the store when it is first asked for. */
  load(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined;
      this.#early = [];
      throw error;
    });
    return this.#loading;
  }

  /** Ends all watches, and reads the resource anew when it is next asked for, once that is safe. */
  forget(mayLoad: Promise<void>): void {
    this.#mayLoad = mayLoad;
    this.#ring = undefined;
    this.#loading = undefined;
    this.#early = [];
    for (const watcher of this.#watchers) watcher.close(new SlowWatcher());
    this.#watchers.clear();
  }

  async #load(): Promise<void> {
    await this.#mayLoad;
    const { entries, revision } = await this.#store.list(this.prefix);
    this.#dropAllBut(new Set(entries.map(({ key }) => key)));
    for (const { key, value, revision: objectRevision } of entries) this.#set(key, StoredObject.fromStored<T>(value, objectRevision));
    this.#revision = revision;
    this.#listed = revision;
    this.#ring = new Ring({ capacity: this.#historyLength, after: revision });
    const early = this.#early;
    this.#early = [];
    for (const change of early) this.apply(change);
  }

  get loaded(): boolean {
    return this.#ring !== undefined;
  }

  /** Of the latest change of this resource, or of its first list. */
  get revision(): number {
    return this.#revision;
  }

  get size(): number {
    return this.#objects.size;
  }

  /** How many changes the feed has handed in. */
  get eventCount(): number {
    return this.#eventCount;
  }

  get watcherCount(): number {
    return this.#watchers.size;
  }

  get(key: string): StoredObject<T> | undefined {
    return this.#objects.get(this.prefix + key);
  }

  /** In order of keys, from the first that begins with the given text; `after` skips up to and including that key. */
  *entries({ under = '', after }: { under?: string; after?: string | undefined } = {}): Generator<
    readonly [key: string, object: StoredObject<T>]
  > {
    const start = this.prefix + (after !== undefined && after > under ? after : under);
    const prefix = this.prefix + under;
    for (const [key, object] of this.#objects.entriesFrom(start)) {
      if (!key.startsWith(prefix)) return;
      const short = key.slice(this.prefix.length);
      if (short !== after) yield [short, object];
    }
  }

  /** How many there are behind that key of those that begin with the given text. */
  countBehind(after: string, { under = '' }: { under?: string } = {}): number {
    // No key holds the last of all characters.
    return this.#objects.rank(`${this.prefix}${under}\uffff`) - this.#objects.rank(`${this.prefix}${after}\0`);
  }

  /** Declares an index, or finds the one of that name. */
  index(name: string, valuesOf: (object: T) => readonly string[]): ObjectIndex<T> {
    const existing = this.#indexes.get(name);
    if (existing) return existing;
    const index = new ObjectIndex<T>(valuesOf);
    for (const [key, object] of this.#objects) index.set(key, undefined, object);
    this.#indexes.set(name, index);
    return index;
  }

  /** Takes in a change from the feed; those that the first list had already are passed over. */
  apply(change: Change): void {
    if (change.type === 'progress') return;
    if (!this.#ring) {
      if (this.#loading) this.#early.push(change);
      return;
    }
    const revision = change.type === 'put' ? change.entry.revision : change.revision;
    // Others may change several keys by one revision.
    if (revision <= this.#listed) return;
    this.#revision = revision;
    this.#eventCount++;
    const event = this.#event(change, revision);
    if (!event) return;
    this.#ring.push(event);
    for (const watcher of this.#watchers) {
      // A watcher that does not keep up is ended rather than slowing the others; it lists again.
      if (!watcher.push(event)) {
        this.#watchers.delete(watcher);
        watcher.close(new SlowWatcher());
      }
    }
  }

  #event(change: Exclude<Change, { type: 'progress' }>, revision: number): CacheEvent<T> | undefined {
    if (change.type === 'put') {
      const { key, value } = change.entry;
      const previous = this.#objects.get(key);
      const object = StoredObject.fromStored<T>(value, revision);
      this.#set(key, object);
      return { type: 'put', key, revision, object, previous };
    }
    const { key } = change.previous;
    const previous = this.#objects.get(key);
    if (!previous) return undefined;
    this.#drop(key, previous);
    return { type: 'delete', key, revision, object: previous.at(revision), previous };
  }

  /** What has gone while nobody told. */
  #dropAllBut(keys: ReadonlySet<string>): void {
    if (this.#objects.size === 0) return;
    const gone = Array.from(this.#objects).filter(([key]) => !keys.has(key));
    for (const [key, object] of gone) this.#drop(key, object);
  }

  #drop(key: string, previous: StoredObject<T>): void {
    this.#objects.delete(key);
    for (const index of this.#indexes.values()) index.set(key, previous, undefined);
  }

  #set(key: string, object: StoredObject<T>): void {
    if (this.#indexes.size > 0) {
      const previous = this.#objects.get(key);
      for (const index of this.#indexes.values()) index.set(key, previous, object);
    }
    this.#objects.set(key, object);
  }

  /**
   * Every change after the revision, in order. Undefined when the cache's memory does not reach back so far. The channel
   * ends with `SlowWatcher` when it is not read fast enough.
   */
  watch({ after, signal }: { after: number; signal: AbortSignal }): Channel<CacheEvent<T>> | undefined {
    const past = this.#ring?.after(after);
    if (!past) return undefined;
    const channel = new Channel<CacheEvent<T>>({ capacity: this.#watcherCapacity + past.length });
    for (const event of past) channel.push(event);
    this.#watchers.add(channel);
    const end = () => {
      this.#watchers.delete(channel);
      channel.close();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    return channel;
  }
}

/** Ends a watch whose reader is too slow. */
export class SlowWatcher extends Error {
  override readonly name = 'SlowWatcher';
}
