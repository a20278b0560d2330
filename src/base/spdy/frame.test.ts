import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { constants, createDeflate, createInflate, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { headerDictionary } from './dictionary.ts';
import type { Frame } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { dataHeader, FrameWriter } from './frame-writer.ts';
import { HeaderCompressor, HeaderDecompressor } from './header-block.ts';
import { SpdyProtocolError } from './protocol-error.ts';

const record = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record<T>(fields, { noNullPrototype: true });
const streamId = fc.integer({ min: 1, max: 0x7fffffff });
const word = fc.integer({ min: 0, max: 0xffffffff });
const headers = fc
  .array(fc.tuple(fc.string({ minLength: 1, unit: 'binary' }), fc.string({ unit: 'binary' })))
  .map((pairs) => new Map(pairs.map(([name, value]) => [name.toLowerCase(), value])));
const fin = fc.boolean();

const frame: fc.Arbitrary<Frame> = fc.oneof(
  record({
    type: fc.constant('syn-stream' as const),
    streamId,
    associatedStreamId: fc.integer({ min: 0, max: 0x7fffffff }),
    priority: fc.integer({ min: 0, max: 7 }),
    headers,
    fin,
    unidirectional: fc.boolean(),
  }),
  record({ type: fc.constant('syn-reply' as const), streamId, headers, fin }),
  record({ type: fc.constant('headers' as const), streamId, headers, fin }),
  record({ type: fc.constant('rst-stream' as const), streamId, status: word }),
  record({
    type: fc.constant('settings' as const),
    clear: fc.boolean(),
    settings: fc.array(record({ id: fc.integer({ min: 0, max: 0xffffff }), flags: fc.integer({ min: 0, max: 255 }), value: word })),
  }),
  record({ type: fc.constant('ping' as const), id: word }),
  record({ type: fc.constant('go-away' as const), lastStreamId: streamId, status: word }),
  record({ type: fc.constant('window-update' as const), streamId, deltaBytes: fc.integer({ min: 0, max: 0x7fffffff }) }),
  record({ type: fc.constant('data' as const), streamId, data: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)), fin }),
);

test('any frames survive writing and reading, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (frames, cuts) => {
      const writer = new FrameWriter();
      const bytes = Buffer.concat(
        frames.map((frame) =>
          frame.type === 'data'
            ? Buffer.concat([dataHeader(frame.streamId, frame.data.length, frame.fin), frame.data])
            : writer.encode(frame),
        ),
      );
      const reader = new FrameReader();
      const read: Frame[] = [];
      for (let offset = 0, index = 0; offset < bytes.length; index += 1) {
        const end = offset + (cuts[index % cuts.length] ?? 1);
        read.push(...reader.read(bytes.subarray(offset, end)));
        offset = end;
      }
      assert.deepEqual(joined(read), joined(frames));
    }),
  );
});

/** Pieces of DATA put together again, since where they are cut is not a promise. */
function joined(frames: readonly Frame[]): Frame[] {
  const result: Frame[] = [];
  for (const frame of frames) {
    const last = result.at(-1);
    if (frame.type === 'data' && frame.data.length === 0 && !frame.fin) continue;
    if (frame.type === 'data' && last?.type === 'data' && last.streamId === frame.streamId && !last.fin) {
      result[result.length - 1] = { ...frame, data: Buffer.concat([last.data, frame.data]) };
    } else result.push(frame);
  }
  return result;
}

test('header blocks are those of one zlib stream with sync flushes', async () => {
  const blocks = Array.from(
    { length: 50 },
    (_, index) =>
      new Map([
        ['streamtype', `stream ${index % 7}`],
        ['x', 'y'.repeat(index * 40)],
      ]),
  );
  const compressor = new HeaderCompressor();
  const decompressor = new HeaderDecompressor();
  const sent = blocks.map((block) => compressor.compress(block));
  assert.deepEqual(
    sent.map((block) => decompressor.decompress(block)),
    blocks,
  );

  const atPeer = createInflate({ dictionary: headerDictionary, finishFlush: constants.Z_SYNC_FLUSH });
  atPeer.end(Buffer.concat(sent));
  assert.deepEqual(await buffer(atPeer), Buffer.concat(blocks.map(plain)));

  const peer = createDeflate({ dictionary: headerDictionary, level: 9 });
  const fromPeer = new HeaderDecompressor();
  for (const block of blocks) {
    const parts: Buffer[] = [];
    const keep = (part: Buffer) => parts.push(part);
    peer.on('data', keep);
    await new Promise<void>((resolve) => {
      peer.write(plain(block));
      peer.flush(constants.Z_SYNC_FLUSH, resolve);
    });
    peer.off('data', keep);
    assert.deepEqual(fromPeer.decompress(Buffer.concat(parts)), block);
  }
});

function plain(headers: ReadonlyMap<string, string>): Buffer {
  const text = (value: string) => Buffer.concat([uint32(Buffer.byteLength(value)), Buffer.from(value)]);
  return Buffer.concat([uint32(headers.size), ...[...headers].flatMap(([name, value]) => [text(name), text(value)])]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const control = (type: number, length: number, payload: Buffer) =>
  Buffer.concat([Buffer.from([0x80, 3, 0, type, 0, (length >> 16) & 255, (length >> 8) & 255, length & 255]), payload]);

const bomb = deflateSync(Buffer.alloc(1024 * 1024), { dictionary: headerDictionary, finishFlush: constants.Z_SYNC_FLUSH });

for (const [name, bytes] of [
  ['a frame of another version', Buffer.from([0x80, 2, 0, 6, 0, 0, 0, 4, 0, 0, 0, 1])],
  ['a control frame that is too large', control(2, 70_000, Buffer.alloc(0))],
  ['a control frame that is too short', control(3, 4, uint32(1))],
  ['data for stream 0', Buffer.concat([uint32(0), uint32(0)])],
  ['a reply for stream 0', control(2, 4, uint32(0))],
  ['settings that promise more than they hold', control(4, 4, uint32(0xffffffff))],
  ['a header block without the dictionary', control(2, 12, Buffer.concat([uint32(1), Buffer.from([0x78, 0x9c, 1, 2, 3, 4, 5, 6])]))],
  ['a header block that swells', control(2, 4 + bomb.length, Buffer.concat([uint32(1), bomb]))],
] as const) {
  test(`${name} is refused`, () => {
    assert.throws(() => [...new FrameReader().read(bytes)], SpdyProtocolError);
  });
}

test('control frames of unknown types are skipped', () => {
  const ping = new FrameWriter().encode({ type: 'ping', id: 7 });
  assert.deepEqual([...new FrameReader().read(Buffer.concat([control(10, 5, Buffer.alloc(5)), ping]))], [{ type: 'ping', id: 7 }]);
});
