import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { FakeClock } from '../fake-clock.ts';
import { upgradeHeaders } from './headers.ts';
import { relayUpgrade, type RelayOptions, type RelayOutcome } from './relay.ts';

type OnUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

async function serve(context: TestContext, onUpgrade: OnUpgrade | undefined, onRequest?: RequestListener): Promise<number> {
  const server = createServer(onRequest);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  if (onUpgrade) server.on('upgrade', onUpgrade);
  server.listen(0, '127.0.0.1');
  context.after(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  await once(server, 'listening');
  // The cast: a TCP server has no other kind of address.
  return (server.address() as AddressInfo).port;
}

/** A relay in front of a port; gives a client's connection to it, and how the relay ended. */
async function relayTo(context: TestContext, port: number, options: Partial<RelayOptions> = {}) {
  const { promise: outcome, resolve, reject } = Promise.withResolvers<RelayOutcome>();
  const relayPort = await serve(context, (request, socket, head) => {
    const target = { url: new URL(`http://127.0.0.1:${port}/exec?command=ls`) };
    const signal = new AbortController().signal;
    relayUpgrade({ request, socket, head, target, headers: upgradeHeaders(request), signal, ...options }).then(resolve, reject);
  });
  const client = connect(relayPort, '127.0.0.1');
  client.on('error', () => {});
  context.after(() => client.destroy());
  const received: Buffer[] = [];
  client.on('data', (chunk: Buffer) => received.push(chunk));
  const saw = async (expected: string) => {
    const text = () => Buffer.concat(received).toString();
    while (!text().includes(expected)) await once(client, 'data', { signal: AbortSignal.timeout(5000) });
    return text();
  };
  return { client, outcome, saw };
}

const asking = (...lines: string[]) =>
  ['POST /api HTTP/1.1', 'Host: api', 'Connection: Upgrade', 'Upgrade: SPDY/3.1', ...lines, '', ''].join('\r\n');

const switching = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4\r\n\r\n';

const echo: OnUpgrade = (_request, socket, head) => {
  socket.on('error', () => {});
  socket.write(switching);
  socket.write(head);
  socket.pipe(socket);
};

test('bytes go both ways, those sent along with the request included, until the client ends', async (context) => {
  const requests: IncomingMessage[] = [];
  const port = await serve(context, (request, socket, head) => {
    requests.push(request);
    echo(request, socket, head);
  });
  const { client, outcome, saw } = await relayTo(context, port);
  const versions = ['X-Stream-Protocol-Version: v4.channel.k8s.io', 'X-Stream-Protocol-Version: v3.channel.k8s.io'];
  client.write(`${asking(...versions, 'Authorization: Bearer secret', 'Cookie: a=b')}early`);
  const head = await saw('early');
  assert.ok(head.startsWith(switching));
  client.write('more');
  await saw('earlymore');
  client.end();
  assert.deepEqual(await outcome, { type: 'joined', end: { by: 'peer' } });
  const [request] = requests;
  assert.equal(request?.method, 'POST');
  assert.equal(request?.url, '/exec?command=ls');
  assert.deepEqual(request?.headersDistinct['x-stream-protocol-version'], ['v4.channel.k8s.io', 'v3.channel.k8s.io']);
  assert.equal(request?.headers.authorization, undefined);
  assert.equal(request?.headers.cookie, undefined);
});

test('what the target says last arrives before the client is closed', async (context) => {
  const last = Buffer.alloc(3 * 1024 * 1024, 'x');
  const port = await serve(context, (_request, socket) => socket.end(Buffer.concat([Buffer.from(switching), last])));
  const { client, outcome } = await relayTo(context, port);
  let bytes = 0;
  client.on('data', (chunk: Buffer) => (bytes += chunk.length));
  client.write(asking());
  await once(client, 'close');
  assert.equal(bytes, switching.length + last.length);
  assert.equal((await outcome).type, 'joined');
});

test('a refusal reaches the client as it is, and closes its connection', async (context) => {
  const port = await serve(context, undefined, (_request, response) => {
    response.writeHead(404, { 'Content-Type': 'text/plain' });
    response.write('container not ');
    response.end('found');
  });
  const { client, outcome, saw } = await relayTo(context, port);
  client.write(asking());
  await once(client, 'close');
  const text = await saw('');
  assert.match(text, /^HTTP\/1.1 404 Not Found\r\n/);
  assert.match(text, /Connection: close\r\n\r\ncontainer not found$/);
  assert.doesNotMatch(text, /chunked/);
  assert.deepEqual(await outcome, { type: 'refused', status: 404 });
});

test('a redirect, or nobody there, is left to the caller to answer', async (context) => {
  const port = await serve(context, undefined, (_request, response) => response.writeHead(302, { Location: '/' }).end());
  const redirected = await relayTo(context, port);
  redirected.client.write(asking());
  const outcome = await redirected.outcome;
  assert.ok(outcome.type === 'unreachable');
  assert.match(String(outcome.error), /invalid upgrade response: status code 302/);

  const nobody = await relayTo(context, 1);
  nobody.client.write(asking());
  assert.equal((await nobody.outcome).type, 'unreachable');
});

test('both sides are closed after standing idle', async (context) => {
  const clock = new FakeClock();
  const port = await serve(context, echo);
  const { client, outcome, saw } = await relayTo(context, port, { clock, idleMs: 4000 });
  client.write(asking());
  await saw(switching);
  client.write('x');
  await saw(`${switching}x`);
  await clock.advance(3000);
  client.write('y');
  await saw('xy');
  await clock.advance(4000);
  assert.equal(client.closed, false);
  await clock.advance(1000);
  assert.deepEqual(await outcome, { type: 'joined', end: { by: 'idle' } });
  if (!client.closed) await once(client, 'close');
});

test('a client that goes away while the target does not read is noticed', async (context) => {
  const clock = new FakeClock();
  const port = await serve(context, (_request, socket) => {
    socket.on('error', () => {});
    socket.write(switching);
  });
  const { client, outcome, saw } = await relayTo(context, port, { clock });
  client.write(asking());
  await saw(switching);
  let isFull = false;
  while (!isFull) isFull = !client.write(Buffer.alloc(1024 * 1024)) && !(await hasRoomSoon(client));
  client.resetAndDestroy();
  await once(client, 'close');
  const looking = new AbortController();
  void outcome.then(() => looking.abort());
  while (!looking.signal.aborted) await clock.advance(30_000);
  const ended = await outcome;
  assert.ok(ended.type === 'joined');
  assert.equal(ended.end.by, 'failure');
});

/** Whether a full socket gets room again within some turns of the event loop. */
async function hasRoomSoon(socket: Socket): Promise<boolean> {
  for (let turn = 0; turn < 1000 && socket.writableNeedDrain; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return !socket.writableNeedDrain;
}

test('aborting closes both sides', async (context) => {
  const abort = new AbortController();
  const ended = Promise.withResolvers<void>();
  const port = await serve(context, (request, socket, head) => {
    socket.on('close', ended.resolve);
    echo(request, socket, head);
  });
  const { client, outcome, saw } = await relayTo(context, port, { signal: abort.signal });
  client.write(asking());
  await saw(switching);
  abort.abort();
  assert.deepEqual(await outcome, { type: 'joined', end: { by: 'abort' } });
  await ended.promise;
  if (!client.closed) await once(client, 'close');
});
