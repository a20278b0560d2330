import type { ListBody } from '../../model/request.ts';
import { typeAtTheEnd } from '../../model/stored-object.ts';

const closingBrace = 0x7d;
const comma = 0x2c;
const tail = Buffer.from(']}\n');

/** The JSON of a list, joined from the bytes of its objects. */
export class JoinedList {
  readonly #head: Uint8Array;
  readonly #items: readonly Uint8Array[];
  /** What each item ends with that it does not have in a list, whose own kind says what its items are. */
  readonly #ending: Buffer;
  readonly length: number;

  constructor({ apiVersion, kind, metadata, items }: ListBody) {
    this.#head = Buffer.from(`${JSON.stringify({ kind, apiVersion, metadata }).slice(0, -1)},"items":[`);
    const type = { kind: kind.slice(0, -'List'.length), apiVersion };
    this.#ending = typeAtTheEnd(type);
    this.#items = items.map((item) => item.bytesAsItem(type));
    // Each item gets a brace for its ending, and a comma behind it, but for the last.
    const itemsLength = this.#items.reduce((sum, { length }) => sum + length - this.#ending.length + 2, 0);
    this.length = this.#head.length + Math.max(0, itemsLength - 1) + tail.length;
  }

  /** In parts of about so many bytes. */
  *chunks(chunkLength: number): Generator<Uint8Array> {
    let left = this.length;
    let chunk = Buffer.allocUnsafe(Math.min(left, Math.max(chunkLength, this.#head.length + tail.length)));
    chunk.set(this.#head);
    let at = this.#head.length;
    for (const [index, bytes] of this.#items.entries()) {
      const length = bytes.length - this.#ending.length;
      const isLast = index === this.#items.length - 1;
      const needed = length + 1 + (isLast ? tail.length : 1);
      if (at + needed > chunk.length) {
        if (at > 0) yield chunk.subarray(0, at);
        left -= at;
        chunk = Buffer.allocUnsafe(Math.min(left, Math.max(chunkLength, needed)));
        at = 0;
      }
      if (length > 0) chunk.set(bytes.subarray(0, length), at);
      at += length;
      chunk[at++] = closingBrace;
      if (!isLast) chunk[at++] = comma;
    }
    chunk.set(tail, at);
    yield chunk.subarray(0, at + tail.length);
  }
}
