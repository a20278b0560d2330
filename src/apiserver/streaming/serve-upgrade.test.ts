import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { WebSocket, type RawData } from 'ws';
import { silentLog } from '../../base/log.ts';
import { SpdyConnection } from '../../base/spdy/connection.ts';
import type { SpdyStream } from '../../base/spdy/stream.ts';
import { encodeMessage } from './channels.ts';
import { serveUpgrade, type ServeUpgradeOptions } from './serve-upgrade.ts';
import { bytesOf, webSocketBytes } from './web-socket.ts';

async function listen(context: TestContext, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
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

type Streams = Readonly<Record<string, SpdyStream>>;

interface FakeKubelet {
  readonly port: number;
  readonly requests: IncomingMessage[];
  readonly order: string[];
  readonly connections: SpdyConnection[];
}

/** Speaks SPDY as the streaming server of a container runtime does, and runs the command once it has all the streams. */
async function fakeKubelet(context: TestContext, expected: number, run: (streams: Streams, connection: SpdyConnection) => void) {
  const kubelet: FakeKubelet = { port: 0, requests: [], order: [], connections: [] };
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    kubelet.requests.push(request);
    const version = request.headersDistinct['x-stream-protocol-version']?.[0];
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${version}`];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    if (head.length > 0) socket.unshift(head);
    const streams: Record<string, SpdyStream> = {};
    const connection = new SpdyConnection(socket, {
      role: 'server',
      accept: (stream) => {
        const type = stream.headers.get('streamtype') ?? '';
        kubelet.order.push(type);
        streams[type] = stream;
        if (Object.keys(streams).length === expected) setImmediate(() => run(streams, connection));
        return true;
      },
    });
    kubelet.connections.push(connection);
  });
  return { ...kubelet, port: await listen(context, server) };
}

/** An API server that hands every upgrade request to serveUpgrade. */
async function apiServer(
  context: TestContext,
  kubeletUrl: string,
  options: Partial<ServeUpgradeOptions> = {},
): Promise<{ port: number; served: Promise<void>[] }> {
  const served: Promise<void>[] = [];
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { signal } = new AbortController();
    served.push(
      serveUpgrade({ request, socket, head, target: { url: new URL(kubeletUrl) }, kind: 'exec', signal, log: silentLog, ...options }),
    );
  });
  return { port: await listen(context, server), served };
}

/** What kubectl does: collects the channels until the connection closes. */
function execClient(context: TestContext, port: number) {
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/namespaces/default/pods/web/exec`, ['v5.channel.k8s.io']);
  context.after(() => webSocket.terminate());
  const channels: Record<number, Buffer> = {};
  webSocket.on('message', (data: RawData) => {
    const message = bytesOf(data);
    const channel = message[0] ?? -1;
    channels[channel] = Buffer.concat([channels[channel] ?? Buffer.alloc(0), message.subarray(1)]);
  });
  return {
    webSocket,
    channels,
    say: (channel: number, data: string | Buffer) => webSocket.send(encodeMessage(channel, Buffer.from(data))),
    endInput: () => webSocket.send(Buffer.of(255, 0)),
    closed: once(webSocket, 'close').then(([code]) => code as number),
    status: () => JSON.parse((channels[3] ?? Buffer.alloc(0)).toString()) as Record<string, unknown>,
  };
}

const success = JSON.stringify({ metadata: {}, status: 'Success' });
const exit7 = {
  metadata: {},
  status: 'Failure',
  message: 'command terminated with non-zero exit code: command terminated with exit code 7',
  reason: 'NonZeroExitCode',
  details: { causes: [{ reason: 'ExitCode', message: '7' }] },
};
const execUrl = (port: number, query: string) => `http://127.0.0.1:${port}/exec/default/web/c?command=sh&${query}`;

test('exec carries input until its end, both outputs, and the exit code', async (context) => {
  const kubelet = await fakeKubelet(context, 4, ({ error, stdin, stdout, stderr }, connection) => {
    stderr?.write('a warning');
    const read: Buffer[] = [];
    stdin?.on('data', (chunk: Buffer) => read.push(chunk));
    stdin?.on('end', () => {
      stdout?.write(`read ${Buffer.concat(read).toString()}`);
      error?.write(JSON.stringify(exit7), () => void connection.close());
    });
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'input=1&output=1&error=1'));
  const client = execClient(context, api.port);
  await once(client.webSocket, 'open');
  assert.equal(client.webSocket.protocol, 'v5.channel.k8s.io');
  client.say(0, 'one ');
  client.say(0, 'two');
  client.say(4, '{"Width":80}');
  client.endInput();
  assert.equal(await client.closed, 1000);
  assert.equal(client.channels[1]?.toString(), 'read one two');
  assert.equal(client.channels[2]?.toString(), 'a warning');
  assert.deepEqual(client.status(), exit7);
  assert.deepEqual(kubelet.order, ['error', 'stdin', 'stdout', 'stderr']);
  assert.equal(kubelet.requests[0]?.method, 'POST');
  assert.deepEqual(kubelet.requests[0]?.headersDistinct['x-stream-protocol-version'], ['v4.channel.k8s.io']);
  await Promise.all([...api.served, ...kubelet.connections.map(({ closed }) => closed)]);
});

