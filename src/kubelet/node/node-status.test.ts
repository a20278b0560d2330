import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeCapacity } from './capacity.ts';
import type { Machine } from './machine.ts';
import { hasChanged, nodePatch } from './node-patch.ts';
import { conditionEvents, nodeStatus, type NodeFacts } from './node-status.ts';
import { pressureOf } from './pressure.ts';

const machine: Machine = {
  cpuCount: 2,
  memoryBytes: 4 * 1024 ** 3,
  swapBytes: 0,
  storageBytes: 100 * 1024 ** 3,
  machineId: 'm',
  systemUuid: 's',
  bootId: 'b',
  kernelVersion: '6.1',
  osImage: 'Debian',
  architecture: 'amd64',
};

const facts = (more: Partial<NodeFacts> = {}): NodeFacts => ({
  machine,
  capacity: nodeCapacity(machine, { maxPods: 110, hugePageBytes: { '2MB': 0 } }),
  addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
  pressure: { memory: false, disk: false, processes: false },
  problems: [],
  images: [],
  volumesInUse: [],
  kubeletVersion: 'v1',
  runtimeVersion: 'containerd://2',
  handlers: [],
  features: { supplementalGroupsPolicy: false, userNamespacesHostNetwork: false },
  serverPort: 10250,
  nowMs: 0,
  ...more,
});

test('what pods may have is what the node has, less what is kept and what evictions keep free', () => {
  const { capacity, allocatable } = nodeCapacity(machine, {
    maxPods: 110,
    hugePageBytes: { '2MB': 1 << 30 },
    reserved: { cpu: '500m', memory: '1Gi' },
  });
  assert.deepEqual(capacity, { cpu: '2', memory: '4Gi', 'ephemeral-storage': '100Gi', pods: '110', 'hugepages-2Mi': '1Gi' });
  assert.deepEqual(allocatable, {
    cpu: '1500m',
    memory: '1948Mi',
    'ephemeral-storage': String(90 * 1024 ** 3),
    pods: '110',
    'hugepages-2Mi': '1Gi',
  });
});

test('a node is ready when nothing speaks against it', () => {
  const ready = (problems: string[]) => nodeStatus(facts({ problems }), undefined).conditions?.find(({ type }) => type === 'Ready');
  assert.deepEqual([ready([])?.status, ready([])?.reason, ready([])?.message], ['True', 'KubeletReady', 'kubelet is posting ready status']);
  assert.deepEqual([ready(['a', 'b'])?.status, ready(['a', 'b'])?.message], ['False', '[a, b]']);
});

test('heartbeats alone are no news, changes of conditions are, and are told as events', () => {
  const before = nodeStatus(facts(), undefined);
  assert.equal(hasChanged(before, nodeStatus(facts({ nowMs: 10_000 }), before)), false);
  const after = nodeStatus(facts({ nowMs: 10_000, pressure: { memory: true, disk: false, processes: false } }), before);
  assert.equal(hasChanged(before, after), true);
  assert.deepEqual(conditionEvents(before.conditions, after.conditions), ['NodeHasInsufficientMemory']);
  assert.equal(after.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime, '1970-01-01T00:00:00Z');
});

test('only what is new is sent, addresses as a whole', () => {
  const before = nodeStatus(facts(), undefined);
  const after = nodeStatus(facts({ addresses: [{ type: 'InternalIP', address: '10.0.0.2' }] }), before);
  assert.deepEqual(nodePatch(before, after), {
    status: { conditions: after.conditions, addresses: [{ $patch: 'replace' }, { type: 'InternalIP', address: '10.0.0.2' }] },
  });
});

test('a node is short of what falls below upstream’s thresholds', () => {
  const plenty = {
    memoryAvailableBytes: 1e9,
    diskAvailableShare: 1,
    inodesAvailableShare: 1,
    imageDiskAvailableShare: 1,
    processesAvailableShare: 1,
  };
  assert.deepEqual(pressureOf(plenty), { memory: false, disk: false, processes: false });
  assert.equal(pressureOf({ ...plenty, memoryAvailableBytes: 1e7 }).memory, true);
  assert.equal(pressureOf({ ...plenty, imageDiskAvailableShare: 0.14 }).disk, true);
  assert.equal(pressureOf({ ...plenty, inodesAvailableShare: 0.04 }).disk, true);
});
