import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Node } from '../../src/kinds/core/node/index.ts';
import { Pod } from '../../src/kinds/core/pod/index.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { Service } from '../../src/kinds/core/service/index.ts';
import { EndpointSlice } from '../../src/kinds/discovery/endpoint-slice/index.ts';
import { startApiServerProcess, temporaryFolder, type ApiServerProcess } from '../support/api-server-process.ts';
import { rawRequest, type RawRequest } from '../support/raw-request.ts';

// What only this machine can reach is never behind a proxy.
const address = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
const pods = '/api/v1/namespaces/default/pods';
const services = '/api/v1/namespaces/default/services';

describe('proxies', { skip: address === undefined && 'no network' }, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: ApiServerProcess;
  let backend: Server;
  let port: number;
  before(async () => {
    folder = await temporaryFolder();
    server = await startApiServerProcess({ dataDir: folder.path });
    backend = createServer(
      (request, response) => void answer(request).then(({ headers, body }) => response.writeHead(200, headers).end(body)),
    );
    await once(backend.listen(0, address), 'listening');
    ({ port } = backend.address() as AddressInfo);
    await cluster(server, { address: address ?? '', port });
  });
  after(async () => {
    backend.closeAllConnections();
    backend.close();
    await server[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });
  const ask = (request: RawRequest) => rawRequest(server.access, request);
  const echoed = async (request: RawRequest) => {
    const { code, text } = await ask(request);
    assert.equal(code, 200, `${request.method} ${text}`);
    return JSON.parse(text) as Echo;
  };

  test('every method goes on, with its path, its query and its body, and without credentials', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const body = method === 'GET' || method === 'OPTIONS' ? {} : { body: 'x'.repeat(1000) };
      const headers = { authorization: 'Bearer t', 'x-own': '1' };
      const { headers: sent, ...echo } = await echoed({ method, path: `${pods}/web/proxy/a%20b/c?d=e&f=g`, headers, ...body });
      assert.deepEqual(echo, { method, url: '/a%20b/c?d=e&f=g', length: body.body?.length ?? 0 });
      assert.deepEqual([sent['authorization'], sent['x-own']], [undefined, '1']);
      assert.equal(sent['x-forwarded-uri'], `${pods}/web/proxy/a%20b/c`);
      assert.match(sent['x-forwarded-for'] as string, /127\.0\.0\.1$/);
    }
    assert.deepEqual(
      [(await ask({ method: 'HEAD', path: `${pods}/web/proxy/x` })).code, (await ask({ path: `${pods}/web/proxy/x` })).code],
      [200, 200],
    );
  });

  test('uploads may be larger than any object', async () => {
    assert.equal(
      (await echoed({ method: 'POST', path: `${pods}/web/proxy/`, body: Buffer.alloc(5 * 1024 * 1024) })).length,
      5 * 1024 * 1024,
    );
  });

  test('services lead to a pod behind them, by the name or the number of their port', async () => {
    for (const name of ['web:http', 'web:80', 'http:web:http'])
      assert.equal((await echoed({ path: `${services}/${name}/proxy/page` })).url, '/page', name);
    const refusals: readonly [name: string, code: number, message: RegExp][] = [
      ['web', 503, /no endpoints available for service "web"/],
      ['web:81', 503, /no service port 81 found for service "web"/],
      ['web:other', 503, /no endpoints available/],
      ['nothing', 404, /services "nothing" not found/],
      // Endpoints that are no pod's own lead nowhere, whoever wrote them.
      ['astray:http', 503, /no endpoints available/],
      ['ftp:web:http', 400, /invalid/],
    ];
    for (const [name, code, message] of refusals) {
      const { code: answered, status } = await ask({ path: `${services}/${name}/proxy/` });
      assert.equal(answered, code, name);
      assert.match(status.message ?? '', message);
    }
  });

  test('neither this machine nor what is only linked to it can be reached', async () => {
    for (const name of ['loopback', 'linked', 'waiting']) {
      const { code, status } = await ask({ path: `${pods}/${name}:${port}/proxy/` });
      assert.deepEqual([code, status.message], [400, 'address not allowed'], name);
    }
    assert.equal((await ask({ path: '/api/v1/nodes/loopback/proxy/' })).code, 400);
    assert.equal((await echoed({ path: `/api/v1/nodes/near:${port}/proxy/stats` })).url, '/stats');
  });

  test('a proxy begins with a folder, and links of pages lead through it', async () => {
    const root = await ask({ path: `${pods}/web/proxy?a=b` });
    assert.deepEqual([root.code, root.headers.location], [301, `${pods}/web/proxy/?a=b`]);
    const moved = await ask({ path: `${pods}/web/proxy/moved` });
    assert.equal(moved.headers.location, `${pods}/web/proxy/elsewhere`);
    const page = `<!DOCTYPE html><a href="${pods}/web/proxy/next">1 &lt; 2</a><img src="picture.png"><script>if (a < b) c("/d")</script>`;
    assert.equal((await ask({ path: `${pods}/web/proxy/page.html` })).text, page);
    const packed = await ask({ path: `${pods}/web/proxy/packed.html`, encoding: 'latin1' });
    assert.equal(gunzipSync(Buffer.from(packed.text, 'latin1')).toString('utf8'), page);
    assert.equal(packed.headers['access-control-allow-origin'], undefined);
  });
});

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly length: number;
}

