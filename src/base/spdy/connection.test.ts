import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { duplexPair, type Duplex } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { test } from 'node:test';
import fc from 'fast-check';
import { FakeClock } from '../fake-clock.ts';
import { SpdyConnection, type SpdyConnectionOptions } from './connection.ts';
import { dataHeader, FrameWriter } from './frame-writer.ts';
import { SpdyConnectionLostError, SpdyStreamRefusedError } from './protocol-error.ts';
import type { SpdyStream } from './stream.ts';

async function socketPair(): Promise<[Socket, Socket]> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The cast: a TCP server has no other kind of address.
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  server.close();
  for (const socket of [near, far]) socket.setNoDelay();
  return [near, far];
}

async function connectedPair(accept: SpdyConnectionOptions['accept'], options: Partial<SpdyConnectionOptions> = {}) {
  const [near, far] = await socketPair();
  const client = new SpdyConnection(near, { role: 'client', ...options });
  const server = new SpdyConnection(far, { role: 'server', accept });
  return {
    client,
    server,
    near,
    far,
    async [Symbol.asyncDispose]() {
      client.destroy();
      server.destroy();
      await Promise.all([client.closed, server.closed]);
    },
  };
}

const typed = (streamtype: string) => new Map([['streamtype', streamtype]]);
const echo = (stream: SpdyStream) => {
  stream.pipe(stream);
  return true;
};

const conversation = fc.record({
  headers: fc
    .array(fc.tuple(fc.string({ minLength: 1 }), fc.string({ unit: 'binary' })), { maxLength: 5 })
    .map((pairs) => new Map(pairs.map(([name, value]) => [name.toLowerCase(), value]))),
  writes: fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 40_000, maxLength: 90_000 })), { maxLength: 8 }),
});

test('interleaved streams with any headers and data arrive whole, in both directions', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(conversation, { minLength: 1, maxLength: 6 }), async (conversations) => {
      const arrived = new Map<number, ReadonlyMap<string, string>>();
      await using pair = await connectedPair((stream) => {
        arrived.set(stream.streamId, stream.headers);
        return echo(stream);
      });
      await Promise.all(
        conversations.map(async ({ headers, writes }) => {
          const stream = await pair.client.open(headers);
          const answer = buffer(stream);
          for (const data of writes) if (!stream.write(data)) await once(stream, 'drain');
          stream.end();
          assert.deepEqual(await answer, Buffer.concat(writes));
          assert.deepEqual(arrived.get(stream.streamId), headers);
        }),
      );
    }),
    { numRuns: 30 },
  );
});

test('a server may open streams too, and write before it has returned from accepting', async () => {
  await using pair = await connectedPair((stream) => {
    stream.end('hello');
    return true;
  });
  const stream = await pair.client.open(typed('greeting'));
  assert.equal(await text(stream), 'hello');
  await assert.rejects(pair.server.open(typed('other way')), SpdyStreamRefusedError);
});

test('ending one direction leaves the other open', async () => {
  await using pair = await connectedPair((stream) => {
    stream.on('data', (said: Buffer) => stream.write(`you said ${said.toString()}`));
    stream.on('end', () => stream.end(', and no more'));
    return true;
  });
  const stream = await pair.client.open(typed('data'));
  stream.end('hi');
  assert.equal(await text(stream), 'you said hi, and no more');
});

test('a stream that nobody reads holds the sender back, and all arrives once it is read', async () => {
  const { promise: accepted, resolve } = Promise.withResolvers<SpdyStream>();
  await using pair = await connectedPair((stream) => {
    resolve(stream);
    return true;
  });
  const stream = await pair.client.open(typed('stdout'));
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let writtenBytes = 0;
  const totalBytes = 64 * 1024 * 1024;
  const writing = (async () => {
    while (writtenBytes < totalBytes) {
      writtenBytes += chunk.length;
      if (!stream.write(chunk)) await once(stream, 'drain');
    }
    stream.end();
  })();
  const receiver = await accepted;
  await until(() => receiver.readableLength >= receiver.readableHighWaterMark);
  assert.ok(receiver.readableLength < 1024 * 1024);
  assert.ok(writtenBytes < totalBytes);
  let readBytes = 0;
  for await (const part of receiver) readBytes += (part as Buffer).length;
  await writing;
  assert.equal(readBytes, totalBytes);
});

test('a stream that ends with more than it should hold does not hold up the others', async () => {
  const [near, far] = await socketPair();
  const { promise: accepted, resolve } = Promise.withResolvers<readonly SpdyStream[]>();
  const streams: SpdyStream[] = [];
  const server = new SpdyConnection(far, {
    role: 'server',
    accept: (stream) => {
      if (streams.push(stream) === 2) resolve(streams);
      return true;
    },
  });
  const client = new SpdyConnection(near, { role: 'client' });
  await using resources = new AsyncDisposableStack();
  for (const side of [client, server]) resources.defer(() => side.destroy());
  await client.open(typed('stdout'));
  await client.open(typed('error'));
  const [stdout, error] = await accepted;
  const output = Buffer.alloc(stdout!.readableHighWaterMark, 'x');
  // The end comes while nobody has read yet, so that nothing but the end can say that there is room again.
  near.write(Buffer.concat([dataHeader(1, output.length, false), output, dataHeader(1, 0, true)]));
  await until(() => stdout!.readableLength === output.length);
  near.write(Buffer.concat([dataHeader(3, 6, true), Buffer.from('status')]));
  await until(() => error!.readableLength > 0);
  assert.equal(await text(error!), 'status');
  assert.deepEqual(await buffer(stdout!), output);
});

