import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../src/base/fake-clock.ts';
import { startServer, type Answered, type Server } from '../support/in-process.ts';

const merge = { 'content-type': 'application/merge-patch+json' };
const strategic = { 'content-type': 'application/strategic-merge-patch+json' };
const pods = '/api/v1/namespaces/default/pods';
const containers = [{ name: 'c', image: 'x', resources: { requests: { cpu: '100m' }, limits: { cpu: '200m' } } }];

async function create(server: Server, path: string, body: object): Promise<Answered> {
  const answer = await server.ask(`POST ${path}`, { body });
  assert.equal(answer.code, 201, answer.body.message ?? '');
  return answer.body;
}

const pod = (server: Server, name: string, { labels = {}, spec = {} }: { labels?: object; spec?: object } = {}) =>
  create(server, pods, { metadata: { name, labels }, spec: { containers, ...spec } });

const node = (server: Server, name: string, labels: object = {}) => create(server, '/api/v1/nodes', { metadata: { name, labels } });

test('the status is written through its own subresource only, and nothing else through that', async () => {
  await using server = await startServer();
  await pod(server, 'p');
  const both = { status: { phase: 'Running' }, spec: { activeDeadlineSeconds: 5 } };
  const main = await server.ask(`PATCH ${pods}/p`, { body: both, headers: merge });
  assert.deepEqual([main.body.status?.['phase'], main.body.spec?.['activeDeadlineSeconds']], ['Pending', 5]);
  const status = await server.ask(`PATCH ${pods}/p/status`, { body: { ...both, spec: { activeDeadlineSeconds: 3 } }, headers: merge });
  assert.deepEqual([status.body.status?.['phase'], status.body.spec?.['activeDeadlineSeconds']], ['Running', 5]);
});

test('a binding gives a pod its node once, with the labels of where that is', async () => {
  await using server = await startServer({ clock: new FakeClock() });
  await node(server, 'n1', { 'topology.kubernetes.io/zone': 'z1', other: 'x' });
  await pod(server, 'p', { labels: { app: 'web' } });
  const bind = (name: string) =>
    server.ask(`POST ${pods}/p/binding`, { body: { metadata: { name: 'p' }, target: { kind: 'Node', name } } });
  const unnamed = await server.ask(`POST ${pods}/p/binding`, { body: { target: { kind: 'Node', name: 'n1' } } });
  assert.deepEqual([unnamed.code, unnamed.body.message], [400, 'name in URL does not match name in Binding object']);
  assert.equal((await bind('n1')).code, 201);
  const { body } = await server.ask(`GET ${pods}/p`);
  assert.equal(body.spec?.['nodeName'], 'n1');
  assert.deepEqual(body.metadata.labels, { app: 'web', 'topology.kubernetes.io/zone': 'z1' });
  const again = await bind('n2');
  assert.deepEqual([again.code, again.body.message?.includes('is already assigned to node "n1"')], [409, true]);
});

test('a running pod gets containers for looking around, and keeps them', async () => {
  await using server = await startServer();
  await pod(server, 'p');
  const add = (name: string) => {
    const body = { spec: { ephemeralContainers: [{ name, image: 'busybox' }], priority: 7 } };
    return server.ask(`PATCH ${pods}/p/ephemeralcontainers`, { body, headers: strategic });
  };
  assert.equal((await add('one')).code, 200);
  const { body } = await add('two');
  const added = body.spec?.['ephemeralContainers'] as { name: string }[];
  assert.deepEqual([added.map(({ name }) => name).toSorted(), body.spec?.['priority'], body.metadata.generation], [['one', 'two'], 0, 3]);
  const removed = await server.ask(`PATCH ${pods}/p/ephemeralcontainers`, { body: { spec: { ephemeralContainers: [] } }, headers: merge });
  assert.equal(removed.code, 422);
});

test('a pod is resized through its subresource, and in no other way', async () => {
  await using server = await startServer();
  await pod(server, 'p');
  const body = { spec: { containers: [{ name: 'c', resources: { requests: { cpu: '150m' } } }] } };
  assert.equal((await server.ask(`PATCH ${pods}/p`, { body, headers: strategic })).code, 422);
  const resized = await server.ask(`PATCH ${pods}/p/resize`, { body, headers: strategic });
  assert.equal(resized.code, 200, resized.body.message ?? '');
  assert.deepEqual((resized.body.spec?.['containers'] as typeof containers | undefined)?.[0]?.resources.requests, { cpu: '150m' });
});

test('subresources know only what makes sense for them', async () => {
  await using server = await startServer();
  await pod(server, 'p');
  const cases = [
    { line: `GET ${pods}/p/binding`, code: 405 },
    { line: `DELETE ${pods}/p/status`, code: 405 },
    { line: 'GET /api/v1/namespaces/default/finalize', code: 405 },
    { line: `GET ${pods}/p/scale`, code: 404 },
    { line: `POST ${pods}/p`, code: 405 },
    { line: `PUT ${pods}`, code: 405 },
  ];
  for (const { line, code } of cases) assert.equal((await server.ask(line)).code, code, line);
});

test('whoever asks gets a table, with as much of each object as was asked for', async () => {
  const clock = new FakeClock();
  await using server = await startServer({ clock });
  await pod(server, 'p');
  await clock.advance(90_000);
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
  const table = async (query: string) => (await server.ask(`GET ${pods}${query}`, { headers: { accept } })).body as unknown as Table;
  interface Table {
    readonly kind: string;
    readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[];
    readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: { readonly kind: string } | null }[];
  }
  const { kind, columnDefinitions, rows } = await table('');
  assert.equal(kind, 'Table');
  const narrow = columnDefinitions.filter(({ priority }) => priority === 0).map(({ name }) => name);
  assert.deepEqual(narrow, ['Name', 'Ready', 'Status', 'Restarts', 'Age']);
  assert.deepEqual(rows[0]?.cells.slice(0, 5), ['p', '0/1', 'Pending', '0', '90s']);
  assert.equal(rows[0].object?.kind, 'PartialObjectMetadata');
  assert.equal((await table('?includeObject=Object')).rows[0]?.object?.kind, 'Pod');
  assert.equal((await table('?includeObject=None')).rows[0]?.object, null);
});

test('whoever asks gets metadata alone', async () => {
  await using server = await startServer();
  await pod(server, 'p', { labels: { app: 'web' } });
  const accept = (as: string) => ({ accept: `application/json;as=${as};v=v1;g=meta.k8s.io` });
  const { body: one } = await server.ask(`GET ${pods}/p`, { headers: accept('PartialObjectMetadata') });
  assert.deepEqual([one.kind, one.metadata.labels, one.spec], ['PartialObjectMetadata', { app: 'web' }, undefined]);
  const { body: list } = await server.ask(`GET ${pods}`, { headers: accept('PartialObjectMetadataList') });
  assert.deepEqual([list.kind, list.items?.map(({ kind }) => kind)], ['PartialObjectMetadataList', ['PartialObjectMetadata']]);
});
