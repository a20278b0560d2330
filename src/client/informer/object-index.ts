/** Finds objects by values they have, and keeps up with their changes at a cost of the change alone. */
export class ObjectIndex<T> {
  readonly #valuesOf: (object: T) => readonly string[];
  readonly #keysToObjects = new Map<string, Map<string, T>>();

  constructor(valuesOf: (object: T) => readonly string[]) {
    this.#valuesOf = valuesOf;
  }

  get(value: string): readonly T[] {
    const objects = this.#keysToObjects.get(value);
    return objects ? [...objects.values()] : [];
  }

  replace(key: string, previous: T | undefined, next: T | undefined): void {
    const before = previous === undefined ? [] : this.#valuesOf(previous);
    const after = next === undefined ? [] : this.#valuesOf(next);
    for (const value of before) if (!after.includes(value)) this.#remove(value, key);
    if (next !== undefined) for (const value of after) this.#add(value, key, next);
  }

  #add(value: string, key: string, object: T): void {
    const objects = this.#keysToObjects.get(value);
    if (objects) objects.set(key, object);
    else this.#keysToObjects.set(value, new Map([[key, object]]));
  }

  #remove(value: string, key: string): void {
    const objects = this.#keysToObjects.get(value);
    if (objects?.delete(key) && objects.size === 0) this.#keysToObjects.delete(value);
  }
}
