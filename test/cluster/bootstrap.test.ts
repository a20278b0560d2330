import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { apiServerUser } from '../../src/apiserver/authentication/user.ts';
import { ensureBootstrapObjects } from '../../src/cluster/bootstrap/ensure.ts';
import { startCluster, type TestCluster } from '../../src/cluster/testing.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { ClusterRoleBinding } from '../../src/kinds/rbac/cluster-role-binding.ts';
import { ClusterRole } from '../../src/kinds/rbac/cluster-role.ts';
import { RoleBinding } from '../../src/kinds/rbac/role-binding.ts';
import { Role } from '../../src/kinds/rbac/role.ts';
import { PriorityClass } from '../../src/kinds/scheduling/priority-class.ts';
import type { Kind, KubeObject } from '../../src/model/kind.ts';
import type { ObjectMeta } from '../../src/model/meta.ts';

interface Known {
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** What upstream starts with, where a record of it is at hand. */
const recorded = load();
const skip = recorded ? false : 'no record of what upstream starts with here';

const kinds: Readonly<Record<string, Kind>> = {
  clusterroles: ClusterRole,
  clusterrolebindings: ClusterRoleBinding,
  roles: Role,
  rolebindings: RoleBinding,
  priorityclasses: PriorityClass,
};

const keyOf = ({ metadata: { namespace, name = '' } }: { readonly metadata: ObjectMeta }): string =>
  namespace ? `${namespace}/${name}` : name;

describe('what every cluster starts with', () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await startCluster();
  });
  after(() => cluster.stop());

  for (const [name, kind] of Object.entries(kinds)) {
    test(`${name} are those of upstream, and kubets' own`, { skip }, async () => {
      const { items } = await cluster.client.list(kind);
      const own = items.filter(({ metadata }) => metadata.name.startsWith('kubets:')).map(keyOf);
      const expected = (recorded?.[name] ?? []).map(keyOf);
      assert.deepEqual(new Set(items.map(keyOf)), new Set([...expected, ...own]));
    });

    for (const wanted of recorded?.[name] ?? []) {
      test(`${kind.kind} ${keyOf(wanted)} is upstream's`, async () => {
        const { name: objectName = '', namespace } = wanted.metadata;
        const { metadata, ...object } = (await cluster.client.get(kind, { name: objectName, namespace })) as Known & KubeObject;
        const { metadata: wantedMetadata, ...rest } = wanted;
        const shown = Object.fromEntries(Object.keys(rest).map((field) => [field, object[field]]));
        assert.deepEqual(shown, rest);
        assert.deepEqual([metadata.labels, metadata.annotations], [wantedMetadata.labels, wantedMetadata.annotations]);
      });
    }
  }

  test('namespaces are those of upstream', { skip }, async () => {
    const { items } = await cluster.client.list(Namespace);
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      (recorded?.['namespaces'] as unknown as string[] | undefined)?.toSorted(),
    );
    for (const { metadata, status } of items) {
      assert.deepEqual(metadata.labels, { 'kubernetes.io/metadata.name': metadata.name });
      assert.equal(status.phase, 'Active');
    }
  });
});

describe('roles that are there already', () => {
  const start = async () => {
    const cluster = await startCluster();
    return { cluster, client: cluster.client, ensure: () => ensureBootstrapObjects(cluster.clientAs(apiServerUser)) };
  };
  const rule = { verbs: ['get'], apiGroups: ['example.com'], resources: ['things'] };

  test('get back what they lost, and keep what they gained', async () => {
    const { cluster, client, ensure } = await start();
    await using _cluster = cluster;
    const role = await client.get(ClusterRole, { name: 'system:kube-scheduler' });
    const [first, ...others] = role.rules ?? [];
    assert(first);
    await client.update(ClusterRole, { ...role, rules: [rule, ...others] });
    await ensure();
    const { rules } = await client.get(ClusterRole, { name: 'system:kube-scheduler' });
    assert.deepEqual(rules, [rule, ...others, first]);

    const binding = await client.get(ClusterRoleBinding, { name: 'system:kube-scheduler' });
    const subject = { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'mine' };
    await client.update(ClusterRoleBinding, { ...binding, subjects: [subject] });
    await ensure();
    const { subjects } = await client.get(ClusterRoleBinding, { name: 'system:kube-scheduler' });
    assert.deepEqual(subjects, [subject, ...(binding.subjects ?? [])]);
  });

  test('are left alone when they say so', async () => {
    const { cluster, client, ensure } = await start();
    await using _cluster = cluster;
    const ref = { name: 'system:kube-scheduler' };
    const body = { metadata: { annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'false' } }, rules: [rule] };
    await client.patch(ClusterRole, ref, { type: 'merge', body });
    await ensure();
    assert.deepEqual((await client.get(ClusterRole, ref)).rules, [rule]);
  });

  test('that were deleted come back; those of others are not touched', async () => {
    const { cluster, client, ensure } = await start();
    await using _cluster = cluster;
    await client.delete(ClusterRole, { name: 'view' });
    const mine = await client.create(ClusterRole, { metadata: { name: 'mine' }, rules: [rule] });
    await ensure();
    assert.equal((await client.get(ClusterRole, { name: 'view' })).metadata.name, 'view');
    assert.deepEqual(await client.get(ClusterRole, { name: 'mine' }), mine);
  });
});

function load(): Readonly<Record<string, readonly Known[]>> | undefined {
  try {
    return JSON.parse(readFileSync(new URL('../../../shared/facts/bootstrap.json', import.meta.url), 'utf8')) as Record<string, Known[]>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
