import { flags, frameTypes, maxStreamId, spdyVersion, type Frame } from './frame.ts';
import { HeaderDecompressor } from './header-block.ts';
import { SpdyProtocolError } from './protocol-error.ts';

const maxControlFrameBytes = 64 * 1024;
const empty = Buffer.alloc(0);

/** Makes frames of bytes. Holds back at most one control frame: a DATA frame comes out in pieces, as its bytes come in. */
export class FrameReader {
  readonly #decompressor = new HeaderDecompressor();
  #held: Buffer = empty;
  #data: { readonly streamId: number; readonly fin: boolean; leftBytes: number } | undefined;

  /** Throws SpdyProtocolError, after which the reader is of no more use. */
  *read(chunk: Buffer): Generator<Frame> {
    let rest = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = empty;
    for (;;) {
      if (this.#data) {
        const { streamId, fin } = this.#data;
        const data = rest.subarray(0, this.#data.leftBytes);
        rest = rest.subarray(data.length);
        this.#data.leftBytes -= data.length;
        const whole = this.#data.leftBytes === 0;
        if (whole) this.#data = undefined;
        if (data.length > 0 || (whole && fin)) yield { type: 'data', streamId, data, fin: whole && fin };
        if (!whole) return;
      }
      if (rest.length < 8) break;
      const firstWord = rest.readUInt32BE(0);
      const flag = rest.readUInt8(4);
      const lengthBytes = rest.readUIntBE(5, 3);
      if (firstWord <= maxStreamId) {
        this.#data = { streamId: streamIdOf(firstWord), fin: (flag & flags.fin) !== 0, leftBytes: lengthBytes };
        rest = rest.subarray(8);
        continue;
      }
      if (((firstWord >>> 16) & 0x7fff) !== spdyVersion) throw new SpdyProtocolError('not a frame of SPDY/3');
      if (lengthBytes > maxControlFrameBytes) throw new SpdyProtocolError('control frame is too large');
      if (rest.length < 8 + lengthBytes) break;
      const frame = this.#control(firstWord & 0xffff, flag, rest.subarray(8, 8 + lengthBytes));
      rest = rest.subarray(8 + lengthBytes);
      if (frame) yield frame;
    }
    this.#held = rest;
  }

  /** Nothing for a type we do not know, which a receiver must skip (SPDY/3 section 2.2.1). */
  #control(type: number, flag: number, payload: Buffer): Frame | undefined {
    const word = (index: number) => {
      if (payload.length < (index + 1) * 4) throw new SpdyProtocolError('control frame is too short');
      return payload.readUInt32BE(index * 4);
    };
    const headersFrom = (offset: number) => this.#decompressor.decompress(payload.subarray(offset));
    const fin = (flag & flags.fin) !== 0;

    switch (type) {
      case frameTypes['syn-stream']: {
        const streamId = streamIdOf(word(0));
        const associatedStreamId = word(1) & maxStreamId;
        if (payload.length < 10) throw new SpdyProtocolError('control frame is too short');
        const priority = payload.readUInt8(8) >>> 5;
        const unidirectional = (flag & flags.unidirectional) !== 0;
        return { type: 'syn-stream', streamId, associatedStreamId, priority, headers: headersFrom(10), fin, unidirectional };
      }
      case frameTypes['syn-reply']:
        return { type: 'syn-reply', streamId: streamIdOf(word(0)), headers: headersFrom(4), fin };
      case frameTypes.headers:
        return { type: 'headers', streamId: streamIdOf(word(0)), headers: headersFrom(4), fin };
      case frameTypes['rst-stream']:
        return { type: 'rst-stream', streamId: streamIdOf(word(0)), status: word(1) };
      case frameTypes.settings: {
        const count = word(0);
        if (payload.length !== 4 + count * 8) throw new SpdyProtocolError('control frame is of the wrong length');
        const settings = Array.from({ length: count }, (_, index) => {
          const idAndFlags = word(1 + index * 2);
          return { flags: idAndFlags >>> 24, id: idAndFlags & 0xffffff, value: word(2 + index * 2) };
        });
        return { type: 'settings', clear: (flag & flags.clearSettings) !== 0, settings };
      }
      case frameTypes.ping:
        return { type: 'ping', id: word(0) };
      case frameTypes['go-away']:
        return { type: 'go-away', lastStreamId: word(0) & maxStreamId, status: word(1) };
      case frameTypes['window-update']:
        return { type: 'window-update', streamId: word(0) & maxStreamId, deltaBytes: word(1) & maxStreamId };
      default:
        return undefined;
    }
  }
}

function streamIdOf(word: number): number {
  const streamId = word & maxStreamId;
  if (streamId === 0) throw new SpdyProtocolError('stream 0 does not exist');
  return streamId;
}