test('a terminal has a resize stream and no stderr', async (context) => {
  const kubelet = await fakeKubelet(context, 4, ({ error, stdin, stdout, resize }) => {
    resize?.once('data', (size: Buffer) => {
      stdout?.end(`now ${size.toString()}`);
      error?.end(success);
    });
    stdin?.resume();
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'input=1&output=1&error=1&tty=1'));
  const client = execClient(context, api.port);
  await once(client.webSocket, 'open');
  client.say(4, '{"Width":101,"Height":33}');
  assert.equal(await client.closed, 1000);
  assert.equal(client.channels[1]?.toString(), 'now {"Width":101,"Height":33}');
  assert.deepEqual(client.status(), { metadata: {}, status: 'Success' });
  assert.deepEqual(kubelet.order, ['error', 'stdin', 'stdout', 'resize']);
});

test('the client is told at once that it is connected', async (context) => {
  const kubelet = await fakeKubelet(context, 2, () => {});
  const api = await apiServer(context, execUrl(kubelet.port, 'error=1'));
  const client = execClient(context, api.port);
  const [first] = (await once(client.webSocket, 'message')) as [RawData];
  assert.deepEqual([...bytesOf(first)], [2]);
});

test('much output arrives whole, and is not piled up for a client that reads slowly', async (context) => {
  const totalBytes = 96 * 1024 * 1024;
  let writtenBytes = 0;
  let readBytes = 0;
  let mostBehindBytes = 0;
  const kubelet = await fakeKubelet(context, 2, ({ error, stdout }) => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    void (async () => {
      assert.ok(stdout && error);
      while (writtenBytes < totalBytes) {
        writtenBytes += chunk.length;
        mostBehindBytes = Math.max(mostBehindBytes, writtenBytes - readBytes);
        if (!stdout.write(chunk)) await once(stdout, 'drain');
      }
      stdout.end();
      error.end(success);
    })();
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'output=1'));
  const webSocket = new WebSocket(`ws://127.0.0.1:${api.port}/exec`, ['v5.channel.k8s.io']);
  context.after(() => webSocket.terminate());
  webSocket.on('message', (data) => {
    const message = bytesOf(data);
    if (message[0] === 1) readBytes += message.length - 1;
    webSocket.pause();
    setImmediate(() => webSocket.resume());
  });
  await once(webSocket, 'close');
  assert.equal(readBytes, totalBytes);
  // Most of it lies in the buffers of the kernel.
  assert.ok(mostBehindBytes < totalBytes / 2, `${mostBehindBytes} bytes behind`);
});

test('much input arrives whole, and waits while the command does not read', async (context) => {
  const { promise: received, resolve } = Promise.withResolvers<Buffer>();
  const kubelet = await fakeKubelet(context, 2, ({ error, stdin }) => {
    void (async () => {
      await until(() => stdin !== undefined && stdin.readableLength >= stdin.readableHighWaterMark);
      if (stdin) resolve(await buffer(stdin));
      error?.end(success);
    })();
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'input=1'));
  const client = execClient(context, api.port);
  await once(client.webSocket, 'open');
  const sent = Array.from({ length: 300 }, (_, index) => Buffer.alloc(50_000, index));
  for (const chunk of sent) client.say(0, chunk);
  client.endInput();
  assert.deepEqual(await received, Buffer.concat(sent));
  assert.equal(await client.closed, 1000);
  assert.equal(client.status()['status'], 'Success');
});

test('a command that ends without reading its input ends the session', async (context) => {
  const kubelet = await fakeKubelet(context, 3, ({ error, stdout }, connection) => {
    stdout?.write('done');
    error?.write(success, () => void connection.close());
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'input=1&output=1'));
  const client = execClient(context, api.port);
  await once(client.webSocket, 'open');
  assert.equal(await client.closed, 1000);
  assert.equal(client.channels[1]?.toString(), 'done');
  assert.equal(client.status()['status'], 'Success');
});

