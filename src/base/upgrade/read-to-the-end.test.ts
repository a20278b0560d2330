import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { readToTheEnd } from './read-to-the-end.ts';

async function resetSocket(data: Buffer): Promise<Socket> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The cast: a TCP server has no other kind of address.
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'connect')])) as [[Socket], unknown];
  server.close();
  await new Promise((resolve) => far.write(data, resolve));
  far.resetAndDestroy();
  await once(far, 'close');
  return near;
}

const data = Buffer.alloc(100_000, 'x');

test('what had been sent before a reset is read although nothing can be written', async () => {
  const socket = await resetSocket(data);
  readToTheEnd(socket);
  for (const text of ['this', 'and that']) await new Promise((resolve) => socket.write(text, resolve));
  assert.deepEqual(await buffer(socket), data);
});

test('what had been sent before a reset is read, however slowly', async () => {
  const socket = await resetSocket(data);
  readToTheEnd(socket);
  let bytes = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(bytes, data.length);
});

test('it can still be destroyed at any time', async () => {
  const socket = await resetSocket(data);
  readToTheEnd(socket);
  await new Promise((resolve) => socket.write('anything', resolve));
  const closed = once(socket, 'close');
  socket.destroy();
  await closed;
});
