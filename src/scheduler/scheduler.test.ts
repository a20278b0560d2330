import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplicaSet } from '../kinds/apps/replica-set/index.ts';
import { Event } from '../kinds/core/event.ts';
import { PersistentVolumeClaim } from '../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../kinds/core/persistent-volume/index.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import { podCondition } from '../kinds/core/pod/readiness.ts';
import { PriorityClass } from '../kinds/scheduling/priority-class.ts';
import { ownerReference } from '../model/owner-references.ts';
import { eventually, runScheduler } from './testing/run-scheduler.ts';

const namespace = 'shop';
const isPlaced = ({ spec }: Pod) => Boolean(spec.nodeName);

test('30 pods of a replica set are spread evenly over 3 nodes', async () => {
  await using cluster = await runScheduler();
  const { client } = cluster;
  for (const name of ['a', 'b', 'c']) await cluster.addNode(name);
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example.com/app:1' }] } };
  const set = await client.create(ReplicaSet, {
    metadata: { name: 'web', namespace },
    spec: { replicas: 30, selector: { matchLabels: labels }, template },
  });
  const owner = ownerReference(set);
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      client.create(Pod, {
        metadata: { name: `web-${index}`, namespace, labels, ownerReferences: [owner] },
        spec: { containers: [{ name: 'main', image: 'example.com/app:1', resources: { requests: { cpu: '50m', memory: '64Mi' } } }] },
      }),
    ),
  );
  const pods = await eventually(
    async () => (await client.list(Pod, { namespace })).items,
    (items) => items.every(isPlaced),
  );
  const byNode = Object.groupBy(pods, ({ spec }) => spec.nodeName ?? '');
  assert.deepEqual(Object.fromEntries(Object.entries(byNode).map(([node, on = []]) => [node, on.length])), { a: 10, b: 10, c: 10 });
  const first = pods[0];
  assert.equal(first && podCondition(first, 'PodScheduled')?.status, 'True');
  const events = await eventually(
    async () => (await client.list(Event, { namespace })).items.filter(({ reason }) => reason === 'Scheduled'),
    (items) => items.length > 0,
  );
  const [event] = events;
  assert.equal(event?.source?.component, 'default-scheduler');
  assert.match(event?.message ?? '', /^Successfully assigned shop\/web-\d+ to [abc]$/);
});

test('a pod without a node that fits is told why, and placed once there is one', async () => {
  await using cluster = await runScheduler();
  const { client } = cluster;
  await cluster.addNode('small', { allocatable: { cpu: '1' } });
  await cluster.addNode('tainted', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] });
  await cluster.addPod('big', { requests: { cpu: '2' } });
  const read = () => client.get(Pod, { namespace, name: 'big' });
  const waiting = await eventually(read, (pod) => podCondition(pod, 'PodScheduled')?.status === 'False');
  const condition = podCondition(waiting, 'PodScheduled');
  assert.equal(condition?.reason, 'Unschedulable');
  assert.equal(
    condition.message,
    '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
  );
  const [event] = await eventually(
    async () => (await client.list(Event, { namespace })).items.filter(({ reason }) => reason === 'FailedScheduling'),
    (items) => items.length > 0,
  );
  assert.equal(event?.type, 'Warning');
  assert.equal(event?.message, condition.message);
  await cluster.addNode('large');
  const placed = await eventually(read, isPlaced);
  assert.equal(placed.spec.nodeName, 'large');
});

test('a pod waits for the first node of the cluster', async () => {
  await using cluster = await runScheduler();
  await cluster.addPod('web');
  const read = () => cluster.client.get(Pod, { namespace, name: 'web' });
  const waiting = await eventually(read, (pod) => podCondition(pod, 'PodScheduled')?.status === 'False');
  assert.equal(podCondition(waiting, 'PodScheduled')?.message, 'no nodes available to schedule pods');
  await cluster.addNode('a');
  await eventually(read, isPlaced);
});

test('a pod with gates waits until they are gone, and pods of other schedulers are left alone', async () => {
  await using cluster = await runScheduler();
  const { client } = cluster;
  await cluster.addNode('a');
  await cluster.addPod('gated', { spec: { schedulingGates: [{ name: 'example.com/quota' }] } });
  await cluster.addPod('foreign', { spec: { schedulerName: 'other' } });
  await cluster.addPod('plain');
  await eventually(() => client.get(Pod, { namespace, name: 'plain' }), isPlaced);
  const gated = await client.get(Pod, { namespace, name: 'gated' });
  assert.equal(isPlaced(gated), false);
  assert.equal(podCondition(gated, 'PodScheduled')?.reason, 'SchedulingGated');
  await client.patch(Pod, { namespace, name: 'gated' }, { type: 'json', body: [{ op: 'remove', path: '/spec/schedulingGates' }] });
  await eventually(() => client.get(Pod, { namespace, name: 'gated' }), isPlaced);
  assert.equal(isPlaced(await client.get(Pod, { namespace, name: 'foreign' })), false);
});