test('a client that leaves takes the connection to the kubelet with it', async (context) => {
  const started = Promise.withResolvers<void>();
  const kubelet = await fakeKubelet(context, 2, () => started.resolve());
  const api = await apiServer(context, execUrl(kubelet.port, 'input=1'));
  const client = execClient(context, api.port);
  await started.promise;
  client.webSocket.terminate();
  await Promise.all([...api.served, ...kubelet.connections.map(({ closed }) => closed)]);
});

test('a kubelet that goes away in the middle is an internal error, not success', async (context) => {
  const kubelet = await fakeKubelet(context, 2, ({ stdout }, connection) => stdout?.write('half', () => connection.destroy()));
  const api = await apiServer(context, execUrl(kubelet.port, 'output=1'));
  const client = execClient(context, api.port);
  assert.equal(await client.closed, 1000);
  assert.equal(client.status()['status'], 'Failure');
  assert.equal(client.status()['reason'], 'InternalError');
});

test('aborting ends both sides', async (context) => {
  const started = Promise.withResolvers<void>();
  const abort = new AbortController();
  const kubelet = await fakeKubelet(context, 2, () => started.resolve());
  const api = await apiServer(context, execUrl(kubelet.port, 'output=1'), { signal: abort.signal });
  const client = execClient(context, api.port);
  client.webSocket.on('error', () => {});
  await started.promise;
  abort.abort();
  await Promise.all([client.closed, ...api.served, ...kubelet.connections.map(({ closed }) => closed)]);
});

const forbidden = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'no', reason: 'Forbidden', code: 403 };

for (const [name, status, body, expected] of [
  ['a Status', 403, JSON.stringify(forbidden), forbidden],
  [
    'plain text',
    404,
    'container not found ("c")\n',
    { reason: 'InternalError', message: 'Internal error occurred: unable to upgrade connection: container not found ("c")' },
  ],
] as const) {
  test(`a refusal by the kubelet with ${name} reaches the client as a Status`, async (context) => {
    const port = await listen(
      context,
      createServer((_request, response) => response.writeHead(status).end(body)),
    );
    const api = await apiServer(context, execUrl(port, 'output=1'));
    const client = execClient(context, api.port);
    assert.equal(await client.closed, 1000);
    assert.deepEqual({ ...client.status(), ...expected }, client.status());
  });
}

test('a kubelet that is not there is an internal error', async (context) => {
  const api = await apiServer(context, execUrl(1, 'output=1'));
  const client = execClient(context, api.port);
  assert.equal(await client.closed, 1000);
  assert.match(String(client.status()['message']), /^Internal error occurred: error dialing backend: /);
});

/** `ws` takes no protocol with a slash, so it is kept from seeing them. */
function tunnelClient(context: TestContext, port: number) {
  const protocol = 'SPDY/3.1+portforward.k8s.io';
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/portforward`, { headers: { 'Sec-WebSocket-Protocol': protocol } });
  context.after(() => webSocket.terminate());
  let chosen: string | undefined;
  webSocket.on('upgrade', (response) => {
    chosen = response.headers['sec-websocket-protocol'];
    delete response.headers['sec-websocket-protocol'];
  });
  return { webSocket, chosen: () => chosen };
}

test('port-forward carries SPDY inside a WebSocket', async (context) => {
  const kubelet = await fakeKubelet(context, 2, ({ error, data }) => {
    error?.end();
    data?.on('data', (chunk: Buffer) => data.write(`${chunk.toString().toUpperCase()} at ${data.headers.get('port')}`));
    data?.on('end', () => data.end());
  });
  const api = await apiServer(context, `http://127.0.0.1:${kubelet.port}/portForward/default/web`, { kind: 'portforward' });
  const { webSocket, chosen } = tunnelClient(context, api.port);
  await once(webSocket, 'open');
  assert.equal(chosen(), 'SPDY/3.1+portforward.k8s.io');
  const spdy = new SpdyConnection(webSocketBytes(webSocket), { role: 'client' });
  const stream = (streamtype: string) => spdy.open(new Map(Object.entries({ streamtype, port: '80', requestid: '0' })));
  const error = await stream('error');
  const data = await stream('data');
  error.end();
  data.write('hello');
  const [answer] = (await once(data, 'data')) as [Buffer];
  assert.equal(answer.toString(), 'HELLO at 80');
  data.end();
  assert.equal(await text(error), '');
  assert.deepEqual(kubelet.requests[0]?.headersDistinct['x-stream-protocol-version'], ['portforward.k8s.io']);
  assert.equal(kubelet.requests[0]?.headers['sec-websocket-key'], undefined);
  await spdy.close();
  await Promise.all([...api.served, ...kubelet.connections.map(({ closed }) => closed)]);
});

