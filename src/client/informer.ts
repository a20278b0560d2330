import type { Kind, KubeObject } from '../model/kind.ts';
import type { Ref, Selection } from './client.ts';

/** A local, always refreshing copy of the objects of one kind. What it returns is shared: treat it as read-only. */
export interface Informer<T extends KubeObject> {
  readonly kind: Kind<T>;
  get(ref: Ref): T | undefined;
  /** All of them, or those of one namespace, by index and not by scan. */
  list(namespace?: string): readonly T[];
  /** Objects under a value of an index that was declared with `index`. */
  byIndex(name: string, value: string): readonly T[];
  /** Declares an index: every object is found under each of the values it has. Declaring the same name again is a no-op. */
  index(name: string, valuesOf: (object: T) => readonly string[]): void;
  /** Tells of everything known now as applied, then of every change, synchronously, until disposed. */
  observe(observer: Observer<T>): Disposable;
  /** Resolves once this copy includes the given resource version; with none, once it has listed. */
  caughtUp(options: { resourceVersion?: string; signal: AbortSignal }): Promise<void>;
}

export interface Observer<T> {
  applied?(object: T, previous: T | undefined): void;
  deleted?(object: T): void;
}

/** Informers by kind and selection, shared by all who ask for the same, listing when first asked for. */
export interface Informers {
  of<T extends KubeObject>(kind: Kind<T>, selection?: Selection): Informer<T>;
  /** Lists and watches for all informers asked for, until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}
