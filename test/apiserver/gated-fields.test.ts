import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../support/in-process.ts';

const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    os: { name: 'linux' },
    schedulingGroup: { podGroupName: 'g' },
    containers: [{ name: 'c', image: 'i:1', lifecycle: { stopSignal: 'SIGUSR1' } }],
  },
});
const lease = (name: string) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name },
  spec: { holderIdentity: 'a', strategy: 'OldestEmulationVersion', preferredHolder: 'b' },
});
const pods = '/api/v1/namespaces/default/pods';
const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';

interface PodSpec {
  readonly schedulingGroup?: object;
  readonly containers: readonly { readonly lifecycle?: object }[];
}

test('fields of features that are off are dropped', async () => {
  await using server = await startServer();
  const { code, body } = await server.ask(`POST ${pods}`, { body: pod('a') });
  assert.equal(code, 201, JSON.stringify(body));
  const spec = body.spec as unknown as PodSpec;
  assert.deepEqual([spec.schedulingGroup, spec.containers[0]?.lifecycle], [undefined, undefined]);
  const created = await server.ask(`POST ${leases}`, { body: lease('l') });
  assert.deepEqual(created.body.spec, { holderIdentity: 'a' });
});

test('fields of features that are on stay', async () => {
  const featureGates = { GenericWorkload: true, ContainerStopSignals: true, CoordinatedLeaderElection: true };
  await using server = await startServer({ featureGates });
  const { code, body } = await server.ask(`POST ${pods}`, { body: pod('a') });
  assert.equal(code, 201, JSON.stringify(body));
  const spec = body.spec as unknown as PodSpec;
  assert.deepEqual([spec.schedulingGroup, spec.containers[0]?.lifecycle], [{ podGroupName: 'g' }, { stopSignal: 'SIGUSR1' }]);
  const created = await server.ask(`POST ${leases}`, { body: lease('l') });
  assert.deepEqual(created.body.spec, lease('l').spec);
});

test('features that are on by default can be turned off', async () => {
  await using server = await startServer({ featureGates: { HostnameOverride: false } });
  const body = pod('a');
  const answer = await server.ask(`POST ${pods}`, { body: { ...body, spec: { ...body.spec, hostnameOverride: 'h' } } });
  assert.equal(answer.code, 201, JSON.stringify(answer.body));
  assert.equal(answer.body.spec?.['hostnameOverride'], undefined);
});
