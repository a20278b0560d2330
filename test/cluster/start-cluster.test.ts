import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { FakeClock } from '../../src/base/fake-clock.ts';
import { startCluster, type TestCluster } from '../../src/cluster/testing.ts';
import { Deployment } from '../../src/kinds/apps/deployment/index.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { Node } from '../../src/kinds/core/node/index.ts';
import { Pod } from '../../src/kinds/core/pod/index.ts';
import { Secret } from '../../src/kinds/core/secret.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { ClusterRole } from '../../src/kinds/rbac/cluster-role.ts';
import { RoleBinding } from '../../src/kinds/rbac/role-binding.ts';
import type { User } from '../../src/model/request.ts';
import { MemoryStore } from '../../src/storage/memory/store.ts';
import { until } from '../support/until.ts';

const namespace = 'default';
const run = promisify(execFile);

test('a cluster needs no ports, and once it has stopped its process ends by itself', async () => {
  const program = `
    import { startCluster } from ${JSON.stringify(new URL('../../src/cluster/testing.ts', import.meta.url))};
    const cluster = await startCluster({ parts: ['controllers', 'scheduler'] });
    const running = process.getActiveResourcesInfo();
    await cluster.client.request({ method: 'GET', path: '/version' });
    await cluster.stop();
    // Whatever was on its way out is gone by then.
    await new Promise(setImmediate);
    console.log(JSON.stringify({ running, stopped: process.getActiveResourcesInfo() }));
  `;
  // Ends with an error when the process does not end by itself in time.
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { timeout: 30_000 });
  const { running, stopped } = JSON.parse(stdout) as { running: string[]; stopped: string[] };
  const own = (resources: string[]) => resources.filter((name) => name !== 'PipeWrap' && name !== 'Immediate');
  assert.deepEqual(
    own(running).filter((name) => name !== 'Timeout'),
    [],
  );
  assert.deepEqual(own(stopped), []);
});

test('stopping twice does no harm, and nobody is answered any more', async () => {
  const cluster = await startCluster({ parts: ['controllers', 'scheduler'] });
  await cluster.stop();
  await cluster.stop();
  await assert.rejects(cluster.client.create(ConfigMap, { metadata: { name: 'late', namespace } }));
});

test('clusters side by side know nothing of each other', async () => {
  await using one = await startCluster();
  await using other = await startCluster();
  await one.client.create(ConfigMap, { metadata: { name: 'mine', namespace } });
  assert.deepEqual((await other.client.list(ConfigMap, { namespace })).items, []);

  const token = await tokenOf(one, 'robot');
  assert.deepEqual(await whoAmI(one, token), 'system:serviceaccount:default:robot');
  assert.deepEqual(await whoAmI(other, token), 401);
});

test('a Secret can hold a token of a service account, which counts as long as the Secret is there', async () => {
  await using cluster = await startCluster({ parts: ['controllers'] });
  await cluster.client.create(ServiceAccount, { metadata: { name: 'robot', namespace } });
  const annotations = { 'kubernetes.io/service-account.name': 'robot' };
  await cluster.client.create(Secret, { metadata: { name: 'token', namespace, annotations }, type: 'kubernetes.io/service-account-token' });
  const token = await until('the token', async () => {
    const { data } = await cluster.client.get(Secret, { name: 'token', namespace });
    return data?.['token'] && Buffer.from(data['token'], 'base64').toString();
  });
  assert.equal(await whoAmI(cluster, token || ''), 'system:serviceaccount:default:robot');
  await cluster.client.delete(Secret, { name: 'token', namespace });
  assert.equal(await whoAmI(cluster, token || ''), 401);
});

async function tokenOf({ client }: TestCluster, name: string): Promise<string> {
  await client.create(ServiceAccount, { metadata: { name, namespace } });
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec: {} };
  const answer = await client.post<{ status: { token: string } }>(ServiceAccount, { name, namespace }, 'token', body);
  return answer.status.token;
}

/** The name of the token's user, or the code of the refusal. */
async function whoAmI(cluster: TestCluster, token: string): Promise<unknown> {
  const { code, body } = await cluster.handle({
    method: 'POST',
    path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json' },
    credentials: { type: 'bearer', token },
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    signal: AbortSignal.timeout(10_000),
  });
  if (code !== 201 || body.type !== 'object') return code;
  return (body.value.object as { status: { userInfo: { username: string } } }).status.userInfo.username;
}

