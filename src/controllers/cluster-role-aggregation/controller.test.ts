import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClusterRole } from '../../kinds/rbac/cluster-role.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

test('a role gets the rules of those it selects, those of the system included', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const rule = { verbs: ['get'], apiGroups: ['example.com'], resources: ['widgets'] };
  await client.create(ClusterRole, {
    metadata: { name: 'widgets', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
    rules: [rule],
  });
  const has = ({ rules }: ClusterRole) => rules?.some(({ apiGroups }) => apiGroups?.includes('example.com')) ?? false;
  const view = await eventually(() => client.get(ClusterRole, { name: 'view' }), has);
  assert.ok((view.rules?.length ?? 0) > 1);
  await client.delete(ClusterRole, { name: 'widgets' });
  await eventually(
    () => client.get(ClusterRole, { name: 'view' }),
    (role) => !has(role),
  );
});
