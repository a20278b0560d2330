import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import { FakeClock } from '../fake-clock.ts';
import { join } from './join.ts';

/** Both ends of a TCP connection. */
async function socketPair(): Promise<readonly [near: Socket, far: Socket]> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The cast: a TCP server has no other kind of address.
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  server.close();
  for (const socket of [near, far]) socket.on('error', () => {});
  return [near, far];
}

/** A client's end that keeps what it is given waiting until it is released. */
function slowClient() {
  let waiting: (() => void) | undefined;
  let released = false;
  let taken = '';
  const duplex = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      taken += chunk.toString();
      if (released) done();
      else waiting = done;
    },
  });
  return {
    duplex,
    taken: () => taken,
    release: () => {
      released = true;
      waiting?.();
    },
  };
}

async function asTimePasses<T>(result: Promise<T>, clock: FakeClock): Promise<T> {
  const done = new AbortController();
  void result.finally(() => done.abort());
  while (!done.signal.aborted) await clock.advance(30_000);
  return await result;
}

const signal = new AbortController().signal;

test('what was said last is passed on after the one who said it has closed', async () => {
  const [near, far] = await socketPair();
  const client = slowClient();
  const joined = join(client.duplex, near, { signal, clock: new FakeClock() });
  far.write('first');
  await once(near, 'data');
  far.end(', last');
  await once(near, 'close');
  assert.equal(client.taken(), 'first');
  client.release();
  client.duplex.push(null);
  assert.deepEqual(await joined, { by: 'peer' });
  assert.equal(client.taken(), 'first, last');
});

test('what was said before a connection broke is passed on too', async () => {
  const [near, far] = await socketPair();
  const client = slowClient();
  const clock = new FakeClock();
  const joined = join(client.duplex, near, { signal, clock });
  far.write('first');
  await once(near, 'data');
  far.write(', last');
  await once(near, 'data');
  far.resetAndDestroy();
  await new Promise<void>((resolve) => near.once('close', () => resolve()));
  assert.equal(client.taken(), 'first');
  client.release();
  assert.equal((await asTimePasses(joined, clock)).by, 'failure');
  assert.equal(client.taken(), 'first, last');
});

test('who has been told of the end is read on until it ends too, so that no reset overtakes what it has not read', async () => {
  const [near, far] = await socketPair();
  const [client, own] = await socketPair();
  const joined = join(own, near, { signal, clock: new FakeClock() });
  let said = '';
  client.on('data', (chunk: Buffer) => (said += chunk.toString()));
  far.end('bye');
  await once(client, 'end');
  assert.equal(said, 'bye');
  assert.deepEqual(await joined, { by: 'peer' });
  assert.equal(own.destroyed, true);
});

test('who does not end after being told of the end is given up on', async () => {
  const [near, far] = await socketPair();
  const client = slowClient();
  client.release();
  const clock = new FakeClock();
  const joined = join(client.duplex, near, { signal, clock });
  far.end('bye');
  await once(client.duplex, 'finish');
  assert.deepEqual(await asTimePasses(joined, clock), { by: 'peer' });
  assert.equal(client.duplex.destroyed, true);
});