test('port-forward ends normally when the kubelet ends', async (context) => {
  const kubelet = await fakeKubelet(context, 1, (_streams, connection) => void connection.close());
  const api = await apiServer(context, `http://127.0.0.1:${kubelet.port}/portForward/default/web`, { kind: 'portforward' });
  const { webSocket } = tunnelClient(context, api.port);
  const closed = once(webSocket, 'close');
  await once(webSocket, 'open');
  const spdy = new SpdyConnection(webSocketBytes(webSocket), { role: 'client' });
  await spdy.open(new Map([['streamtype', 'error']]));
  await spdy.closed;
  const [code] = (await closed) as [number];
  assert.equal(code, 1000);
  await Promise.all(api.served);
});

test('a refusal of port-forward is the answer to the request', async (context) => {
  const port = await listen(
    context,
    createServer((_request, response) => response.writeHead(404).end('pod not found')),
  );
  const api = await apiServer(context, `http://127.0.0.1:${port}/portForward/default/web`, { kind: 'portforward' });
  const { webSocket } = tunnelClient(context, api.port);
  webSocket.on('error', () => {});
  const [, response] = (await once(webSocket, 'unexpected-response')) as [unknown, IncomingMessage];
  assert.equal(response.statusCode, 404);
  assert.equal(await text(response), 'pod not found');
  await Promise.all(api.served);
});

test('SPDY from an older kubectl goes to the kubelet as it is', async (context) => {
  const kubelet = await fakeKubelet(context, 2, ({ error, stdout }) => {
    stdout?.end('hello');
    error?.end(success);
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'output=1'));
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'SPDY/3.1',
    'X-Stream-Protocol-Version': ['v4.channel.k8s.io', 'v3.channel.k8s.io'],
    Authorization: 'Bearer secret',
  };
  const outgoing = httpRequest({ port: api.port, host: '127.0.0.1', method: 'POST', path: '/exec', headers });
  outgoing.end();
  const [response, socket] = (await once(outgoing, 'upgrade')) as [IncomingMessage, Socket];
  assert.equal(response.headers['x-stream-protocol-version'], 'v4.channel.k8s.io');
  const spdy = new SpdyConnection(socket, { role: 'client' });
  const error = await spdy.open(new Map([['streamtype', 'error']]));
  const stdout = await spdy.open(new Map([['streamtype', 'stdout']]));
  assert.deepEqual(await Promise.all([text(stdout), text(error)]), ['hello', success]);
  assert.equal(kubelet.requests[0]?.headers.authorization, undefined);
  await spdy.close();
  await Promise.all(api.served);
});

test('an application behind a proxy gets its cookies, but no credentials of the cluster', async (context) => {
  const requests: IncomingMessage[] = [];
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    requests.push(request);
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  });
  const port = await listen(context, server);
  const api = await apiServer(context, `http://127.0.0.1:${port}/socket`, { kind: 'proxy' });
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    Cookie: 'a=b',
    Host: 'example.org',
    Authorization: 'Bearer secret',
    'Impersonate-User': 'root',
    'Sec-WebSocket-Protocol': 'base64url.bearer.authorization.k8s.io.c2VjcmV0, chat',
  };
  const outgoing = httpRequest({ port: api.port, host: '127.0.0.1', path: '/proxy', headers });
  outgoing.end();
  const [, socket] = (await once(outgoing, 'upgrade')) as [IncomingMessage, Socket];
  socket.destroy();
  const seen = requests[0]?.headers ?? {};
  assert.equal(seen.cookie, 'a=b');
  assert.equal(seen.host, 'example.org');
  assert.equal(seen['sec-websocket-protocol'], 'chat');
  assert.equal(seen['x-forwarded-for'], '127.0.0.1');
  assert.equal(seen.authorization, undefined);
  assert.equal(seen['impersonate-user'], undefined);
  await Promise.all(api.served);
});

test('a relayed request to a node that is not there is answered with a Status', async (context) => {
  const api = await apiServer(context, execUrl(1, 'output=1'));
  const headers = { Connection: 'Upgrade', Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': 'v4.channel.k8s.io' };
  const outgoing = httpRequest({ port: api.port, host: '127.0.0.1', method: 'POST', path: '/exec', headers });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const status = JSON.parse(await text(response)) as Record<string, unknown>;
  assert.equal(response.statusCode, 500);
  assert.equal(status['kind'], 'Status');
  assert.match(String(status['message']), /^error dialing backend: connect ECONNREFUSED/);
  await Promise.all(api.served);
});

/** Waits for a condition, at most ten seconds. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = AbortSignal.timeout(10_000);
  while (!condition()) {
    deadline.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
