import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { FakeClock } from '../../base/fake-clock.ts';
import { acceptWebSocket, closeNormally } from './web-socket.ts';

const messageBytes = 1 << 20;
const messages = 24;

/** A client that reads nothing until it resumes, and the server's end, which has sent it more than the network holds. */
async function slowClient() {
  const resources = new AsyncDisposableStack();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  resources.defer(() => void server.close());
  const accepted = Promise.withResolvers<WebSocket>();
  server.on('upgrade', (request, socket: Duplex, head) => {
    void acceptWebSocket(request, socket, head).then((webSocket) => webSocket && accepted.resolve(webSocket));
  });
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  resources.defer(() => client.terminate());
  const own = await accepted.promise;
  await once(client, 'open');
  client.pause();
  let received = 0;
  client.on('message', (data: Buffer) => (received += data.length));
  client.on('error', () => {});
  for (let sent = 0; sent < messages; sent++) own.send(Buffer.alloc(messageBytes));
  assert(own.bufferedAmount > 0, 'some of it waits in this process');
  return { client, own, received: () => received, [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose]() };
}

test('a slow client gets all that was sent before the end', async () => {
  await using slow = await slowClient();
  const clock = new FakeClock();
  const closing = closeNormally(slow.own, clock);
  await clock.advance(29_000);
  const closed = once(slow.client, 'close');
  slow.client.resume();
  const [code] = await closed;
  await closing;
  assert.deepEqual([code, slow.received()], [1000, messages * messageBytes]);
});

test('a client that takes nothing any more is given up on', async () => {
  await using slow = await slowClient();
  const clock = new FakeClock();
  const closing = closeNormally(slow.own, clock);
  await clock.advance(30_000);
  await clock.advance(30_000);
  await clock.advance(60_000);
  await closing;
  if (slow.own.readyState !== WebSocket.CLOSED) await once(slow.own, 'close');
  assert(slow.received() < messages * messageBytes);
});
