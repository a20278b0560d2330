/** Half of it is copied at most when a key comes or goes, and a map of a million keys has some thousand chunks. */
const chunkLimit = 512;

interface Chunk<V> {
  keys: string[];
  values: V[];
}

/**
 * A map that iterates in the order of its keys, from any key on. Keys are ordered by UTF-16 code units, which for ASCII
 * is the order of bytes. Kept as a sorted list of sorted chunks: fewer and flatter allocations than a tree.
 */
export class SortedMap<V> implements Iterable<readonly [key: string, value: V]> {
  #chunks: Chunk<V>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    const chunk = this.#chunks[this.#chunkFor(key)];
    if (!chunk) return undefined;
    const at = position(chunk.keys, key);
    return chunk.keys[at] === key ? chunk.values[at] : undefined;
  }

  has(key: string): boolean {
    const chunk = this.#chunks[this.#chunkFor(key)];
    return chunk !== undefined && chunk.keys[position(chunk.keys, key)] === key;
  }

  set(key: string, value: V): void {
    const index = this.#chunkFor(key);
    const chunk = this.#chunks[index];
    if (!chunk) {
      this.#chunks.push({ keys: [key], values: [value] });
      this.#size = 1;
      return;
    }
    const at = position(chunk.keys, key);
    if (chunk.keys[at] === key) {
      chunk.values[at] = value;
      return;
    }
    chunk.keys.splice(at, 0, key);
    chunk.values.splice(at, 0, value);
    this.#size++;
    if (chunk.keys.length > chunkLimit) this.#split(index, at);
  }

  /** Returns whether the key was there. */
  delete(key: string): boolean {
    const index = this.#chunkFor(key);
    const chunk = this.#chunks[index];
    if (!chunk) return false;
    const at = position(chunk.keys, key);
    if (chunk.keys[at] !== key) return false;
    chunk.keys.splice(at, 1);
    chunk.values.splice(at, 1);
    this.#size--;
    if (chunk.keys.length < chunkLimit / 4) this.#shrink(index);
    return true;
  }

  clear(): void {
    this.#chunks = [];
    this.#size = 0;
  }

  [Symbol.iterator](): IterableIterator<readonly [key: string, value: V]> {
    return this.entriesFrom('');
  }

  /** From the given key on, including it if it is there. The map must not gain or lose keys meanwhile. */
  *entriesFrom(start: string): IterableIterator<readonly [key: string, value: V]> {
    let index = this.#chunkFor(start);
    let at = position(this.#chunks[index]?.keys ?? [], start);
    for (let chunk = this.#chunks[index]; chunk; chunk = this.#chunks[++index], at = 0) {
      for (; at < chunk.keys.length; at++) {
        // The index is within the chunk, whose two lists are always of one length; V itself may include undefined.
        yield [chunk.keys[at] as string, chunk.values[at] as V];
      }
    }
  }

  /** All entries whose key starts with the prefix. The same rule as for `entriesFrom` holds. */
  *entriesWith(prefix: string): IterableIterator<readonly [key: string, value: V]> {
    for (const entry of this.entriesFrom(prefix)) {
      if (!entry[0].startsWith(prefix)) return;
      yield entry;
    }
  }

  /** How many keys come before the given one, whether it is there or not. */
  rank(key: string): number {
    const index = this.#chunkFor(key);
    let before = position(this.#chunks[index]?.keys ?? [], key);
    for (let chunk = 0; chunk < index; chunk++) before += this.#chunks[chunk]?.keys.length ?? 0;
    return before;
  }

  /** The chunk that holds the key, or would: the last one that does not begin behind it. */
  #chunkFor(key: string): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const first = this.#chunks[middle]?.keys[0];
      if (first !== undefined && first <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Keys that come in ascending order leave full chunks behind, not half-empty ones. */
  #split(index: number, insertedAt: number): void {
    const chunk = this.#chunks[index];
    if (!chunk) return;
    const ascending = insertedAt === chunk.keys.length - 1 && index === this.#chunks.length - 1;
    const from = ascending ? chunk.keys.length - 1 : chunk.keys.length >>> 1;
    this.#chunks.splice(index + 1, 0, { keys: chunk.keys.splice(from), values: chunk.values.splice(from) });
  }

  /** Empty chunks go, small ones join their neighbour if it has room. */
  #shrink(index: number): void {
    const chunk = this.#chunks[index];
    const next = this.#chunks[index + 1];
    if (chunk && next && chunk.keys.length + next.keys.length <= chunkLimit / 2) {
      chunk.keys.push(...next.keys);
      chunk.values.push(...next.values);
      this.#chunks.splice(index + 1, 1);
    } else if (chunk?.keys.length === 0) {
      this.#chunks.splice(index, 1);
    }
  }
}

/** Where the key is in the sorted list, or would be inserted. */
function position(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < key) low = middle + 1; // within bounds by construction
    else high = middle;
  }
  return low;
}
