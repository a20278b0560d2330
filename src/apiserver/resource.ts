import { alreadyExists, conflict, notFound, type About, ApiError } from '../model/errors.ts';
import { apiVersionOf, resourceNameOf, type Kind, type KubeObject } from '../model/kind.ts';
import { equalJson } from '../model/patch/json-object.ts';
import { storedValue, StoredObject } from '../model/stored-object.ts';
import type { Store } from '../storage/store.ts';
import type { Feed } from './cache/feed.ts';
import type { ResourceCache } from './cache/resource-cache.ts';

export interface ObjectKey {
  readonly name: string;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
}

/** Makes the next version of an object from the current one. */
type Change<T extends KubeObject> = (current: StoredObject<T>) => T | Promise<T>;

export interface Updated<T extends KubeObject> {
  readonly stored: StoredObject<T>;
  readonly removed: boolean;
}

/** Under how much contention an update gives up. Each lost race means that somebody else made progress. */
const maxAttempts = 100;
/** How long the cache may take to hear of what somebody else has written. */
const catchUpMs = 3000;

export interface ResourceOptions<T extends KubeObject> {
  readonly kind: Kind<T>;
  readonly cache: ResourceCache;
  readonly store: Store;
  readonly feed: Feed;
  /** How long objects live that are not written again. For ever, unless given. */
  readonly lifeMs?: number | undefined;
}

/** The objects of one kind as one version of the API shows them: reads from the cache, compare-and-set writes. */
export class Resource<T extends KubeObject = KubeObject> {
  readonly kind: Kind<T>;
  readonly cache: ResourceCache;
  readonly #store: Store;
  readonly #feed: Feed;
  readonly #lifeMs: number | undefined;
  /** What the cache holds in another version, converted once. */
  readonly #converted = new WeakMap<StoredObject, StoredObject<T>>();

  constructor({ kind, cache, store, feed, lifeMs }: ResourceOptions<T>) {
    this.kind = kind;
    this.cache = cache;
    this.#store = store;
    this.#feed = feed;
    this.#lifeMs = lifeMs;
  }

  about(name?: string): About {
    return { group: this.kind.group, plural: this.kind.plural, name };
  }

  /** The object as this version of the API shows it. */
  shown(stored: StoredObject): StoredObject<T> {
    const { storedAs } = this.kind;
    // Without another version, what is stored is of this kind.
    if (!storedAs) return stored as StoredObject<T>;
    let converted = this.#converted.get(stored);
    if (!converted) {
      const object = { ...storedAs.fromStored(stored.object), apiVersion: apiVersionOf(this.kind), kind: this.kind.kind };
      converted = StoredObject.fromObject<T>(object, stored.revision);
      this.#converted.set(stored, converted);
    }
    return converted;
  }

  find({ namespace, name }: ObjectKey): StoredObject<T> | undefined {
    const stored = this.cache.get(path({ namespace, name }));
    return stored && this.shown(stored);
  }