test('after a reset by the peer what had arrived can still be read, and what is written goes nowhere', async () => {
  await using pair = await connectedPair((stream) => {
    stream.write('last words', () => stream.destroy());
    return true;
  });
  const stream = await pair.client.open(typed('stdout'));
  assert.equal(await text(stream), 'last words');
  await until(() => stream.destroyed);
  await pair.client.ping();
});

test('a refused stream rejects', async () => {
  await using pair = await connectedPair(({ headers }) => headers.get('streamtype') === 'error');
  await pair.client.open(typed('error'));
  await assert.rejects(pair.client.open(typed('nonsense')), SpdyStreamRefusedError);
});

test('a peer gets no more streams than it may have', async () => {
  const [near, far] = await socketPair();
  const client = new SpdyConnection(near, { role: 'client' });
  const server = new SpdyConnection(far, { role: 'server', accept: () => true, maxStreams: 2 });
  await client.open(typed('one'));
  await client.open(typed('two'));
  await assert.rejects(client.open(typed('three')), SpdyStreamRefusedError);
  await Promise.all([client.close(), server.closed]);
});

test('closing resets the streams and ends both sides', async () => {
  const { promise: accepted, resolve } = Promise.withResolvers<SpdyStream>();
  await using pair = await connectedPair((stream) => {
    resolve(stream);
    return true;
  });
  await pair.client.open(typed('data'));
  const reading = text(await accepted);
  await pair.client.close();
  assert.equal(await reading, '');
  await pair.server.closed;
  await assert.rejects(pair.client.open(typed('late')), SpdyConnectionLostError);
  await assert.rejects(pair.client.ping(), SpdyConnectionLostError);
});

test('a lost connection fails what had not ended, and lets the rest be read', async () => {
  await using pair = await connectedPair((stream) => {
    if (stream.headers.get('streamtype') === 'finished') stream.end('all of it');
    else stream.write('some of it');
    return true;
  });
  const finished = await pair.client.open(typed('finished'));
  const cut = await pair.client.open(typed('cut'));
  const [part] = (await once(cut, 'data')) as [Buffer];
  assert.equal(part.toString(), 'some of it');
  await until(() => finished.readableLength > 0);
  pair.server.destroy();
  await pair.client.closed;
  assert.ok(cut.errored instanceof SpdyConnectionLostError);
  assert.equal(await text(finished), 'all of it');
});

test('a peer that never answers is given up on', async () => {
  const clock = new FakeClock();
  const [near] = duplexPair();
  const client = new SpdyConnection(near, { role: 'client', clock });
  const opening = assert.rejects(client.open(typed('error')), /did not answer a new stream in time/);
  const pinging = assert.rejects(client.ping(), /did not answer a ping in time/);
  await clock.advance(30_000);
  await Promise.all([opening, pinging]);
  client.destroy();
});

test('opening stops when the signal aborts', async () => {
  const [near] = duplexPair();
  const client = new SpdyConnection(near, { role: 'client' });
  const abort = new AbortController();
  const opening = client.open(typed('error'), { signal: abort.signal });
  abort.abort();
  await assert.rejects(opening, { name: 'AbortError' });
  client.destroy();
});

test('bytes that are not SPDY end the connection with GOAWAY', async () => {
  const [near, far] = duplexPair();
  const server = new SpdyConnection(far, { role: 'server', accept: () => true });
  near.write('GET / HTTP/1.1\r\n\r\n'.replace('G', '\xff'), 'latin1');
  await server.closed;
});

test('settings, window updates and frames for unknown streams are ignored', async () => {
  const [near, far] = duplexPair();
  const server = new SpdyConnection(far, { role: 'server', accept: echo });
  const writer = new FrameWriter();
  near.write(writer.encode({ type: 'settings', clear: false, settings: [{ id: 7, flags: 0, value: 1024 }] }));
  near.write(writer.encode({ type: 'window-update', streamId: 0, deltaBytes: 10 }));
  near.write(writer.encode({ type: 'rst-stream', streamId: 9, status: 5 }));
  near.write(Buffer.concat([dataHeader(9, 2, true), Buffer.from('hi')]));
  near.write(writer.encode({ type: 'ping', id: 1 }));
  assert.deepEqual(await firstBytes(near), new FrameWriter().encode({ type: 'ping', id: 1 }));
  server.destroy();
});

async function firstBytes(stream: Duplex): Promise<Buffer> {
  const [chunk] = (await once(stream, 'data')) as [Buffer];
  return chunk;
}

/** Waits for a condition, at most five seconds. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = AbortSignal.timeout(5000);
  while (!condition()) {
    deadline.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
