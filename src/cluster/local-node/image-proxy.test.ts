import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { imageProxy, type ImageProxyOptions } from './image-proxy.ts';

let proxies = 0;

/** A proxy on a loopback address of its own, and a registry behind it. */
async function start(t: TestContext, options: Partial<ImageProxyOptions> = {}) {
  proxies += 1;
  const gateway = `127.${64 + (process.pid >> 16)}.${(process.pid >> 8) & 255}.${process.pid & 255}`;
  const port = 20_000 + proxies;
  const stop = new AbortController();
  const running = imageProxy({
    fabric: { gateway, nodeCidr: '127.0.0.0/8' },
    port,
    resolve: async () => '127.0.0.1',
    refused: [],
    log: silentLog,
    ...options,
  }).run(stop.signal);
  const registry = createServer((incoming, response) => {
    incoming
      .setEncoding('utf8')
      .on('data', (chunk) => response.write(`${incoming.method} ${incoming.url} ${incoming.headers.host}: ${chunk}`));
    incoming.on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(registry, 'listening');
  t.after(async () => {
    stop.abort();
    await running;
    registry.closeAllConnections();
    registry.close();
  });
  return { host: gateway, port, registryPort: (registry.address() as AddressInfo).port, stop, running };
}

/** The proxy listens a little after it was started. */
async function ask(options: { host: string; port: number; method: string; path: string; body?: string }) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const call = request({ ...options, headers: { host: 'registry.test' }, agent: false });
      const answered = Promise.race([once(call, 'response'), once(call, 'connect')]);
      call.end(options.body);
      return await answered;
    } catch (error) {
      if (attempt >= 100 || !(error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED')) throw error;
      await systemClock.sleep(10);
    }
  }
}

const text = async (stream: AsyncIterable<Buffer>) => Buffer.concat(await Array.fromAsync(stream)).toString();

test('plain requests are passed on with their body, and the answer comes back', async (t) => {
  const { host, port, registryPort } = await start(t);
  const [response] = await ask({ host, port, method: 'PUT', path: `http://registry.test:${registryPort}/v2/?n=1`, body: 'layer' });
  assert.equal(response.statusCode, 200);
  assert.equal(await text(response), 'PUT /v2/?n=1 registry.test: layer');
});

test('a tunnel carries bytes both ways, and ends with the proxy', async (t) => {
  const { host, port, registryPort, stop, running } = await start(t);
  const [response, socket] = await ask({ host, port, method: 'CONNECT', path: `registry.test:${registryPort}` });
  assert.equal(response.statusCode, 200);
  const inside = request({ createConnection: () => socket, method: 'POST', path: '/inside', headers: { host: 'registry.test' } });
  inside.end('x');
  const [answered] = await once(inside, 'response');
  assert.equal(await text(answered), 'POST /inside registry.test: x');
  const closed = once(socket, 'close');
  stop.abort();
  await Promise.all([running, closed]);
});

test('the machine’s own addresses are not reached, nor is what is no address', async (t) => {
  const { host, port, registryPort } = await start(t, { refused: undefined });
  for (const [method, path, status] of [
    ['GET', `http://registry.test:${registryPort}/`, 403],
    ['CONNECT', `registry.test:${registryPort}`, 403],
    ['CONNECT', '[::1]:443', 403],
    ['CONNECT', 'registry.test', 400],
    ['GET', '/not-for-a-proxy', 400],
  ] as const) {
    const [response] = await ask({ host, port, method, path });
    assert.equal(response.statusCode, status, `${method} ${path}`);
  }
});

test('a server that is away is told as such', async (t) => {
  const { host, port } = await start(t);
  for (const [method, path] of [
    ['GET', 'http://registry.test:1/'],
    ['CONNECT', 'registry.test:1'],
  ] as const) {
    const [response] = await ask({ host, port, method, path });
    assert.equal(response.statusCode, 502, method);
  }
});

test('nobody but nodes is served', async (t) => {
  const { host, port, registryPort } = await start(t, { fabric: { gateway: '127.0.0.1', nodeCidr: '10.89.0.0/24' } });
  assert.ok(host);
  await assert.rejects(ask({ host: '127.0.0.1', port, method: 'GET', path: `http://registry.test:${registryPort}/` }), {
    code: 'ECONNRESET',
  });
});
