import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ConfigMap } from '../kinds/core/config-map.ts';
import { Namespace } from '../kinds/core/namespace.ts';
import { Node } from '../kinds/core/node/index.ts';
import { RoleBinding } from '../kinds/rbac/role-binding.ts';
import { Role } from '../kinds/rbac/role.ts';
import { startCluster, type TestCluster } from '../cluster/testing.ts';
import type { Credentials, Method, User } from '../model/request.ts';
import { storedValue } from '../model/stored-object.ts';
import { MemoryStore } from '../storage/memory/store.ts';
import type { Change, WatchOptions } from '../storage/store.ts';

const admin: User = { name: 'root', groups: ['system:masters'] };
const tenant: User = { name: 'tenant', groups: ['system:authenticated'] };

describe('what paths and methods are answered', () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await startCluster();
    const { client } = cluster;
    await client.create(Namespace, { metadata: { name: 'shop' }, spec: {} });
    await client.create(Node, { metadata: { name: 'shop' }, spec: {} });
    await client.create(ConfigMap, { metadata: { name: 'settings', namespace: 'shop' } });
    // Everything, within one namespace.
    const rules = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
    await client.create(Role, { metadata: { name: 'all', namespace: 'shop' }, rules });
    await client.create(RoleBinding, {
      metadata: { name: 'all', namespace: 'shop' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'all' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'tenant' }],
    });
  });
  after(() => cluster.stop());

  const ask = async (line: string, { user = admin, body }: { user?: User; body?: object } = {}) => {
    const [method = '', url = ''] = line.split(' ');
    const [path = '', query = ''] = url.split('?');
    const credentials: Credentials = { type: 'user', user };
    const response = await cluster.handle({
      method: method as Method,
      path,
      query: new URLSearchParams(query),
      headers: { 'content-type': 'application/json' },
      credentials,
      body,
      signal: AbortSignal.timeout(10_000),
    });
    return { code: response.code, type: response.body.type };
  };

  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'mine' }, rules: [] };
  const outside: readonly (readonly [line: string, body?: object])[] = [
    ['GET /api/v1/namespaces/shop/nodes'],
    ['GET /api/v1/namespaces/shop/nodes/shop'],
    ['GET /api/v1/watch/namespaces/shop/nodes'],
    ['DELETE /api/v1/namespaces/shop/nodes'],
    ['DELETE /api/v1/namespaces/shop/nodes/shop'],
    ['PATCH /api/v1/namespaces/shop/nodes/shop', {}],
    ['GET /api/v1/namespaces/shop/nodes/shop/status'],
    ['GET /api/v1/namespaces/shop/namespaces'],
    ['GET /api/v1/namespaces/shop/namespaces/default'],
    ['DELETE /api/v1/namespaces/shop/namespaces/default'],
    ['POST /apis/rbac.authorization.k8s.io/v1/namespaces/shop/clusterroles', role],
    ['GET /apis/rbac.authorization.k8s.io/v1/namespaces/shop/clusterroles/cluster-admin'],
  ];
  for (const [line, body] of outside) {
    test(`all rights in a namespace do not reach beyond it: ${line}`, async () => {
      const { code } = await ask(line, { user: tenant, ...(body && { body }) });
      assert.equal(code, 404);
      assert.equal((await ask('GET /api/v1/nodes/shop')).code, 200);
    });
  }

  test('all rights in a namespace reach the namespace', async () => {
    assert.equal((await ask('GET /api/v1/namespaces/shop', { user: tenant })).code, 200);
    assert.equal((await ask('GET /api/v1/namespaces/shop/configmaps/settings', { user: tenant })).code, 200);
    assert.equal((await ask('GET /api/v1/namespaces/default', { user: tenant })).code, 403);
    assert.equal((await ask('GET /api/v1/namespaces', { user: tenant })).code, 403);
  });

  const answers: readonly (readonly [line: string, code: number, type?: string])[] = [
    ['GET /api/v1/namespaces/shop/configmaps', 200, 'list'],
    ['GET /api/v1/namespaces/shop/configmaps/', 200, 'list'],
    ['GET /api/v1/namespaces/shop/configmaps/settings', 200, 'object'],
    // Only collections are watched by a query; objects have a path for that.
    ['GET /api/v1/namespaces/shop/configmaps/settings?watch=true', 200, 'object'],
    ['GET /api/v1/namespaces/shop/configmaps?watch=true', 200, 'watch'],
    ['GET /api/v1/watch/namespaces/shop/configmaps', 200, 'watch'],
    ['GET /api/v1/watch/namespaces/shop/configmaps/settings', 200, 'watch'],
    ['POST /api/v1/watch/namespaces/shop/configmaps', 405],
    ['GET /api/v1/proxy/namespaces/shop/configmaps/settings', 404],
    ['GET /api/v1/configmaps/settings', 404],
    ['GET /api/v1//configmaps', 404],
    ['GET /api/v1/namespaces/shop/configmaps/settings/status', 404],
    ['GET /api/v1/namespaces/shop/nonsense', 404],
    ['GET /api/v2/pods', 404],
    ['GET /apis/nonsense/v1/pods', 404],
    ['GET /nonsense', 404],
    ['PUT /api/v1/namespaces/shop/configmaps', 405],
    ['POST /api/v1/namespaces/shop/configmaps/settings', 405],
    ['DELETE /api/v1/namespaces', 405],
    ['POST /api/v1/configmaps', 400],
  ];
  for (const [line, code, type = 'object'] of answers) {
    test(`${line}: ${code}`, async () => {
      const answer = await ask(line);
      assert.deepEqual(answer.code === 404 ? [404] : [answer.code, answer.type], code === 404 ? [404] : [code, type]);
    });
  }
});

/** A store whose watches hear of changes when the test says so. */
class LateStore extends MemoryStore {
  readonly hear = Promise.withResolvers<void>();

  override async *watch(prefix: string, options: WatchOptions): AsyncGenerator<readonly Change[]> {
    for await (const changes of super.watch(prefix, options)) {
      await this.hear.promise;
      yield changes;
    }
  }
}

test('the first list of a resource does not hold what its resource version does not include', async () => {
  const store = new LateStore();
  await using cluster = await startCluster({ store, bootstrap: false });
  const metadata = { name: 'a', namespace: 'default', uid: 'u', resourceVersion: '', creationTimestamp: '2026-01-01T00:00:00Z' };
  const written = await store.put('/registry/configmaps/default/a', storedValue({ kind: 'ConfigMap', apiVersion: 'v1', metadata }), {
    expect: 0,
  });
  const listing = cluster.client.list(ConfigMap);
  setImmediate(() => store.hear.resolve());
  const { items, resourceVersion } = await listing;
  assert(written.ok);
  assert.deepEqual(
    items.map(({ metadata: { resourceVersion: version } }) => version),
    [String(written.entry.revision)],
  );
  assert.equal(resourceVersion, String(written.entry.revision));
});
