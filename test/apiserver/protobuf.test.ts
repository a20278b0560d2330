import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { test } from 'node:test';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import type { ClusterAccess } from '../../src/client/kubeconfig/access.ts';
import { decodeMessage, encodeProtobuf, openEnvelope } from '../../src/model/codec/protobuf.ts';
import { decode } from '../../src/model/decode.ts';
import { DeleteOptions, Status } from '../../src/model/meta.ts';
import type { ObjectSchema } from '../../src/model/schema.ts';
import { startApiServerProcess, temporaryFolder } from '../support/api-server-process.ts';

const protobuf = 'application/vnd.kubernetes.protobuf';
const path = '/api/v1/namespaces/default/configmaps';
const typeMeta = { apiVersion: 'v1', kind: 'ConfigMap' };
const view = (name: string) => `as=${name};g=meta.k8s.io;v=v1`;

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: Uint8Array;
}

async function send(access: ClusterAccess, { method = 'GET', path: wanted = path, accept = protobuf, contentType = protobuf, body }: Sent) {
  const outgoing = request(new URL(wanted, access.server), {
    method,
    headers: { accept, ...(body && { 'content-type': contentType, 'content-length': String(body.length) }) },
    ca: access.caPem,
    cert: access.certificatePem,
    key: access.keyPem,
    agent: false,
  });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response', { signal: AbortSignal.timeout(20_000) })) as [IncomingMessage];
  return { code: answer.statusCode, type: answer.headers['content-type'], answer };
}

async function exchange(access: ClusterAccess, sent: Sent) {
  const { code, type, answer } = await send(access, sent);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { code, type, bytes: Buffer.concat(chunks) };
}

function opened<T>(bytes: Uint8Array, schema: ObjectSchema<T>): T {
  return decode(schema, decodeMessage(schema, openEnvelope(bytes).raw)).object;
}

test('requests and answers may be protobuf', async (t) => {
  await using folder = await temporaryFolder();
  await using server = await startApiServerProcess({ dataDir: folder.path });
  const { access } = server;
  const body = encodeProtobuf(ConfigMap.schema, { metadata: { name: 'a' }, data: { key: 'value' } }, typeMeta);

  await t.test('an object is created and read', async () => {
    const { code, type, bytes } = await exchange(access, { method: 'POST', body });
    assert.deepEqual([code, type], [201, protobuf]);
    assert.deepEqual(opened(bytes, ConfigMap.schema).data, { key: 'value' });
    const same = await exchange(access, { path: `${path}/a`, accept: `${protobuf},application/json` });
    assert.deepEqual([same.code, same.type], [200, protobuf]);
    assert.ok(same.bytes.equals(bytes));
  });
  await t.test('lists and views', async () => {
    const list = await exchange(access, {});
    assert.deepEqual([list.type, openEnvelope(list.bytes).kind], [protobuf, 'ConfigMapList']);
    const metadata = await exchange(access, { accept: `${protobuf};${view('PartialObjectMetadataList')}` });
    assert.deepEqual([metadata.type, openEnvelope(metadata.bytes).kind], [protobuf, 'PartialObjectMetadataList']);
    const table = await exchange(access, { accept: `${protobuf};${view('Table')},application/json;${view('Table')}` });
    assert.equal(table.type, 'application/json');
  });
  await t.test('a watch is a stream of frames', async () => {
    const { type, answer } = await send(access, { path: `${path}?watch=true&resourceVersion=0`, accept: `${protobuf};stream=watch` });
    assert.equal(type, `${protobuf};stream=watch`);
    const [frame] = (await once(answer, 'data', { signal: AbortSignal.timeout(20_000) })) as [Buffer];
    answer.destroy();
    const envelope = frame.subarray(frame.indexOf('k8s\0'), 4 + frame.readUInt32BE(0));
    assert.equal(openEnvelope(envelope).kind, 'ConfigMap');
  });
  await t.test('documents, if they have such a form', async () => {
    const forms = { '/version': 'application/json', '/apis': protobuf, '/api': protobuf, '/apis/apps/v1': protobuf };
    for (const [document, form] of Object.entries(forms)) {
      assert.equal((await exchange(access, { path: document, accept: `${protobuf},application/json` })).type, form, document);
    }
  });
  await t.test('refusals are protobuf, too', async () => {
    const { code, bytes } = await exchange(access, { path: `${path}/none` });
    assert.equal(code, 404);
    assert.equal(opened(bytes, Status).reason, 'NotFound');
  });
  const broken: readonly [string, Uint8Array][] = [
    ['no protobuf', Buffer.from('nope')],
    ['an empty envelope', Buffer.from('k8s\0')],
    ['garbage in an envelope', Buffer.from('k8s\0garbage')],
    ['a body cut short', body.subarray(0, body.length - 20)],
    ['another kind', encodeProtobuf(ConfigMap.schema, { metadata: { name: 'b' } }, { apiVersion: 'v1', kind: 'Secret' })],
  ];
  for (const [what, bytes] of broken) {
    await t.test(`${what} is a bad request`, async () => {
      assert.equal((await exchange(access, { method: 'POST', body: bytes, accept: 'application/json' })).code, 400);
    });
  }
  await t.test('what is known is told to who sends something else', async () => {
    const answer = await exchange(access, { method: 'POST', body, contentType: 'text/plain', accept: 'application/json' });
    assert.equal(answer.code, 415);
    assert.match(answer.bytes.toString(), /application\/json, application\/yaml, application\/vnd\.kubernetes\.protobuf/);
  });
  await t.test('an object is deleted by options', async () => {
    const options = encodeProtobuf(DeleteOptions, { propagationPolicy: 'Background' }, { apiVersion: 'v1', kind: 'DeleteOptions' });
    assert.equal((await exchange(access, { method: 'DELETE', path: `${path}/a`, body: options })).code, 200);
    assert.equal((await exchange(access, { path: `${path}/a` })).code, 404);
  });
});
