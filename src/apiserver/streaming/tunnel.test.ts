import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { SpdyConnection } from '../../base/spdy/connection.ts';
import { apiServer, fakeKubelet, listen } from './fake-kubelet.ts';
import { webSocketBytes } from './web-socket.ts';

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
