import { flags, frameTypes, spdyVersion, type Frame } from './frame.ts';
import { HeaderCompressor } from './header-block.ts';

/** Makes bytes of frames. Frames must be sent in the order they were encoded, since header blocks share one context. */
export class FrameWriter {
  readonly #compressor = new HeaderCompressor();

  encode(frame: Exclude<Frame, { type: 'data' }>): Buffer {
    switch (frame.type) {
      case 'syn-stream': {
        const { streamId, associatedStreamId, priority, headers, fin, unidirectional } = frame;
        const start = Buffer.alloc(10);
        start.writeUInt32BE(streamId, 0);
        start.writeUInt32BE(associatedStreamId, 4);
        start.writeUInt8(priority << 5, 8);
        const flag = (fin ? flags.fin : 0) | (unidirectional ? flags.unidirectional : 0);
        return control(frame.type, flag, start, this.#compressor.compress(headers));
      }
      case 'syn-reply':
      case 'headers':
        return control(frame.type, frame.fin ? flags.fin : 0, words(frame.streamId), this.#compressor.compress(frame.headers));
      case 'rst-stream':
        return control(frame.type, 0, words(frame.streamId, frame.status));
      case 'settings': {
        const settings = frame.settings.flatMap(({ id, flags, value }) => [((flags << 24) | id) >>> 0, value]);
        return control(frame.type, frame.clear ? flags.clearSettings : 0, words(frame.settings.length, ...settings));
      }
      case 'ping':
        return control(frame.type, 0, words(frame.id));
      case 'go-away':
        return control(frame.type, 0, words(frame.lastStreamId, frame.status));
      case 'window-update':
        return control(frame.type, 0, words(frame.streamId, frame.deltaBytes));
      default:
        return frame satisfies never;
    }
  }
}

/** The eight bytes before the payload of a DATA frame. */
export const dataHeader = (streamId: number, lengthBytes: number, fin: boolean): Buffer =>
  words(streamId, ((fin ? flags.fin : 0) << 24) | lengthBytes);

function control(type: keyof typeof frameTypes, flag: number, ...payload: readonly Buffer[]): Buffer {
  const lengthBytes = payload.reduce((sum, part) => sum + part.length, 0);
  const firstWord = ((0x8000 | spdyVersion) << 16) | frameTypes[type];
  return Buffer.concat([words(firstWord >>> 0, ((flag << 24) | lengthBytes) >>> 0), ...payload]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}
