/** Remembers the latest items by their rising revision, up to a bound. */
export class Ring<T extends { readonly revision: number }> {
  readonly #capacity: number;
  #items: T[] = [];
  #forgotten: number;

  /** Knows nothing of what happened up to the given revision. */
  constructor({ capacity, after }: { capacity: number; after: number }) {
    this.#capacity = capacity;
    this.#forgotten = after;
  }

  push(item: T): void {
    this.#items.push(item);
    // Dropping a half at a time keeps pushing cheap.
    if (this.#items.length > this.#capacity * 2) {
      this.#forgotten = this.#items[this.#items.length - this.#capacity - 1]?.revision ?? this.#forgotten;
      this.#items = this.#items.slice(-this.#capacity);
    }
  }

  /** Everything after the revision in order, or nothing when some of it has been forgotten. */
  after(revision: number): readonly T[] | undefined {
    if (revision < this.#forgotten) return undefined;
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#items[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return this.#items.slice(low);
  }
}
