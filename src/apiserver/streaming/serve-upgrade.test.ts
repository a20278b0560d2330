import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { SpdyConnection } from '../../base/spdy/connection.ts';
import { apiServer, execUrl, fakeKubelet, listen, success } from './fake-kubelet.ts';

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
