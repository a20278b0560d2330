import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { createInformers } from '../client/create-informers.ts';
import { startCluster } from '../cluster/testing.ts';
import { Node } from '../kinds/core/node/index.ts';
import { Service } from '../kinds/core/service/index.ts';
import { EndpointSlice } from '../kinds/discovery/endpoint-slice/index.ts';
import { ClusterRole } from '../kinds/rbac/cluster-role.ts';
import { ClusterRoleBinding } from '../kinds/rbac/cluster-role-binding.ts';
import { Role } from '../kinds/rbac/role.ts';
import { RoleBinding } from '../kinds/rbac/role-binding.ts';
import { clusterDnsService } from './cluster-service.ts';
import { wantedSlices } from './cluster-service-objects.ts';
import { clusterDnsServiceClusterRules, clusterDnsServiceRules } from './permissions.ts';

const user = { name: 'system:serviceaccount:kube-system:cluster-dns', groups: ['system:authenticated'] };
const subjects = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: user.name }];
const roleRef = (kind: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: 'cluster-dns' });

test('the service leads to all nodes, and stays so whatever somebody does to it', async () => {
  await using cluster = await startCluster();
  const { client } = cluster;
  const metadata = { name: 'cluster-dns' };
  await client.create(ClusterRole, { metadata, rules: [...clusterDnsServiceClusterRules] });
  await client.create(ClusterRoleBinding, { metadata, roleRef: roleRef('ClusterRole'), subjects });
  const inSystem = { ...metadata, namespace: 'kube-system' };
  await client.create(Role, { metadata: inSystem, rules: [...clusterDnsServiceRules] });
  await client.create(RoleBinding, { metadata: inSystem, roleRef: roleRef('Role'), subjects });

  const addNode = async (name: string, address: string, ready: boolean) => {
    const node = await client.create(Node, { metadata: { name }, spec: {} });
    const status = {
      addresses: [{ type: 'InternalIP', address }],
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    };
    await client.update(Node, { ...node, status }, { subresource: 'status' });
  };
  await addNode('node-1', '192.0.2.1', true);

  const own = cluster.clientAs(user);
  const informers = createInformers({ client: own, clock: systemClock, log: silentLog });
  const keeper = clusterDnsService({ client: own, informers, address: '10.96.0.10', port: 5353, clock: systemClock, log: silentLog });
  const stopping = new AbortController();
  const running = Promise.all([informers.run(stopping.signal), keeper.run(stopping.signal)]);
  try {
    const endpoints = async () => {
      const { items } = await client.list(EndpointSlice, {
        namespace: 'kube-system',
        labelSelector: 'kubernetes.io/service-name=kube-dns',
      });
      return items
        .flatMap(({ endpoints }) => endpoints ?? [])
        .map(({ addresses, nodeName, conditions }) => [nodeName, addresses[0], conditions?.ready]);
    };
    await eventually(async () => assert.deepEqual(await endpoints(), [['node-1', '192.0.2.1', true]]));
    const service = await client.get(Service, { namespace: 'kube-system', name: 'kube-dns' });
    assert.equal(service.spec.clusterIP, '10.96.0.10');
    assert.equal(service.spec.internalTrafficPolicy, 'Local');
    assert.deepEqual(
      service.spec.ports?.map(({ name, protocol, port, targetPort }) => [name, protocol, port, targetPort]),
      [
        ['dns', 'UDP', 53, 5353],
        ['dns-tcp', 'TCP', 53, 5353],
      ],
    );

    await client.delete(EndpointSlice, { namespace: 'kube-system', name: 'kube-dns-nodes-0' });
    await client.update(Service, { ...service, spec: { ...service.spec, selector: { app: 'mine' }, ports: [{ port: 54 }] } });
    await addNode('node-2', '192.0.2.2', false);
    await eventually(async () =>
      assert.deepEqual(await endpoints(), [
        ['node-1', '192.0.2.1', true],
        ['node-2', '192.0.2.2', false],
      ]),
    );
    const restored = await client.get(Service, { namespace: 'kube-system', name: 'kube-dns' });
    assert.equal(restored.spec.selector, undefined);
    assert.equal(restored.spec.ports?.length, 2);
  } finally {
    stopping.abort();
    await running;
  }
});

test('nodes are spread over as many slices as it takes', () => {
  const nodes = Array.from({ length: 1001 }, (_, index): Node => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${index}`, uid: `${index}`, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: {},
    status: {
      addresses: [
        { type: 'Hostname', address: 'here' },
        { type: 'InternalIP', address: `10.0.${index >> 8}.${index & 255}` },
      ],
    },
  }));
  const slices = wantedSlices(nodes, { family: 4, port: 53 });
  assert.deepEqual(
    slices.map(({ endpoints }) => endpoints?.length),
    [1000, 1],
  );
  assert.deepEqual(
    wantedSlices([], { family: 4, port: 53 }).map(({ endpoints }) => endpoints),
    [[]],
  );
});

async function eventually(attempt: () => Promise<unknown>): Promise<void> {
  const deadlineMs = systemClock.now() + 5000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (systemClock.now() > deadlineMs) throw error;
      await systemClock.sleep(20);
    }
  }
}
