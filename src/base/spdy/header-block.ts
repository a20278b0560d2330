import { constants, deflateRawSync, deflateSync, inflateRawSync } from 'node:zlib';
import { headerDictionary } from './dictionary.ts';
import { SpdyProtocolError } from './protocol-error.ts';

/** Names are lower case; several values of one name are joined by NUL, as on the wire. */
export type SpdyHeaders = ReadonlyMap<string, string>;

/** How far back deflate can refer. */
const windowBytes = 32_768;
const maxBlockBytes = 256 * 1024;

// The whole connection is one zlib stream a direction, cut into blocks by sync flushes. A sync flush ends on a byte and
// leaves nothing behind but the last 32 KiB of plain text, so each block can be worked on alone, and at once, with that
// text as its dictionary. An asynchronous zlib stream would have to hold up the frames that follow.
const flush = { finishFlush: constants.Z_SYNC_FLUSH };
const zlibHeader = deflateSync('', { dictionary: headerDictionary, ...flush }).subarray(0, 6);

export class HeaderCompressor {
  #window = headerDictionary;
  #begun = false;

  compress(headers: SpdyHeaders): Buffer {
    const text = encodeHeaders(headers);
    const block = deflateRawSync(text, { dictionary: this.#window, ...flush });
    this.#window = slide(this.#window, text);
    if (this.#begun) return block;
    this.#begun = true;
    return Buffer.concat([zlibHeader, block]);
  }
}

export class HeaderDecompressor {
  #window = headerDictionary;
  #begun = false;

  decompress(block: Buffer): SpdyHeaders {
    const text = this.#inflate(this.#begun ? block : withoutZlibHeader(block));
    this.#begun = true;
    this.#window = slide(this.#window, text);
    return decodeHeaders(text);
  }

  #inflate(block: Buffer): Buffer {
    try {
      return inflateRawSync(block, { dictionary: this.#window, maxOutputLength: maxBlockBytes, ...flush });
    } catch (cause) {
      throw new SpdyProtocolError('header block cannot be decompressed', { cause });
    }
  }
}

const slide = (window: Buffer, text: Buffer) => Buffer.concat([window, text]).subarray(-windowBytes);

/** RFC 1950: two bytes, and the checksum of the preset dictionary. */
function withoutZlibHeader(block: Buffer): Buffer {
  const usesDictionary = ((block[1] ?? 0) & 0x20) !== 0;
  const good = block.length >= 6 && ((block[0] ?? 0) & 0x0f) === 8 && block.readUInt16BE(0) % 31 === 0 && usesDictionary;
  if (!good || block.compare(zlibHeader, 2, 6, 2, 6) !== 0) {
    throw new SpdyProtocolError('header block is not compressed with the dictionary of SPDY/3');
  }
  return block.subarray(6);
}

function encodeHeaders(headers: SpdyHeaders): Buffer {
  const parts: Buffer[] = [uint32(headers.size)];
  for (const [name, value] of headers) {
    for (const text of [name.toLowerCase(), value]) {
      const bytes = Buffer.from(text);
      parts.push(uint32(bytes.length), bytes);
    }
  }
  return Buffer.concat(parts);
}

function decodeHeaders(text: Buffer): SpdyHeaders {
  let offset = 0;
  const take = (length: number): Buffer => {
    if (offset + length > text.length) throw new SpdyProtocolError('header block ends too early');
    offset += length;
    return text.subarray(offset - length, offset);
  };
  const takeText = () => take(take(4).readUInt32BE()).toString();

  const headers = new Map<string, string>();
  for (let left = take(4).readUInt32BE(); left > 0; left -= 1) {
    const name = takeText();
    if (name === '') throw new SpdyProtocolError('header without a name');
    if (headers.has(name)) throw new SpdyProtocolError('header given twice');
    headers.set(name, takeText());
  }
  return headers;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