const page = '<!DOCTYPE html><a href="/next">1 &lt; 2</a><img src="picture.png"><script>if (a < b) c("/d")</script>';

async function answer(request: IncomingMessage): Promise<{ headers: Record<string, string>; body: string | Buffer }> {
  const { method = '', url = '', headers } = request;
  let length = 0;
  for await (const chunk of request) length += (chunk as Buffer).length;
  const html = { 'content-type': 'text/html; charset=utf-8', 'access-control-allow-origin': '*' };
  if (url === '/moved') return { headers: { location: '/elsewhere' }, body: '' };
  if (url === '/page.html') return { headers: html, body: page };
  if (url === '/packed.html') return { headers: { ...html, 'content-encoding': 'gzip' }, body: gzipSync(page) };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ method, url, headers, length }) };
}

/** Pods, a service and nodes at these addresses. */
async function cluster({ client }: ApiServerProcess, { address: own, port }: { address: string; port: number }): Promise<void> {
  const namespace = 'default';
  const addresses = { web: own, loopback: '127.0.0.1', linked: '169.254.169.254', waiting: undefined };
  await client.create(ServiceAccount, { metadata: { name: 'default', namespace } });
  const containers = [{ name: 'c', image: 'x', ports: [{ containerPort: port }] }];
  for (const [name, podIP] of Object.entries(addresses)) {
    await client.create(Pod, { metadata: { name, namespace }, spec: { containers } });
    if (podIP)
      await client.patch(
        Pod,
        { name, namespace },
        { type: 'merge', body: { status: { podIP, podIPs: [{ ip: podIP }] } } },
        { subresource: 'status' },
      );
  }
  for (const [name, node] of [
    ['near', own],
    ['loopback', '127.0.0.1'],
  ] as const) {
    await client.create(Node, { metadata: { name } } as Node);
    await client.patch(
      Node,
      { name },
      { type: 'merge', body: { status: { addresses: [{ type: 'InternalIP', address: node }] } } },
      { subresource: 'status' },
    );
  }
  for (const [name, pod] of [
    ['web', 'web'],
    ['astray', undefined],
  ] as const) {
    await client.create(Service, {
      metadata: { name, namespace },
      spec: { ports: [{ name: 'http', port: 80, targetPort: port }] },
    });
    const targetRef = pod && { kind: 'Pod', namespace, name: pod };
    await client.create(EndpointSlice, {
      metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [own], conditions: { ready: true }, ...(targetRef && { targetRef }) }],
      ports: [{ name: 'http', port, protocol: 'TCP' }],
    } as unknown as EndpointSlice);
  }
}