test('with controllers and a scheduler, the pods of a deployment get nodes', async () => {
  await using cluster = await startCluster({ parts: ['controllers', 'scheduler'] });
  const { client } = cluster;
  for (const name of ['n1', 'n2']) await addReadyNode(cluster, name);
  const labels = { app: 'web' };
  await client.create(Deployment, {
    metadata: { name: 'web', namespace },
    spec: {
      replicas: 4,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  });
  const pods = await until('every pod has a node', async () => {
    const { items } = await client.list(Pod, { namespace, labelSelector: 'app=web' });
    return items.length === 4 && items.every(({ spec }) => spec.nodeName) ? items : undefined;
  });
  assert.deepEqual(new Set(pods.map(({ spec }) => spec.nodeName)), new Set(['n1', 'n2']));
  for (const { spec, status } of pods) {
    assert.equal(spec.serviceAccountName, 'default');
    assert.equal(status.conditions?.find(({ type }) => type === 'PodScheduled')?.status, 'True');
  }
  const { status } = await until('the deployment knows its pods', async () => {
    const deployment = await client.get(Deployment, { namespace, name: 'web' });
    return deployment.status.replicas === 4 && deployment;
  });
  assert.equal(status.updatedReplicas, 4);
});

/** A node that says of itself what a kubelet would, and no more. */
async function addReadyNode({ client }: TestCluster, name: string): Promise<void> {
  const node = await client.create(Node, { metadata: { name, labels: { 'kubernetes.io/hostname': name } }, spec: {} });
  const now = node.metadata.creationTimestamp;
  const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: now, lastTransitionTime: now } as const;
  const capacity = { cpu: '4', memory: '8Gi', pods: '110' };
  await client.patch(
    Node,
    { name },
    { type: 'merge', body: { status: { conditions: [ready], capacity, allocatable: capacity } } },
    { subresource: 'status' },
  );
}

test('without parts nothing happens by itself', async () => {
  await using cluster = await startCluster();
  const { client } = cluster;
  await client.create(Namespace, { metadata: { name: 'shop' }, spec: {} });
  assert.deepEqual((await client.list(ServiceAccount)).items, []);
});

describe('a user without rights', () => {
  const jane: User = { name: 'jane', groups: ['system:authenticated'] };
  const cases: readonly (readonly [what: string, ask: (cluster: TestCluster) => Promise<unknown>, message: string])[] = [
    [
      'list',
      (cluster) => cluster.clientAs(jane).list(ConfigMap, { namespace }),
      'configmaps is forbidden: User "jane" cannot list resource "configmaps" in API group "" in the namespace "default"',
    ],
    [
      'list everywhere',
      (cluster) => cluster.clientAs(jane).list(Deployment),
      'deployments.apps is forbidden: User "jane" cannot list resource "deployments" in API group "apps" at the cluster scope',
    ],
    [
      'get',
      (cluster) => cluster.clientAs(jane).get(Node, { name: 'n1' }),
      'nodes "n1" is forbidden: User "jane" cannot get resource "nodes" in API group "" at the cluster scope',
    ],
    [
      'create',
      (cluster) => cluster.clientAs(jane).create(ConfigMap, { metadata: { name: 'a', namespace } }),
      'configmaps is forbidden: User "jane" cannot create resource "configmaps" in API group "" in the namespace "default"',
    ],
    [
      'evict',
      (cluster) => cluster.clientAs(jane).post(Pod, { name: 'web', namespace }, 'eviction', {}),
      'pods "web" is forbidden: User "jane" cannot create resource "pods/eviction" in API group "" in the namespace "default"',
    ],
    [
      'see metrics',
      (cluster) => cluster.clientAs(jane).request({ method: 'GET', path: '/metrics' }),
      'forbidden: User "jane" cannot get path "/metrics"',
    ],
  ];
  for (const [what, ask, message] of cases) {
    test(`may not ${what}`, async () => {
      await using cluster = await startCluster();
      await assert.rejects(ask(cluster), { message });
    });
  }

  test('may do what a role lets him, from the moment that he has it', async () => {
    await using cluster = await startCluster();
    await cluster.client.create(RoleBinding, {
      metadata: { name: 'jane', namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }],
    });
    await cluster.clientAs(jane).create(ConfigMap, { metadata: { name: 'a', namespace } });
    await assert.rejects(cluster.clientAs(jane).list(ConfigMap, { namespace: 'kube-system' }), /in the namespace "kube-system"$/);
  });
});

test('time is what the clock says', async () => {
  const clock = new FakeClock(Date.UTC(2030, 0, 1));
  await using cluster = await startCluster({ clock });
  const { metadata } = await cluster.client.create(ConfigMap, { metadata: { name: 'a', namespace } });
  assert.equal(metadata.creationTimestamp, '2030-01-01T00:00:00Z');
});

test('a store outlives its cluster, and nothing is written by starting again', async () => {
  await using store = new MemoryStore();
  const first = await startCluster({ store });
  const { metadata } = await first.client.create(ConfigMap, { metadata: { name: 'a', namespace } });
  await first.stop();
  const revision = await store.revision();
  await using second = await startCluster({ store });
  assert.deepEqual((await second.client.get(ConfigMap, { name: 'a', namespace })).metadata, metadata);
  assert.equal(await store.revision(), revision);
});

test('without bootstrap objects there is nothing but the administrator', async () => {
  await using cluster = await startCluster({ bootstrap: false });
  assert.deepEqual((await cluster.client.list(ClusterRole)).items, []);
  assert.deepEqual((await cluster.client.list(Namespace)).items, []);
});
