import type { Kind, KubeObject } from '../model/kind.ts';
import type { Ref, Selection } from './client.ts';

/** A local, always refreshing copy of the objects of one kind. What it returns is shared: treat it as read-only. */
export interface Informer<T extends KubeObject> {
  readonly kind: Kind<T>;
  /** How many objects it holds. */
  readonly size: number;
  get(ref: Ref): T | undefined;
  /** All of them, or those of one namespace, by index and not by scan. */
  list(namespace?: string): readonly T[];
  /** Objects under a value of an index that was declared with `index`. */
  byIndex(name: string, value: string): readonly T[];
  /** Declares an index: every object is found under each of the values it has. Declaring the same name again is a no-op. */
  index(name: string, valuesOf: (object: T) => readonly string[]): void;
  /** Tells of everything known now as applied, then of every change, synchronously, until disposed. */
  observe(observer: Observer<T>): Disposable;
  /** Whether it has listed. Until then it knows nothing, rather than that there is nothing. */
  readonly isReady: boolean;
  /** Resolves once this copy includes the given resource version; with none, once it has listed. Rejects when the signal aborts. */
  caughtUp(options: { resourceVersion?: string; signal: AbortSignal }): Promise<void>;
  /** Resolves once this copy does not hold that object any more. Rejects when the signal aborts. */
  withoutObject(options: { ref: Ref; uid: string; signal: AbortSignal }): Promise<void>;
  /** Lists anew, for who doubts that the watch still tells everything. */
  refresh(): void;
}

export interface Observer<T> {
  applied?(object: T, previous: T | undefined): void;
  deleted?(object: T): void;
}

/** Informers by kind and selection, shared by all who ask for the same, listing when first asked for. */
export interface Informers {
  of<T extends KubeObject>(kind: Kind<T>, selection?: Selection): Informer<T>;
  /** Those asked for so far. */
  all(): Iterable<Informer<KubeObject>>;
  /** Lists and watches for all informers asked for, until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** How informers and queues name an object: `namespace/name`, or its name alone. */
export const keyOf = ({ name, namespace }: Ref): string => (namespace ? `${namespace}/${name}` : name);

export function refOf(key: string): Ref {
  const slash = key.indexOf('/');
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
