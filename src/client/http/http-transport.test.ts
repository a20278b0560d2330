import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { createSecureServer, type Http2Session } from 'node:http2';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { ApiError } from '../../model/errors.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import { createClient } from '../create-client.ts';
import { createInformers } from '../create-informers.ts';
import { MemoryServer } from '../testing/memory-server.ts';
import { selfSigned } from '../testing/self-signed.ts';
import { httpTransport } from './http-transport.ts';

const certificate = await selfSigned();

/** The memory server behind HTTPS, in both versions of HTTP or the older only. */
async function serve({ http2, requestTimeoutMs }: { http2: boolean; requestTimeoutMs?: number }) {
  const memory = new MemoryServer(ConfigMap);
  const connections = new Set<Socket | Http2Session>();
  const versions = new Set<string>();
  const tokens: (string | undefined)[] = [];
  const tls = { key: certificate.keyPem, cert: certificate.certificatePem };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    versions.add(request.httpVersion);
    tokens.push(request.headers.authorization);
    const url = new URL(request.url ?? '', 'https://server');
    if (url.pathname === '/never') return;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const body = request.method === 'GET' ? undefined : (JSON.parse(await text(request)) as object);
    const { method = 'GET' } = request;
    const answered = await memory.handle({
      method: method as ApiRequest['method'],
      path: url.pathname,
      query: url.searchParams,
      headers: {},
      credentials: { type: 'none' },
      body,
      signal: gone.signal,
    });
    await write(response, answered);
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  // The compatibility layer's request and response offer what HTTP/1's do.
  const server: Server = http2
    ? createSecureServer({ ...tls, allowHTTP1: true }, listener as unknown as undefined)
    : createServer(tls, listener);
  server.on('secureConnection', (socket: Socket) => connections.add(socket));
  server.on('session', (session: Http2Session) => connections.add(session));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const access = { server: `https://127.0.0.1:${port}`, caPem: certificate.certificatePem, token: 'secret' };
  const transport = httpTransport({ access, clock: systemClock, requestTimeoutMs });
  const client = createClient({ transport, userAgent: 'test', clock: systemClock });
  return {
    memory,
    client,
    versions,
    tokens,
    connections,
    server: access.server,
    breakConnections() {
      for (const connection of connections) connection.destroy();
      connections.clear();
    },
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]();
      for (const connection of connections) connection.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function write(response: ServerResponse, { code, body }: ApiResponse): Promise<void> {
  response.writeHead(code, { 'content-type': 'application/json' });
  if (body.type === 'object') response.end(JSON.stringify(body.value.object));
  if (body.type === 'list') response.end(JSON.stringify({ ...body, items: body.items.map(({ object: { metadata } }) => ({ metadata })) }));
  if (body.type !== 'watch') return;
  response.flushHeaders();
  for await (const events of body.events) {
    response.write(events.map(({ type, object }) => `${JSON.stringify({ type, object: object.object })}\n`).join(''));
  }
  response.end();
}

for (const http2 of [true, false]) {
  const version = http2 ? 'HTTP/2' : 'HTTP/1.1';

  test(`objects are created, read, changed and deleted over ${version}, as whom the token says`, async () => {
    await using cluster = await serve({ http2 });
    const { client, versions, tokens } = cluster;
    const created = await client.create(ConfigMap, { metadata: { name: 'a', namespace: 'shop' }, data: { text: 'grüße' } });
    assert.equal(created.kind, 'ConfigMap');
    const updated = await client.update(ConfigMap, { ...created, data: { text: 'x' } });
    assert.deepEqual((await client.get(ConfigMap, { name: 'a', namespace: 'shop' })).data, { text: 'x' });
    await assert.rejects(client.update(ConfigMap, created), (error) => ApiError.is(error, 'Conflict'));
    const { items, resourceVersion } = await client.list(ConfigMap, { namespace: 'shop' });
    assert.equal(resourceVersion, updated.metadata.resourceVersion);
    assert.equal(items[0]?.kind, 'ConfigMap', 'the list says it for all its items');
    await client.delete(ConfigMap, { name: 'a', namespace: 'shop' });
    await assert.rejects(client.get(ConfigMap, { name: 'a', namespace: 'shop' }), (error) => ApiError.is(error, 'NotFound'));
    assert.deepEqual([...versions], [http2 ? '2.0' : '1.1']);
    assert.deepEqual(new Set(tokens), new Set(['Bearer secret']));
  });

  test(`an informer over ${version} survives broken connections`, async () => {
    await using cluster = await serve({ http2 });
    const { client } = cluster;
    const stopping = new AbortController();
    const signal = AbortSignal.timeout(10_000);
    const informers = createInformers({ client, clock: systemClock, log: silentLog });
    const informer = informers.of(ConfigMap);
    const running = informers.run(stopping.signal);
    try {
      await informer.caughtUp({ signal });
      const a = await client.create(ConfigMap, { metadata: { name: 'a', namespace: 'shop' } });
      await informer.caughtUp({ resourceVersion: a.metadata.resourceVersion, signal });
      cluster.breakConnections();
      // A read is tried again; a write might have been done, which is for its caller to find out.
      await client.list(ConfigMap);
      const b = await client.create(ConfigMap, { metadata: { name: 'b', namespace: 'shop' } });
      await informer.caughtUp({ resourceVersion: b.metadata.resourceVersion, signal });
      assert.equal(informer.size, 2);
    } finally {
      stopping.abort();
      await running;
    }
  });

  test(`a request over ${version} that nobody answers ends in time, or when it is given up`, async () => {
    await using cluster = await serve({ http2, requestTimeoutMs: 50 });
    await assert.rejects(cluster.client.request({ method: 'GET', path: '/never' }), /no answer to GET \/never within 0\.05 seconds/);
    const stop = new AbortController();
    const waiting = cluster.client.request({ method: 'GET', path: '/never', signal: stop.signal });
    stop.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
  });
}

test('many watches share few connections', async () => {
  await using cluster = await serve({ http2: true });
  const { client, connections } = cluster;
  const stopping = new AbortController();
  const watchers = Array.from({ length: 300 }, async () => {
    for await (const changes of client.watch(ConfigMap, { after: '0', signal: stopping.signal })) return changes.length;
    return 0;
  });
  await client.create(ConfigMap, { metadata: { name: 'a', namespace: 'shop' } });
  assert.deepEqual(new Set(await Promise.all(watchers)), new Set([1]));
  const sessions = [...connections].filter((connection) => 'settings' in connection);
  assert.ok(sessions.length <= 3, `${sessions.length} connections`);
  stopping.abort();
});

test('a server that others vouch for is not believed', async () => {
  const { certificatePem: caPem } = await selfSigned();
  await using cluster = await serve({ http2: true });
  const transport = httpTransport({ access: { server: cluster.server, caPem }, clock: systemClock });
  const client = createClient({ transport, userAgent: 'test', clock: systemClock });
  await assert.rejects(client.list(ConfigMap), /self-signed certificate/);
  await transport[Symbol.asyncDispose]();
});
