import { hash, randomBytes } from 'node:crypto';

/** Remembers what tokens were found to say, by a keyed hash, so that no token stays in memory. The least recently used go first. */
export class TokenCache<T> {
  readonly #entries = new Map<string, T>();
  readonly #capacity: number;
  // Unknown to those who send tokens, so they cannot choose which entries collide.
  readonly #key = randomBytes(32).toString('base64');

  constructor({ capacity = 10_000 }: { capacity?: number } = {}) {
    this.#capacity = capacity;
  }

  keyOf(token: string): string {
    // Nothing but equality of the whole digest counts, so the key needs no more than to come first. An HMAC takes four times as long.
    return hash('sha256', this.#key + token, 'base64');
  }

  get(key: string): T | undefined {
    const found = this.#entries.get(key);
    if (found !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, found);
    }
    return found;
  }

  set(key: string, value: T): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#capacity) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  get size(): number {
    return this.#entries.size;
  }
}
