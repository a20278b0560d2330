import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStore } from '../../src/storage/memory/store.ts';
import { configMap, configMaps, startServer, type Answered, type Server } from '../support/in-process.ts';

const create = (server: Server, name: string, labels: Record<string, string> = {}) =>
  server.ask(`POST ${configMaps}`, { body: configMap(name, { labels }) });

const names = ({ items = [] }: Answered): (string | undefined)[] => items.map(({ metadata }) => metadata.name);

const page = async (server: Server, query: string): Promise<Answered> => {
  const { code, body } = await server.ask(`GET ${configMaps}?${query}`);
  assert.equal(code, 200, body.message ?? '');
  return body;
};

test('all pages are of the collection as it was at the first one', async () => {
  await using server = await startServer();
  for (const name of ['a', 'b', 'c', 'd', 'e']) await create(server, name);
  const first = await page(server, 'limit=2');
  assert.deepEqual([names(first), first.metadata.remainingItemCount], [['a', 'b'], 3]);

  await server.ask(`DELETE ${configMaps}/c`);
  await create(server, 'bb');
  await create(server, 'f');
  const second = await page(server, `limit=2&continue=${first.metadata.continue}`);
  assert.deepEqual([names(second), second.metadata.remainingItemCount], [['c', 'd'], 1]);
  const third = await page(server, `limit=2&continue=${second.metadata.continue}`);
  assert.deepEqual([names(third), third.metadata.continue], [['e'], undefined]);
  const versions = [first, second, third].map(({ metadata }) => metadata.resourceVersion);
  assert.equal(new Set(versions).size, 1);
  assert.deepEqual(names(await page(server, 'limit=10')), ['a', 'b', 'bb', 'd', 'e', 'f']);
});

test('with a selector pages hold what matches, and nothing is said of how much is left', async () => {
  await using server = await startServer();
  for (const [index, name] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) await create(server, name, { odd: String(index % 2) });
  const first = await page(server, 'limit=2&labelSelector=odd%3D1');
  assert.deepEqual([names(first), first.metadata.remainingItemCount], [['b', 'd'], undefined]);
  const second = await page(server, `limit=2&labelSelector=odd%3D1&continue=${first.metadata.continue}`);
  assert.deepEqual([names(second), second.metadata.continue], [['f'], undefined]);
});

test('pages whose moment has been forgotten are refused, with a token to go on with what is there now', async () => {
  await using store = new MemoryStore();
  await using server = await startServer({ store });
  for (const name of ['a', 'b', 'c', 'd']) await create(server, name);
  const first = await page(server, 'limit=2');
  await create(server, 'bb');
  await create(server, 'cc');
  await store.compact(await store.revision());
  const refused = await server.ask(`GET ${configMaps}?limit=2&continue=${first.metadata.continue}`);
  assert.deepEqual([refused.code, refused.body.reason], [410, 'Expired']);
  const next = await page(server, `limit=2&continue=${refused.body.metadata.continue}`);
  assert.deepEqual(names(next), ['bb', 'c']);
});

test('a collection can be read as it was at exactly one version', async () => {
  await using server = await startServer();
  await create(server, 'a');
  const { body: second } = await create(server, 'b');
  await create(server, 'c');
  await server.ask(`DELETE ${configMaps}/a`);
  const then = await page(server, `resourceVersion=${second.metadata.resourceVersion}&resourceVersionMatch=Exact`);
  assert.deepEqual([names(then), then.metadata.resourceVersion], [['a', 'b'], second.metadata.resourceVersion]);
  assert.deepEqual(names(await page(server, `resourceVersion=${second.metadata.resourceVersion}`)), ['b', 'c']);
});

test('whoever takes any version gets all of it, whatever the limit', async () => {
  await using server = await startServer();
  for (const name of ['a', 'b', 'c']) await create(server, name);
  const all = await page(server, 'resourceVersion=0&limit=1');
  assert.deepEqual([names(all), all.metadata.continue], [['a', 'b', 'c'], undefined]);
});

test('everything that is wrong with a version is told at once', async () => {
  await using server = await startServer();
  const { body } = await server.ask(`GET ${configMaps}?resourceVersionMatch=Exactly&continue=x&sendInitialEvents=true`);
  assert.deepEqual(
    body.details?.causes?.map(({ field, reason }) => `${field} ${reason}`),
    [
      'resourceVersionMatch FieldValueForbidden',
      'resourceVersionMatch FieldValueForbidden',
      'resourceVersionMatch FieldValueNotSupported',
      'sendInitialEvents FieldValueForbidden',
    ],
  );
});

const refusals = [
  { what: 'a limit of more than 64 bits', query: 'limit=9223372036854775808', code: 400, reason: 'BadRequest' },
  { what: 'a version that has not been reached', query: 'resourceVersion=99999999', code: 504, reason: 'Timeout' },
  { what: 'a version that is none', query: 'resourceVersion=x', code: 400, reason: 'BadRequest' },
  { what: 'a match without a version', query: 'resourceVersionMatch=Exact', code: 422, reason: 'Invalid' },
  { what: 'a token that is none', query: 'continue=x', code: 400, reason: 'BadRequest' },
  { what: 'a selector that cannot be read', query: 'labelSelector=a%20b', code: 400, reason: 'BadRequest' },
  { what: 'a field that cannot be selected by', query: 'fieldSelector=data.x%3D1', code: 400, reason: 'BadRequest' },
  { what: 'a limit that is no number', query: 'limit=many', code: 400, reason: 'BadRequest' },
];

for (const { what, query, code, reason } of refusals) {
  test(`${what}: ${code}`, async () => {
    await using server = await startServer();
    const { body, code: given } = await server.ask(`GET ${configMaps}?${query}`);
    assert.deepEqual([given, body.kind, body.reason], [code, 'Status', reason]);
  });
}

test('a list of all namespaces holds the objects of each, in their order', async () => {
  await using server = await startServer();
  await server.ask('POST /api/v1/namespaces', { body: { metadata: { name: 'another' } } });
  await create(server, 'b');
  await server.ask('POST /api/v1/namespaces/another/configmaps', { body: configMap('c') });
  const { body } = await server.ask('GET /api/v1/configmaps');
  assert.deepEqual(
    body.items?.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    ['another/c', 'default/b'],
  );
  const { body: selected } = await server.ask('GET /api/v1/configmaps?fieldSelector=metadata.namespace%3Ddefault');
  assert.deepEqual(names(selected), ['b']);
});
