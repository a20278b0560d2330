import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../src/base/fake-clock.ts';
import { configMap, configMaps, startServer, type Server } from '../support/in-process.ts';

const merge = { 'content-type': 'application/merge-patch+json' };
const deployments = '/apis/apps/v1/namespaces/default/deployments';

const deployment = {
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
  },
};

const versionOf = async (server: Server, path: string): Promise<string | undefined> =>
  (await server.ask(`GET ${path}`)).body.metadata.resourceVersion;

test('what a client says of the identity of a new object does not count', async () => {
  await using server = await startServer({ clock: new FakeClock() });
  const given = { uid: 'mine', creationTimestamp: '2001-01-01T00:00:00Z', deletionTimestamp: '2001-01-01T00:00:00Z', selfLink: '/x' };
  const { body } = await server.ask(`POST ${configMaps}`, { body: { metadata: { name: 'a', ...given } } });
  const { uid, creationTimestamp, deletionTimestamp, selfLink } = body.metadata;
  assert.match(uid ?? '', /^[0-9a-f-]{36}$/);
  assert.deepEqual([creationTimestamp, deletionTimestamp, selfLink], ['2026-01-01T00:00:00Z', undefined, undefined]);
});

test('names are generated from a prefix, which is cut where it is too long', async () => {
  await using server = await startServer();
  const names = new Set<string>();
  for (let count = 0; count < 5; count++) {
    const { body } = await server.ask(`POST ${configMaps}`, { body: { metadata: { generateName: 'web-' } } });
    assert.match(body.metadata.name ?? '', /^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    names.add(body.metadata.name ?? '');
  }
  assert.equal(names.size, 5);
  const { body } = await server.ask(`POST ${configMaps}`, { body: { metadata: { generateName: 'a'.repeat(80) } } });
  assert.equal(body.metadata.name?.length, 63);
});

test('a dry run answers what would be, and leaves everything as it is', async () => {
  await using server = await startServer();
  const created = await server.ask(`POST ${configMaps}?dryRun=All`, { body: configMap('a') });
  assert.deepEqual([created.code, created.body.metadata.name], [201, 'a']);
  assert.equal((await server.ask(`GET ${configMaps}/a`)).code, 404);

  await server.ask(`POST ${configMaps}`, { body: configMap('a') });
  assert.equal((await server.ask(`POST ${configMaps}?dryRun=All`, { body: configMap('a') })).code, 409);
  const version = await versionOf(server, `${configMaps}/a`);
  const put = await server.ask(`PUT ${configMaps}/a?dryRun=All`, { body: configMap('a', { data: { x: '1' } }) });
  assert.deepEqual(put.body.data, { x: '1' });
  const patched = await server.ask(`PATCH ${configMaps}/a?dryRun=All`, { body: { data: { y: '2' } }, headers: merge });
  assert.deepEqual(patched.body.data, { y: '2' });
  assert.equal(await versionOf(server, `${configMaps}/a`), version);
  const services = '/api/v1/namespaces/default/services';
  await server.ask(`POST ${services}?dryRun=All`, { body: { metadata: { name: 's' }, spec: { type: 'NodePort', ports: [{ port: 80 }] } } });
  assert.deepEqual((await server.ask('GET /apis/networking.k8s.io/v1/ipaddresses')).body.items, []);
});

test('an update that changes nothing writes nothing', async () => {
  const clock = new FakeClock();
  await using server = await startServer({ clock });
  await server.ask(`POST ${deployments}`, { body: deployment });
  const { body: current } = await server.ask(`GET ${deployments}/web`);
  await clock.advance(60_000);
  const { body: same } = await server.ask(`PUT ${deployments}/web`, { body: current });
  assert.equal(same.metadata.resourceVersion, current.metadata.resourceVersion);
  const { body: patched } = await server.ask(`PATCH ${deployments}/web`, { body: { spec: { replicas: 1 } }, headers: merge });
  assert.equal(patched.metadata.resourceVersion, current.metadata.resourceVersion);
});

test('an update that names a version replaces only that one', async () => {
  await using server = await startServer();
  const { body: first } = await server.ask(`POST ${configMaps}`, { body: configMap('a') });
  const { body: second } = await server.ask(`PUT ${configMaps}/a`, { body: configMap('a', { data: { x: '1' } }) });
  assert.deepEqual(second.data, { x: '1' });
  const stale = await server.ask(`PUT ${configMaps}/a`, { body: { ...first, data: { x: '2' } } });
  assert.deepEqual([stale.code, stale.body.reason], [409, 'Conflict']);
  const other = await server.ask(`PUT ${configMaps}/a`, { body: { metadata: { name: 'a', uid: '00000000-0000-0000-0000-000000000000' } } });
  assert.deepEqual([other.code, other.body.reason], [409, 'Conflict']);
});

test('of many writers that each add a line at once, none loses it', async () => {
  await using server = await startServer();
  await server.ask(`POST ${configMaps}`, { body: configMap('a') });
  const writers = Array.from({ length: 20 }, (_, number) => `w${number}`);
  await Promise.all(writers.map((name) => server.ask(`PATCH ${configMaps}/a`, { body: { data: { [name]: 'x' } }, headers: merge })));
  const { body } = await server.ask(`GET ${configMaps}/a`);
  assert.deepEqual(Object.keys(body.data ?? {}).toSorted(), writers.toSorted());
});

test('some kinds are created by an update, but not by those who may only update', async () => {
  await using server = await startServer({ bootstrap: true });
  const roles = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles';
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
  const put = (name: string, as?: { name: string; groups: string[] }) =>
    server.ask(`PUT ${roles}/${name}`, { body: { metadata: { name }, rules }, ...(as && { as }) });
  assert.equal((await put('reader')).code, 201);
  assert.equal((await put('reader')).code, 200);
  const updaterRules = [
    { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['update'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
  ];
  await server.ask(`POST ${roles}`, { body: { metadata: { name: 'updater' }, rules: updaterRules } });
  const subjects = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ann' }];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'updater' };
  await server.ask(`POST ${roles.replace('roles', 'rolebindings')}`, { body: { metadata: { name: 'ann' }, roleRef, subjects } });
  const ann = { name: 'ann', groups: ['system:authenticated'] };
  assert.equal((await put('reader', ann)).code, 200);
  assert.equal((await put('another', ann)).code, 403);
  assert.equal((await server.ask(`PUT ${configMaps}/none`, { body: configMap('none') })).code, 404);
});

test('some kinds are only updated from a version that is named', async () => {
  await using server = await startServer();
  const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
  const { body: lease } = await server.ask(`POST ${leases}`, { body: { metadata: { name: 'l' }, spec: { holderIdentity: 'a' } } });
  const refused = await server.ask(`PUT ${leases}/l`, { body: { metadata: { name: 'l' }, spec: { holderIdentity: 'b' } } });
  assert.deepEqual([refused.code, refused.body.details?.causes?.[0]?.field], [422, 'metadata.resourceVersion']);
  assert.equal((await server.ask(`PUT ${leases}/l`, { body: { ...lease, spec: { holderIdentity: 'b' } } })).code, 200);
});

test('the generation counts what is wanted, not what is, and not what is said about it', async () => {
  await using server = await startServer();
  const patch = async (body: object, subresource = '') =>
    (await server.ask(`PATCH ${deployments}/web${subresource}`, { body, headers: merge })).body.metadata.generation;
  assert.equal((await server.ask(`POST ${deployments}`, { body: deployment })).body.metadata.generation, 1);
  assert.equal(await patch({ metadata: { labels: { a: 'b' } } }), 1);
  assert.equal(await patch({ status: { replicas: 3 }, spec: { replicas: 9 } }, '/status'), 1);
  assert.equal(await patch({ spec: { replicas: 2 } }), 2);
  // Deployments hand their annotations down.
  assert.equal(await patch({ metadata: { annotations: { a: 'b' } } }), 3);
});

test('fields that nobody knows are refused, told of or passed over, as was asked', async () => {
  await using server = await startServer();
  const body = { metadata: { name: 'a' }, dta: {}, data: { x: '1' } };
  const strict = await server.ask(`POST ${configMaps}?fieldValidation=Strict`, { body });
  assert.deepEqual([strict.code, strict.body.message?.includes('unknown field "dta"')], [400, true]);
  const warned = await server.ask(`POST ${configMaps}?dryRun=All`, { body });
  assert.deepEqual([warned.code, warned.warnings], [201, ['unknown field "dta"']]);
  const passed = await server.ask(`POST ${configMaps}?fieldValidation=Ignore`, { body });
  assert.deepEqual([passed.code, passed.warnings, passed.body['dta']], [201, [], undefined]);
});

test('an owner that is named twice is kept once', async () => {
  await using server = await startServer();
  const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' };
  const { body, warnings } = await server.ask(`POST ${configMaps}`, {
    body: { metadata: { name: 'a', ownerReferences: [owner, { ...owner, name: 'q' }, owner] } },
  });
  assert.deepEqual(
    body.metadata.ownerReferences?.map(({ name }) => name),
    ['p', 'q'],
  );
  assert.match(warnings[0] ?? '', /^\.metadata\.ownerReferences contains duplicate entries; .* observed: u$/);
});

test('namespaces of the path and of the object must agree', async () => {
  await using server = await startServer();
  const { code } = await server.ask(`POST ${configMaps}`, { body: { metadata: { name: 'a', namespace: 'elsewhere' } } });
  assert.equal(code, 400);
  const missing = await server.ask('POST /api/v1/namespaces/nowhere/configmaps', { body: configMap('a') });
  assert.deepEqual([missing.code, missing.body.details?.kind], [404, 'namespaces']);
  const cluster = await server.ask('POST /api/v1/namespaces', { body: { metadata: { name: 'shop', namespace: 'x' } } });
  assert.deepEqual([cluster.code, cluster.body.metadata.namespace], [201, undefined]);
});

test('what is too large as a whole is refused as such', async () => {
  await using server = await startServer();
  const { code, body } = await server.ask(`POST ${configMaps}`, {
    body: { metadata: { name: 'a' }, data: { a: 'x'.repeat(1 << 20), b: 'x' } },
  });
  assert.deepEqual(
    [code, body.message, body.details?.causes?.[0]?.field],
    [422, 'ConfigMap "a" is invalid: []: Too long: may not be more than 1048576 bytes', '[]'],
  );
});
