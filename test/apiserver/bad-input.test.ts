import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { startApiServerProcess, temporaryFolder, type ApiServerProcess } from '../support/api-server-process.ts';
import { rawRequest, type RawRequest } from '../support/raw-request.ts';

const json = { 'content-type': 'application/json' };
const configMaps = '/api/v1/namespaces/default/configmaps';
const post = (body: string | Uint8Array, more: Partial<RawRequest> = {}): RawRequest => ({
  method: 'POST',
  path: configMaps,
  headers: json,
  body,
  ...more,
});
const configMap = (fields: object) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, ...fields });

const cases: readonly { what: string; request: RawRequest; code: number; reason: string; message?: RegExp }[] = [
  { what: 'JSON that breaks off', request: post('{"kind":'), code: 400, reason: 'BadRequest' },
  { what: 'no body', request: post(''), code: 400, reason: 'BadRequest' },
  { what: 'a list where an object should be', request: post('[]'), code: 400, reason: 'BadRequest' },
  { what: 'a number where an object should be', request: post('7'), code: 400, reason: 'BadRequest' },
  { what: 'bytes that are no text', request: post(Buffer.from([0xff, 0xfe, 0x00, 0x80])), code: 400, reason: 'BadRequest' },
  { what: 'another kind', request: post('{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}'), code: 400, reason: 'BadRequest' },
  {
    what: 'another version',
    request: post('{"apiVersion":"v7","kind":"ConfigMap","metadata":{"name":"a"}}'),
    code: 400,
    reason: 'BadRequest',
    message: /no kind "ConfigMap" is registered for version "v7"/,
  },
  {
    what: 'a field of another type',
    request: post(configMap({ data: 'text' })),
    code: 400,
    reason: 'BadRequest',
    message: /cannot unmarshal string/,
  },
  {
    what: 'unknown fields where these are refused',
    request: post(configMap({ nonsense: 1 }), { path: `${configMaps}?fieldValidation=Strict` }),
    code: 400,
    reason: 'BadRequest',
    message: /unknown field "nonsense"/,
  },
  {
    what: 'a field given twice where that is refused',
    request: post('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{},"data":{}}', {
      path: `${configMaps}?fieldValidation=Strict`,
    }),
    code: 400,
    reason: 'BadRequest',
    message: /duplicate field "data"/,
  },
  {
    what: 'a name that is none',
    request: post('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"A_B"}}'),
    code: 422,
    reason: 'Invalid',
  },
  {
    what: 'no name',
    request: post('{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}'),
    code: 422,
    reason: 'Invalid',
    message: /name or generateName is required/,
  },
  {
    what: 'a namespace that is not there',
    request: post(configMap({}), { path: '/api/v1/namespaces/nowhere/configmaps' }),
    code: 404,
    reason: 'NotFound',
  },
  {
    what: 'another namespace than the path',
    request: post(configMap({ metadata: { name: 'a', namespace: 'b' } })),
    code: 400,
    reason: 'BadRequest',
  },
  { what: 'a body of more than 3 MiB', request: post('x'.repeat(3 * 1024 * 1024 + 1)), code: 413, reason: 'RequestEntityTooLarge' },
  {
    what: 'a format that is not known',
    request: post('a=b', { headers: { 'content-type': 'text/csv' } }),
    code: 415,
    reason: 'UnsupportedMediaType',
  },
  { what: 'nesting without end', request: post('['.repeat(200_000)), code: 400, reason: 'BadRequest' },
  { what: 'a deep object', request: post(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`), code: 422, reason: 'Invalid' },
  {
    what: 'an answer in a format that is not known',
    request: { path: configMaps, headers: { accept: 'text/csv' } },
    code: 406,
    reason: 'NotAcceptable',
  },
  {
    what: 'a selector that cannot be read',
    request: { path: `${configMaps}?labelSelector=${encodeURIComponent('a=b=c,,')}` },
    code: 400,
    reason: 'BadRequest',
  },
  { what: 'a limit that is no number', request: { path: `${configMaps}?limit=many` }, code: 400, reason: 'BadRequest' },
  {
    what: 'a token to go on from that is none',
    request: { path: `${configMaps}?limit=1&continue=nonsense` },
    code: 400,
    reason: 'BadRequest',
  },
  { what: 'a resource that is not there', request: { path: '/api/v1/namespaces/default/nonsense' }, code: 404, reason: 'NotFound' },
  { what: 'a path with broken escapes', request: { path: '/api/v1/namespaces/%zz/pods' }, code: 404, reason: 'NotFound' },
  {
    what: 'a method that is not served',
    request: { method: 'PUT', path: configMaps, headers: json, body: configMap({}) },
    code: 405,
    reason: 'MethodNotAllowed',
  },
  {
    what: 'a patch that is none',
    request: {
      method: 'PATCH',
      path: `${configMaps}/kube-root-ca.crt`,
      headers: { 'content-type': 'application/json-patch+json' },
      body: '{"op":"add"}',
    },
    code: 404,
    reason: 'NotFound',
  },
];

describe('bad input gets a Status, never a crash', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: ApiServerProcess;
  before(async () => {
    folder = await temporaryFolder();
    server = await startApiServerProcess({ dataDir: folder.path });
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  for (const { what, request, code, reason, message } of cases) {
    test(`${what}: ${code} ${reason}`, async () => {
      const answer = await rawRequest(server.access, request);
      assert.equal(answer.status.kind, 'Status', answer.text.slice(0, 300));
      assert.deepEqual(
        { code: answer.code, statusCode: answer.status.code, reason: answer.status.reason },
        { code, statusCode: code, reason },
        answer.text.slice(0, 300),
      );
      if (message) assert.match(answer.status.message ?? '', message);
    });
  }

  test('a thousand connections that say nothing, or half of something, keep nobody out', async () => {
    const silent: Socket[] = [];
    try {
      for (let number = 0; number < 500; number++) silent.push(connectTcp(server.port, '127.0.0.1'));
      for (let number = 0; number < 500; number++) {
        const socket = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
        socket.on('secureConnect', () => socket.write('POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\nContent-Le'));
        silent.push(socket);
      }
      for (const socket of silent) socket.on('error', () => {});
      await Promise.all(silent.map((socket) => once(socket, 'connect')));
      const answer = await rawRequest(server.access, post(configMap({ metadata: { generateName: 'x-' } })));
      assert.equal(answer.code, 201, answer.text);
    } finally {
      for (const socket of silent) socket.destroy();
    }
    assert.equal((await rawRequest(server.access, { path: '/readyz' })).text, 'ok');
  });

  test('nobody without credentials sees anything but health, version and the like', async () => {
    const { server: url, caPem } = server.access;
    const nobody = { server: url, ...(caPem !== undefined && { caPem }) };
    const answer = await rawRequest(nobody, { path: configMaps });
    assert.equal(answer.code, 403);
    assert.match(answer.status.message ?? '', /User "system:anonymous" cannot list resource "configmaps"/);
    assert.equal((await rawRequest(nobody, { path: '/readyz' })).code, 200);
    assert.equal((await rawRequest(nobody, { path: configMaps, headers: { authorization: 'Bearer nonsense' } })).code, 401);
  });
});
