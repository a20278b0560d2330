import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { systemClock } from '../../base/clock.ts';
import { message } from '../../base/protobuf/message.ts';
import { int32, text } from '../../base/protobuf/scalar.ts';
import type { Probe } from '../../kinds/core/pod/handler.ts';
import { SimulatedRuntime } from '../testing/simulated-runtime.ts';
import { aContainer } from '../testing/observed.ts';
import { runProbe } from './run-probe.ts';

const { signal } = new AbortController();
const { containers } = new SimulatedRuntime({ clock: systemClock });

const tried = (probe: Probe, port = 0) =>
  runProbe(
    probe,
    { container: aContainer('main', { ports: [{ name: 'web', containerPort: port }] }), containerId: 'c', podIp: '127.0.0.1' },
    { containers, clock: systemClock, signal },
  );

async function served(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port, [Symbol.dispose]: close };
}

test('a web server is well when it answers with success', async () => {
  const seen: (string | undefined)[] = [];
  using server = await served((request, response) => {
    seen.push(request.headers['user-agent'], request.headers.host, request.headers['x-a']?.toString());
    const { pathname } = new URL(request.url ?? '', 'http://x');
    if (pathname === '/hop') response.setHeader('location', '/ok?a=b').writeHead(302).end();
    else if (pathname === '/away') response.setHeader('location', 'http://elsewhere.invalid/').writeHead(301).end('gone');
    else response.writeHead(pathname === '/ok' ? 204 : 503).end('body');
  });
  const httpGet = (path: string, more = {}): Probe => ({ httpGet: { path, port: 'web', ...more } });
  const host = {
    httpHeaders: [
      { name: 'Host', value: 'example.com' },
      { name: 'X-A', value: '1' },
    ],
  };
  assert.equal((await tried(httpGet('/ok', host), server.port)).result, 'Success');
  assert.deepEqual(seen, ['kube-probe/1.36', 'example.com', '1']);
  assert.equal((await tried(httpGet('/hop'), server.port)).result, 'Success');
  assert.deepEqual(await tried(httpGet('/away'), server.port), {
    result: 'Warning',
    output: 'Probe terminated redirects, Response body: gone',
  });
  assert.deepEqual(await tried(httpGet('/no'), server.port), { result: 'Failure', output: 'HTTP probe failed with statuscode: 503' });
});

test('nobody there, or no answer in time, is a failure that says so', async () => {
  using silent = await served(() => {});
  const late = await tried({ httpGet: { port: silent.port }, timeoutSeconds: 0.05 });
  assert.match(late.output, /^Get "http:\/\/127\.0\.0\.1:\d+\/": context deadline exceeded/);
  let closed = 0;
  {
    using server = await served(() => {});
    closed = server.port;
  }
  const refused = `dial tcp 127.0.0.1:${closed}: connect: connection refused`;
  assert.deepEqual(await tried({ httpGet: { port: closed } }), {
    result: 'Failure',
    output: `Get "http://127.0.0.1:${closed}/": ${refused}`,
  });
  assert.deepEqual(await tried({ tcpSocket: { port: closed } }), { result: 'Failure', output: refused });
  assert.equal((await tried({ tcpSocket: { port: silent.port } })).result, 'Success');
});

test('a port nobody has cannot be tried', async () => {
  await assert.rejects(tried({ tcpSocket: { port: 'admin' } }), /parsing "admin": invalid syntax/);
});

test('a gRPC server is asked for its health', async () => {
  const request = message<{ service: string }>({ service: [1, text] });
  const answer = message<{ status: number }>({ status: [1, int32] });
  const server = new Server();
  server.addService(
    {
      check: {
        path: '/grpc.health.v1.Health/Check',
        requestStream: false,
        responseStream: false,
        requestSerialize: request.encode,
        requestDeserialize: request.decode,
        responseSerialize: answer.encode,
        responseDeserialize: answer.decode,
      },
    },
    {
      check: (call: ServerUnaryCall<{ service: string }, { status: number }>, reply: sendUnaryData<{ status: number }>) =>
        reply(null, { status: call.request.service === 'well' ? 1 : 2 }),
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  try {
    assert.equal((await tried({ grpc: { port, service: 'well' } })).result, 'Success');
    assert.deepEqual(await tried({ grpc: { port, service: '' } }), {
      result: 'Failure',
      output: 'service unhealthy (responded with "NOT_SERVING")',
    });
  } finally {
    server.forceShutdown();
  }
  assert.equal((await tried({ grpc: { port, service: '' } })).result, 'Failure');
});
