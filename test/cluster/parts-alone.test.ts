import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deployment } from '../../src/kinds/apps/deployment/index.ts';
import { ReplicaSet } from '../../src/kinds/apps/replica-set/index.ts';
import { Lease } from '../../src/kinds/coordination/lease.ts';
import { Node } from '../../src/kinds/core/node/index.ts';
import { Pod } from '../../src/kinds/core/pod/index.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { startApiServerProcess, temporaryFolder } from '../support/api-server-process.ts';
import { startPart } from '../support/part-process.ts';
import { until } from '../support/until.ts';

const namespace = 'default';
const quickly = ['--leader-elect-lease-duration=3s', '--leader-elect-renew-deadline=2s', '--leader-elect-retry-period=200ms'];
const deployment = (name: string) => ({
  metadata: { name, namespace },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
});

test('controllers and scheduler run alone, one of two at a time, and the other takes over', { timeout: 120_000 }, async () => {
  await using folder = await temporaryFolder();
  await using server = await startApiServerProcess({ dataDir: folder.path });
  const { client, kubeconfig } = server;
  const manager = () =>
    startPart(['controller-manager', `--kubeconfig=${kubeconfig}`, '--use-service-account-credentials', '--secure-port=0', ...quickly]);
  const holder = async (name: string) =>
    (await client.list(Lease, { namespace: 'kube-system' })).items.find(({ metadata }) => metadata.name === name)?.spec.holderIdentity;

  await using first = manager();
  const leader = await until('a manager leads', () => holder('kube-controller-manager'));
  await using second = manager();
  await using scheduler = startPart(['scheduler', `--kubeconfig=${kubeconfig}`, '--secure-port=0', ...quickly]);
  await until('a scheduler leads', () => holder('kube-scheduler'));
  await until('the other stands by', () => second.log().includes('another is leader'));

  await until('the namespace has its account', () => client.get(ServiceAccount, { name: 'default', namespace }));
  await client.create(Node, { metadata: { name: 'n' }, spec: {} });
  await client.patch(
    Node,
    { name: 'n' },
    {
      type: 'merge',
      body: { status: { allocatable: { cpu: '4', memory: '8Gi', pods: '10' }, conditions: [{ type: 'Ready', status: 'True' }] } },
    },
    { subresource: 'status' },
  );
  await client.patch(Node, { name: 'n' }, { type: 'merge', body: { spec: { taints: null } } });
  await client.create(Deployment, deployment('one'));
  const made = await until('a replica set', async () => (await client.list(ReplicaSet, { namespace })).items[0]);
  assert.equal(made.metadata.managedFields?.[0]?.manager, 'kube-controller-manager');
  await client.get(ServiceAccount, { name: 'deployment-controller', namespace: 'kube-system' });
  await until('its pod is scheduled', async () => (await client.list(Pod, { namespace })).items[0]?.spec.nodeName === 'n');

  await first.kill();
  const next = await until('the other leads', async () => {
    const now = await holder('kube-controller-manager');
    return now !== leader ? now : undefined;
  });
  assert(next);
  await client.create(Deployment, deployment('two'));
  await until('the other works', async () => (await client.list(ReplicaSet, { namespace })).items.length === 2);

  assert.equal(await second.stop(), 0, second.log());
  assert.equal(await scheduler.stop(), 0, scheduler.log());
  assert.equal(await holder('kube-controller-manager'), '', 'who stops gives the lease back');
});

test('intervals of leader election that cannot work are refused', async () => {
  await using folder = await temporaryFolder();
  await using server = await startApiServerProcess({ dataDir: folder.path });
  await using part = startPart(['scheduler', `--kubeconfig=${server.kubeconfig}`, '--leader-elect-lease-duration=2s']);
  assert.equal(await part.ended, 1);
  assert.match(part.log(), /--leader-elect-lease-duration must be longer than --leader-elect-renew-deadline/);
});

test('a controller that there is not is refused', async () => {
  await using part = startPart(['controller-manager', '--controllers=*,-no-such-controller']);
  assert.equal(await part.ended, 1);
  assert.match(part.log(), /"-no-such-controller" is not in the list of known controllers/);
});