test('a scheduler that starts anew leaves placed pods where they are and counts them', async () => {
  await using cluster = await runScheduler();
  const { client } = cluster;
  await cluster.addNode('a', { allocatable: { cpu: '1' } });
  await cluster.addPod('first', { requests: { cpu: '600m' } });
  const first = await eventually(() => client.get(Pod, { namespace, name: 'first' }), isPlaced);
  await cluster.restart();
  await cluster.addPod('second', { requests: { cpu: '600m' } });
  const read = () => client.get(Pod, { namespace, name: 'second' });
  const second = await eventually(read, (pod) => podCondition(pod, 'PodScheduled') !== undefined);
  assert.match(podCondition(second, 'PodScheduled')?.message ?? '', /^0\/1 nodes are available: 1 Insufficient cpu\./);
  const still = await client.get(Pod, { namespace, name: 'first' });
  assert.equal(still.metadata.resourceVersion, first.metadata.resourceVersion);
  await client.delete(Pod, { namespace, name: 'first' }, { gracePeriodSeconds: 0 });
  await eventually(read, isPlaced);
});

test('a pod of higher priority has room made for it, and gets it', async () => {
  await using cluster = await runScheduler();
  const { client } = cluster;
  for (const [name, value] of [
    ['low', 1],
    ['high', 1000],
  ] as const) {
    await client.create(PriorityClass, { metadata: { name }, value });
  }
  await cluster.addNode('a', { allocatable: { cpu: '2' } });
  for (const name of ['low-1', 'low-2']) await cluster.addPod(name, { requests: { cpu: '1' }, spec: { priorityClassName: 'low' } });
  for (const name of ['low-1', 'low-2']) await eventually(() => client.get(Pod, { namespace, name }), isPlaced);

  await cluster.addPod('high', { requests: { cpu: '1' }, spec: { priorityClassName: 'high' } });
  const read = () => client.get(Pod, { namespace, name: 'high' });
  const nominee = await eventually(read, ({ status }) => status.nominatedNodeName !== undefined);
  assert.equal(nominee.status.nominatedNodeName, 'a');
  assert.equal(podCondition(nominee, 'PodScheduled')?.message, '0/1 nodes are available: 1 Insufficient cpu.');
  const [victim, ...others] = await eventually(
    async () => (await client.list(Pod, { namespace })).items.filter(({ metadata }) => metadata.deletionTimestamp !== undefined),
    (items) => items.length > 0,
  );
  assert(victim && others.length === 0);
  const condition = podCondition(victim, 'DisruptionTarget');
  assert.equal(condition?.reason, 'PreemptionByScheduler');
  assert.equal(condition.message, 'default-scheduler: preempting to accommodate a higher priority pod');
  const [event] = await eventually(
    async () => (await client.list(Event, { namespace })).items.filter(({ reason }) => reason === 'Preempted'),
    (items) => items.length > 0,
  );
  assert.equal(event?.message, `Preempted by pod ${nominee.metadata.uid} on node a`);

  // Nobody runs these pods, so nobody else says that the victim has stopped.
  await client.delete(Pod, victim.metadata, { gracePeriodSeconds: 0 });
  await eventually(read, isPlaced);
});

test('a claim that is not there is told, and a pod is placed once its claim is bound', async () => {
  await using cluster = await runScheduler();
  const { client } = cluster;
  await cluster.addNode('a');
  await cluster.addPod('web', { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } });
  const read = () => client.get(Pod, { namespace, name: 'web' });
  const told = (message: string) =>
    eventually(read, (pod) => podCondition(pod, 'PodScheduled')?.message?.startsWith(`0/1 nodes are available: ${message}. `) ?? false);
  await told('persistentvolumeclaim "data" not found');
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: '' };
  await client.create(PersistentVolumeClaim, { metadata: { name: 'data', namespace }, spec });
  await told('pod has unbound immediate PersistentVolumeClaims');
  await client.create(PersistentVolume, {
    metadata: { name: 'disk' },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/srv/disk' } },
  });
  const body = { metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } }, spec: { volumeName: 'disk' } };
  await client.patch(PersistentVolumeClaim, { name: 'data', namespace }, { type: 'merge', body });
  await eventually(read, isPlaced);
});
