import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { WebSocket } from 'ws';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { startApiServerProcess, temporaryFolder, type ApiServerProcess } from '../support/api-server-process.ts';
import { rawRequest, type RawRequest } from '../support/raw-request.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';

describe('what HTTP has to say about requests', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: ApiServerProcess;
  before(async () => {
    folder = await temporaryFolder();
    server = await startApiServerProcess({ dataDir: folder.path, flags: ['--cors-allowed-origins', '^https://console\\.example\\.com$'] });
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });
  const ask = (request: RawRequest) => rawRequest(server.access, request);

  test('every answer has a name, the one that the client gave the request or a new one, and is for nobody else', async () => {
    const named = await ask({ path: '/version', headers: { 'audit-id': 'mine' } });
    assert.equal(named.headers['audit-id'], 'mine');
    const [one, other] = await Promise.all([ask({ path: configMaps }), ask({ path: '/nowhere' })]);
    assert.match(one.headers['audit-id'] as string, /^[0-9a-f-]{36}$/);
    assert.notEqual(one.headers['audit-id'], other.headers['audit-id']);
    assert.equal(one.headers['cache-control'], 'no-cache, private');
  });

  test('pages of allowed origins may use the server, others are told nothing', async () => {
    const origin = 'https://console.example.com';
    const asked = await ask({ method: 'OPTIONS', path: configMaps, headers: { origin, 'access-control-request-method': 'PUT' } });
    assert.equal(asked.code, 204);
    assert.equal(asked.headers['access-control-allow-origin'], origin);
    assert.equal(asked.headers['access-control-allow-methods'], 'POST, GET, OPTIONS, PUT, DELETE, PATCH');
    assert.equal((await ask({ path: configMaps, headers: { origin } })).headers['access-control-allow-credentials'], 'true');
    for (const stranger of ['https://console.example.com.elsewhere.org', 'http://console.example.com', 'null']) {
      const refused = await ask({ method: 'OPTIONS', path: configMaps, headers: { origin: stranger } });
      assert.deepEqual([refused.code, refused.headers['access-control-allow-origin']], [405, undefined]);
    }
  });

  test('resources know neither HEAD nor OPTIONS; documents may be asked for without their content', async () => {
    for (const path of [configMaps, '/apis', '/api/v1'])
      for (const method of ['HEAD', 'OPTIONS']) assert.equal((await ask({ method, path })).code, 405, `${method} ${path}`);
    const health = await ask({ method: 'HEAD', path: '/healthz' });
    assert.deepEqual([health.code, health.text], [200, '']);
  });

  test('a request may say how long it has', async () => {
    const answer = await ask({ path: `${configMaps}?timeout=10s` });
    assert.equal(answer.code, 200);
    const wrong = await ask({ path: `${configMaps}?timeout=10` });
    assert.deepEqual(
      [wrong.code, wrong.status.message],
      [400, 'invalid timeout specified in the request URL - time: missing unit in duration "10"'],
    );
    // Watches have a time of their own.
    const watched = await ask({ path: `${configMaps}?watch=1&timeoutSeconds=1&timeout=nonsense` });
    assert.equal(watched.code, 200);
  });

  test('large answers are compressed for who takes that, and small ones are not', async () => {
    const data = { noise: randomBytes(60_000).toString('hex') };
    for (const name of ['large-1', 'large-2']) await server.client.create(ConfigMap, { metadata: { name, namespace: 'default' }, data });
    const small = await ask({ path: `${configMaps}/large-1`, headers: { 'accept-encoding': 'gzip' } });
    assert.equal(small.headers['content-encoding'], undefined);
    const large = await ask({ path: configMaps, headers: { 'accept-encoding': 'br, gzip' }, encoding: 'latin1' });
    assert.deepEqual([large.headers['content-encoding'], large.headers['vary']], ['gzip', 'Accept-Encoding']);
    const { items } = JSON.parse(gunzipSync(Buffer.from(large.text, 'latin1')).toString('utf8')) as { items: { data: object }[] };
    assert.deepEqual(items.at(-1)?.data, data);
    assert.equal((await ask({ path: configMaps, headers: { 'accept-encoding': 'gzip;q=0' } })).headers['content-encoding'], undefined);
  });

  test('people get indented answers, and whoever asks', async () => {
    const isIndented = async (query: string, agent: string) =>
      (await ask({ path: `/version${query}`, headers: { 'user-agent': agent } })).text.startsWith('{\n  "');
    const found = await Promise.all([
      isIndented('', 'kubectl/v1.36.0'),
      isIndented('', 'curl/8.1'),
      isIndented('?pretty=false', 'curl/8.1'),
      isIndented('?pretty', 'kubectl/v1.36.0'),
      isIndented('?pretty=true', 'kubectl/v1.36.0'),
    ]);
    assert.deepEqual(found, [false, true, false, false, true]);
  });

  test('changes are told over a WebSocket, each in a message', async () => {
    const { access, client } = server;
    await client.create(ConfigMap, { metadata: { name: 'seen', namespace: 'default' } });
    const url = new URL(`${configMaps}?watch=1&fieldSelector=metadata.name=seen`, access.server);
    url.protocol = 'wss:';
    const socket = new WebSocket(url, { ca: access.caPem, cert: access.certificatePem, key: access.keyPem });
    const next = async () => {
      const [data, isBinary] = (await once(socket, 'message')) as [Buffer, boolean];
      assert.equal(isBinary, false);
      const { type, object } = JSON.parse(data.toString('utf8')) as { type: string; object: { metadata: { name: string } } };
      return `${type} ${object.metadata.name}`;
    };
    assert.equal(await next(), 'ADDED seen');
    const deleted = next();
    await client.delete(ConfigMap, { name: 'seen', namespace: 'default' });
    assert.equal(await deleted, 'DELETED seen');
    socket.close();
    await once(socket, 'close');
  });

  test('what is no stream is answered as it always is, though the client asked for a WebSocket', async () => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    const list = await ask({ path: configMaps, headers });
    assert.deepEqual([list.code, list.status.kind], [200, 'ConfigMapList']);
    const nothing = await ask({ path: `${configMaps}/nothing?watch=1&resourceVersion=nonsense`, headers });
    assert.equal(nothing.status.kind, 'Status');
  });

  test('a client that stops sending half-way is let go, and what it sent changes nothing', async () => {
    const { access, port } = server;
    const socket = connect({
      host: '127.0.0.1',
      port,
      ca: access.caPem,
      cert: access.certificatePem,
      key: access.keyPem,
      servername: 'localhost',
    });
    socket.write(
      `POST ${configMaps} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"kind":"ConfigMap",`,
    );
    socket.end();
    socket.resume();
    await once(socket, 'close');
    assert.equal((await ask({ path: configMaps })).code, 200);
  });

  test('clients that ask for another protocol and go away before they are answered do the server no harm', async () => {
    const { access, port } = server;
    const { caPem = '', certificatePem = '', keyPem = '' } = access;
    for (const [path, more] of [
      ['/%00', 'transfer-encoding: chunked\r\n'],
      ['/version', 'transfer-encoding: chunked\r\n'],
      ['/version', ''],
      ['/api/v1/namespaces/default/pods/p/exec?command=x', 'transfer-encoding: chunked\r\n'],
      ['/api/v1/nodes/n/proxy/metrics', 'content-length: 10\r\n'],
    ]) {
      for (const upgrade of ['h2c', 'websocket']) {
        for (const leaving of ['end', 'destroy'] as const) {
          const socket = connect({ host: '127.0.0.1', port, ca: caPem, cert: certificatePem, key: keyPem, servername: 'localhost' });
          socket.on('error', () => {});
          await once(socket, 'secureConnect');
          socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: ${upgrade}\r\n${more}\r\n`);
          socket.resume();
          const closed = new Promise((resolve) => socket.once('close', resolve));
          if (leaving === 'end') socket.end();
          else socket.destroy();
          await closed;
        }
      }
    }
    assert.equal((await ask({ path: configMaps })).code, 200);
  });

  test('whoever asks for another protocol before an earlier answer has come gets both in turn', async () => {
    const { access, port } = server;
    const { caPem = '', certificatePem = '', keyPem = '' } = access;
    for (const path of ['/version', '/api/v1/namespaces/default/pods/none/exec?command=x']) {
      const socket = connect({ host: '127.0.0.1', port, ca: caPem, cert: certificatePem, key: keyPem, servername: 'localhost' });
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      const head = 'host: a\r\n';
      socket.write(`GET ${configMaps} HTTP/1.1\r\n${head}\r\nGET ${path} HTTP/1.1\r\n${head}connection: Upgrade\r\nupgrade: h2c\r\n\r\n`);
      await once(socket, 'close');
      const codes = [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, code]) => code);
      assert.deepEqual(codes, ['200', path === '/version' ? '200' : '404'], text);
    }
  });

  test('a client that asks for another protocol and goes on sending is answered, and its connection ends', async () => {
    const { access, port } = server;
    const { caPem = '', certificatePem = '', keyPem = '' } = access;
    for (const method of ['GET', 'HEAD']) {
      const socket = connect({ host: '127.0.0.1', port, ca: caPem, cert: certificatePem, key: keyPem, servername: 'localhost' });
      socket.on('error', () => {});
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(`${method} /version HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n`);
      socket.write(Buffer.alloc(8_000_000, 0x20));
      await closed;
      assert.match(text, /^HTTP\/1\.1 200 OK/);
    }
  });

  test('paths and headers may be as long as upstream lets them be', async () => {
    const values = Array.from({ length: 20_000 }, (_, index) => `value-${index}`).join(',');
    const path = `${configMaps}?labelSelector=${encodeURIComponent(`key in (${values})`)}`;
    assert(path.length > 200_000);
    const list = await ask({ path });
    assert.deepEqual([list.code, list.status.kind], [200, 'ConfigMapList']);
    assert.equal((await ask({ path: '/version', headers: { 'x-large': 'a'.repeat(900_000) } })).code, 200);
    const refused = await ask({ path: '/version', headers: { 'x-large': 'a'.repeat(1_200_000) } });
    assert.deepEqual([refused.code, refused.text], [431, '431 Request Header Fields Too Large']);

    const { caPem = '', certificatePem = '', keyPem = '', server: url } = server.access;
    const session = connectHttp2(url, { ca: caPem, cert: certificatePem, key: keyPem, maxSendHeaderBlockLength: 2 ** 20 });
    try {
      const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x-${index}`, 'y']));
      // No longer: nghttp2 takes no value of 64 KiB.
      const stream = session.request({ ':path': `/version?x=${'y'.repeat(60_000)}`, ...many });
      stream.end();
      const [headers] = (await once(stream, 'response')) as [{ readonly ':status'?: number }];
      assert.equal(headers[':status'], 200);
      stream.resume();
      await once(stream, 'close');
    } finally {
      session.destroy();
    }
  });
});
