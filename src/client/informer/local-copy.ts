import type { Log } from '../../base/log.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import type { Ref } from '../client.ts';
import { keyOf, type Informer, type Observer } from '../informer.ts';
import { ObjectIndex } from './object-index.ts';
import type { Sink } from './reflector.ts';
import { WaitingList } from './waiting-list.ts';

/** The objects of one kind as a reflector last heard of them. */
export class LocalCopy<T extends KubeObject> implements Informer<T>, Sink<T> {
  readonly kind: Kind<T>;
  readonly #log: Log;
  readonly #refresh: () => void;
  readonly #objects = new Map<string, T>();
  readonly #namespaces = new ObjectIndex<T>(({ metadata }) => (metadata.namespace ? [metadata.namespace] : []));
  readonly #indexes = new Map<string, ObjectIndex<T>>();
  readonly #observers = new Set<Observer<T>>();
  readonly #revisions = new WaitingList<number>();
  /** Uids of objects that have gone. */
  readonly #departures = new WaitingList<string>();
  #revision = -1;

  constructor(kind: Kind<T>, { log, refresh }: { log: Log; refresh: () => void }) {
    this.kind = kind;
    this.#log = log;
    this.#refresh = refresh;
  }

  get size(): number {
    return this.#objects.size;
  }

  get isReady(): boolean {
    return this.#revision >= 0;
  }

  get(ref: Ref): T | undefined {
    return this.#objects.get(keyOf(ref));
  }

  list(namespace?: string): readonly T[] {
    return namespace ? this.#namespaces.get(namespace) : [...this.#objects.values()];
  }

  byIndex(name: string, value: string): readonly T[] {
    const index = this.#indexes.get(name);
    if (!index) throw new TypeError(`no index ${name} of ${this.kind.plural} was declared`);
    return index.get(value);
  }

  index(name: string, valuesOf: (object: T) => readonly string[]): void {
    if (this.#indexes.has(name)) return;
    const index = new ObjectIndex(valuesOf);
    for (const [key, object] of this.#objects) index.replace(key, undefined, object);
    this.#indexes.set(name, index);
  }

  observe(observer: Observer<T>): Disposable {
    for (const object of this.#objects.values()) this.#tell(observer, () => observer.applied?.(object, undefined));
    this.#observers.add(observer);
    return { [Symbol.dispose]: () => void this.#observers.delete(observer) };
  }

  caughtUp({ resourceVersion = '0', signal }: { resourceVersion?: string; signal: AbortSignal }): Promise<void> {
    const revision = Number(resourceVersion);
    return this.#revision >= revision ? Promise.resolve() : this.#revisions.wait((reached) => reached >= revision, signal);
  }

  async withoutObject({ ref, uid, signal }: { ref: Ref; uid: string; signal: AbortSignal }): Promise<void> {
    if (this.get(ref)?.metadata.uid === uid) await this.#departures.wait((gone) => gone === uid, signal);
  }

  refresh(): void {
    this.#refresh();
  }

  replaceAll(objects: readonly T[], resourceVersion: string): void {
    const gone = new Map(this.#objects);
    for (const object of objects) {
      gone.delete(keyOf(object.metadata));
      this.apply(object);
    }
    for (const object of gone.values()) this.remove(object);
    // Not the greater of the two: a store brought back from a backup counts from an earlier revision on.
    this.#revision = Number(resourceVersion);
    this.#revisions.tell(this.#revision);
  }

  apply(object: T): void {
    const key = keyOf(object.metadata);
    const previous = this.#objects.get(key);
    if (previous?.metadata.resourceVersion === object.metadata.resourceVersion && previous.metadata.uid === object.metadata.uid) return;
    this.#replace(key, previous, object);
    for (const observer of this.#observers) this.#tell(observer, () => observer.applied?.(object, previous));
  }

  remove(object: T): void {
    const key = keyOf(object.metadata);
    const previous = this.#objects.get(key);
    if (!previous) return;
    this.#replace(key, previous, undefined);
    for (const observer of this.#observers) this.#tell(observer, () => observer.deleted?.(object));
  }

  reached(resourceVersion: string): void {
    this.#revision = Math.max(this.#revision, Number(resourceVersion));
    this.#revisions.tell(this.#revision);
  }

  #replace(key: string, previous: T | undefined, next: T | undefined): void {
    if (next) this.#objects.set(key, next);
    else this.#objects.delete(key);
    this.#namespaces.replace(key, previous, next);
    for (const index of this.#indexes.values()) index.replace(key, previous, next);
    if (previous && previous.metadata.uid !== next?.metadata.uid) this.#departures.tell(previous.metadata.uid);
  }

  /** One observer's bug must not keep the others, or this copy, from hearing the rest. */
  #tell(observer: Observer<T>, tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#log.error({ err: error, kind: this.kind.kind, observer: observer.constructor.name }, 'an observer failed');
    }
  }
}
