import type { KubeObject } from '../../model/kind.ts';
import type { StoredObject } from '../../model/stored-object.ts';

const none: ReadonlyMap<string, never> = new Map<string, never>();

/** Finds the objects that have a value, such as the pods of a node, without looking at the others. */
export class ObjectIndex<T extends KubeObject> {
  readonly #valuesOf: (object: T) => readonly string[];
  readonly #byValue = new Map<string, Map<string, StoredObject<T>>>();

  constructor(valuesOf: (object: T) => readonly string[]) {
    this.#valuesOf = valuesOf;
  }

  get(value: string): ReadonlyMap<string, StoredObject<T>> {
    return this.#byValue.get(value) ?? none;
  }

  set(key: string, previous: StoredObject<T> | undefined, next: StoredObject<T> | undefined): void {
    if (previous) {
      for (const value of this.#valuesOf(previous.object)) {
        const objects = this.#byValue.get(value);
        objects?.delete(key);
        if (objects?.size === 0) this.#byValue.delete(value);
      }
    }
    if (next) {
      for (const value of this.#valuesOf(next.object)) {
        const objects = this.#byValue.getOrInsertComputed(value, () => new Map());
        objects.set(key, next);
      }
    }
  }
}
