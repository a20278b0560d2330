import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ConfigMap } from '../kinds/core/config-map.ts';
import { Namespace } from '../kinds/core/namespace.ts';
import { Node } from '../kinds/core/node/index.ts';
import { RoleBinding } from '../kinds/rbac/role-binding.ts';
import { Role } from '../kinds/rbac/role.ts';
import { startCluster, type TestCluster } from '../cluster/testing.ts';
import type { Credentials, Method, User } from '../model/request.ts';

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
