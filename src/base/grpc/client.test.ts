import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Server, ServerCredentials, status, type sendUnaryData, type ServerUnaryCall, type ServerWritableStream } from '@grpc/grpc-js';
import { message } from '../protobuf/message.ts';
import { int32, text } from '../protobuf/scalar.ts';
import { GrpcClient, type GrpcMethod } from './client.ts';
import { GrpcError } from './error.ts';

interface Word {
  readonly word: string;
}
interface Count {
  readonly count: number;
}
const word = message<Word>({ word: [1, text] });
const count = message<Count>({ count: [1, int32] });
const length: GrpcMethod<Word, Count> = { path: '/test.Words/Length', request: word, response: count };
const countUp: GrpcMethod<Word, Count> = { path: '/test.Words/CountUp', request: word, response: count };

test('a call brings the answer, or the error of the other side', async () => {
  await using server = await serve();
  using client = new GrpcClient(server);
  assert.deepEqual(await client.call(length, { word: 'four' }), { count: 4 });
  await assert.rejects(client.call(length, { word: 'missing' }), { name: 'GrpcError', code: 'NotFound', message: 'no such word' });
  await assert.rejects(client.call({ ...length, path: '/test.Words/Other' }, { word: '' }), { code: 'Unimplemented' });
});

test('a call ends with its deadline and with its signal', async () => {
  await using server = await serve();
  using client = new GrpcClient(server);
  await assert.rejects(client.call(length, { word: 'never' }, { timeoutMs: 20 }), { code: 'DeadlineExceeded' });
  const stop = new AbortController();
  const waiting = client.call(length, { word: 'never' }, { signal: stop.signal });
  stop.abort(new Error('enough'));
  await assert.rejects(waiting, (error: GrpcError) => error.code === 'Cancelled' && (error.cause as Error).message === 'enough');
  await assert.rejects(client.call(length, { word: 'late' }, { signal: stop.signal }), { code: 'Cancelled' });
});

test('an answer above the limit is refused', async () => {
  await using server = await serve();
  using client = new GrpcClient({ ...server, maxReceiveBytes: 1 });
  await assert.rejects(client.call(length, { word: 'four' }), { code: 'ResourceExhausted' });
});

test('a stream yields until the server ends it, the reader leaves or the signal aborts', async () => {
  await using server = await serve();
  using client = new GrpcClient(server);
  const stop = new AbortController();
  const seen: number[] = [];
  for await (const answer of client.stream(countUp, { word: '3' }, stop.signal)) seen.push(answer.count);
  assert.deepEqual(seen, [0, 1, 2]);

  for await (const answer of client.stream(countUp, { word: 'endless' }, stop.signal)) if (answer.count === 10) break;

  for await (const answer of client.stream(countUp, { word: 'endless' }, stop.signal)) if (answer.count === 10) stop.abort();

  await assert.rejects(Array.fromAsync(client.stream(countUp, { word: 'missing' }, new AbortController().signal)), { code: 'NotFound' });
});

test('a server that is away is Unavailable, and found again when it is back', { timeout: 20_000 }, async () => {
  const first = await serve();
  using client = new GrpcClient(first);
  await client.call(length, { word: '' });
  await first.stop();
  await assert.rejects(client.call(length, { word: '' }), { code: 'Unavailable' });
  await using _second = await serve(first.directory);
  assert.deepEqual(await client.call(length, { word: 'back' }, { timeoutMs: 10_000, waitForReady: true }), { count: 4 });
});

/** A real server on a socket of its own. */
async function serve(directory?: string) {
  const home = directory ?? (await mkdtemp(join(tmpdir(), 'grpc-')));
  const socketPath = join(home, 'socket');
  const server = new Server();
  server.addService(
    {
      length: { path: length.path, requestStream: false, responseStream: false, ...codecs },
      countUp: { path: countUp.path, requestStream: false, responseStream: true, ...codecs },
    },
    {
      length: (call: ServerUnaryCall<Word, Count>, reply: sendUnaryData<Count>) => {
        if (call.request.word === 'never') return;
        if (call.request.word === 'missing') reply({ code: status.NOT_FOUND, details: 'no such word' });
        else reply(null, { count: call.request.word.length });
      },
      countUp: (call: ServerWritableStream<Word, Count>) => {
        if (call.request.word === 'missing') {
          call.emit('error', { code: status.NOT_FOUND, details: 'no such word' });
          return;
        }
        const end = call.request.word === 'endless' ? Number.POSITIVE_INFINITY : Number(call.request.word);
        let next = 0;
        const more = (): void => {
          while (next < end && !call.cancelled) {
            if (!call.write({ count: next++ })) {
              call.once('drain', more);
              return;
            }
          }
          call.end();
        };
        more();
      },
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socketPath}`, ServerCredentials.createInsecure(), (error) => (error ? reject(error) : resolve()));
  });
  const stop = async () => {
    server.forceShutdown();
  };
  return {
    socketPath,
    directory: home,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const codecs = {
  requestSerialize: word.encode,
  requestDeserialize: word.decode,
  responseSerialize: count.encode,
  responseDeserialize: count.decode,
};
