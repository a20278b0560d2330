/** Longer strings are hardly ever the same in two objects. */
const longest = 64;

/**
 * Lets equal strings of many objects be one: objects of a kind say mostly the same, and a parser makes a string of its own each
 * time. Remembers the last so many; what is met often is soon met again.
 */
export class SharedStrings {
  readonly #capacity: number;
  readonly #known = new Map<string, string>();

  constructor({ capacity = 10_000 }: { capacity?: number } = {}) {
    this.#capacity = capacity;
  }

  /** Changes the object, which nobody else must have yet. */
  share(object: object): void {
    // The names of the fields of what JSON made are its own, whatever its type says.
    const fields = object as Record<string, unknown>;
    for (const name of Object.keys(fields)) {
      const value = fields[name];
      if (typeof value === 'string') {
        if (value.length <= longest) fields[name] = this.#shared(value);
      } else if (typeof value === 'object' && value !== null) this.share(value);
    }
  }

  #shared(value: string): string {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    if (this.#known.size >= this.#capacity) this.#known.clear();
    this.#known.set(value, value);
    return value;
  }
}