  get(key: ObjectKey): StoredObject<T> {
    return this.shown(this.#cached(key));
  }

  async create(object: T): Promise<StoredObject<T>> {
    const { name, namespace = '' } = object.metadata;
    const written = await this.#store.put(this.#key({ namespace, name }), this.#value(object), { expect: 0, lifeMs: this.#lifeMs });
    if (!written.ok) {
      if (written.current && isTerminating(written.current.value)) {
        throw new ApiError('AlreadyExists', `object is being deleted: ${resourceNameOf(this.kind)} "${name}" already exists`, {
          details: { name, ...(this.kind.group && { group: this.kind.group }), kind: this.kind.plural },
        });
      }
      throw alreadyExists(this.about(name));
    }
    return this.#written(object, written.entry.revision);
  }

  /**
   * Applies a change to the current version, again when somebody else was faster. The change returns the next version,
   * the current one to leave it as it is, or throws.
   */
  async update(key: ObjectKey, change: Change<T>): Promise<StoredObject<T>> {
    return (await this.updateOrRemove(key, change, { isLast: () => false })).stored;
  }

  /** The same, but removes the object when its next version would be its last. */
  async updateOrRemove(
    key: ObjectKey,
    change: Change<T>,
    { isLast }: { isLast: (next: T, current: Readonly<T>) => boolean },
  ): Promise<Updated<T>> {
    const storeKey = this.#key(key);
    let stored: StoredObject = this.#cached(key);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const current = this.shown(stored);
      let next: T;
      try {
        next = await change(current);
      } catch (error) {
        // What is wrong with a version from the cache may be right with the one that another server has written since.
        const latest = attempt === 0 ? await this.#latest(key) : stored;
        if (latest.revision === stored.revision) throw error;
        stored = latest;
        continue;
      }
      if (next === current.object) return { stored: current, removed: false };
      if (equalJson(next, current.object) && !(await this.#isOutdated(stored, storeKey))) return { stored: current, removed: false };
      if (isLast(next, current.object)) {
        const removed = await this.remove(key, current.revision);
        if (removed) return { stored: StoredObject.fromObject(next, current.revision), removed: true };
        stored = await this.#latest(key);
        continue;
      }
      const written = await this.#store.put(storeKey, this.#value(next), { expect: current.revision, lifeMs: this.#lifeMs });
      if (written.ok) return { stored: await this.#written(next, written.entry.revision), removed: false };
      if (!written.current) throw notFound(this.about(key.name));
      stored = StoredObject.fromStored(written.current.value, written.current.revision);
    }
    throw conflict(this.about(key.name));
  }

  #cached(key: ObjectKey): StoredObject {
    const stored = this.cache.get(path(key));
    if (!stored) throw notFound(this.about(key.name));
    return stored;
  }

  /** As the store has it, whatever the cache knows. */
  async #latest(key: ObjectKey): Promise<StoredObject> {
    const entry = await this.#store.get(this.#key(key));
    if (!entry) throw notFound(this.about(key.name));
    return StoredObject.fromStored(entry.value, entry.revision);
  }

  /** Whether the store has the object in another version or form than it would be written in now. To write it anew changes that. */
  async #isOutdated({ object, revision }: StoredObject, storeKey: string): Promise<boolean> {
    if (object.apiVersion !== apiVersionOf(this.kind.storedAs?.kind ?? this.kind)) return true;
    if (!this.#store.hasOtherForms) return false;
    const entry = await this.#store.get(storeKey);
    return entry?.revision === revision && entry.isInOtherForm === true;
  }

  /** Deletes the given version. False when the object has changed meanwhile; throws NotFound when it has gone. */
  async remove(key: ObjectKey, revision: number): Promise<{ revision: number } | undefined> {
    const removed = await this.#store.delete(this.#key(key), { expect: revision });
    if (removed.ok) {
      if (this.#feed.isAlone) await this.#feed.reached(removed.revision);
      return { revision: removed.revision };
    }
    if (!removed.current) throw notFound(this.about(key.name));
    // The cache is behind: let it catch up before the caller looks again.
    await this.#feed.reachedWithin(removed.current.revision, catchUpMs);
    return undefined;
  }

  async #written(object: T, revision: number): Promise<StoredObject<T>> {
    // Where others write, too, requests wait for the caches before they read instead.
    if (this.#feed.isAlone) await this.#feed.reached(revision);
    const { name, namespace = '' } = object.metadata;
    const cached = this.find({ namespace, name });
    // Usually the cache holds this very version by now, with its bytes.
    if (cached?.revision === revision) return cached;
    return StoredObject.fromObject({ ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } }, revision);
  }

  #value(object: T): Uint8Array {
    const { storedAs } = this.kind;
    if (!storedAs) return storedValue(object);
    return storedValue({ ...storedAs.toStored(object), apiVersion: apiVersionOf(storedAs.kind), kind: storedAs.kind.kind });
  }

  #key({ namespace, name }: ObjectKey): string {
    return this.cache.prefix + path({ namespace, name });
  }
}

/** The key behind a resource's prefix: `default/web`, or `node-1`. */
export const path = ({ namespace, name }: ObjectKey): string => (namespace ? `${namespace}/${name}` : name);

const isTerminating = (value: Uint8Array): boolean => StoredObject.fromStored(value, 0).object.metadata.deletionTimestamp !== undefined;
