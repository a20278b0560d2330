import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { pod, replicaSet, at, startMs } from '../testing/builders.ts';
import { plan, statusOf } from './plan.ts';

const nowMs = startMs + 3_600_000;
const none = () => [];
const pods = (count: number) => Array.from({ length: count }, (_, index) => pod(`pod-${index}`));

test('as many pods are made as are missing, 500 at a time', () => {
  assert.equal(plan(replicaSet('web', { spec: { replicas: 3 } }), pods(1), none, nowMs).create, 2);
  assert.equal(plan(replicaSet('web', { spec: { replicas: 3 } }), pods(3), none, nowMs).create, 0);
  assert.equal(plan(replicaSet('web', { spec: { replicas: 2000 } }), [], none, nowMs).create, 500);
});

test('a replica set that is being deleted makes and removes nothing', () => {
  const going = replicaSet('web', { spec: { replicas: 0 }, metadata: { deletionTimestamp: at(0) } });
  assert.deepEqual(plan(going, pods(2), none, nowMs), { create: 0, remove: [] });
});

const cost = (value: string) => ({ metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': value } } });

const orders: Record<string, [first: Pod, second: Pod]> = {
  'a pod without a node goes before one on a node': [pod('b', { node: '', phase: 'Pending' }), pod('a', { phase: 'Pending' })],
  'a pending pod goes before one of unknown phase': [pod('b', { phase: 'Pending' }), pod('a', { phase: 'Unknown' })],
  'a pod of unknown phase goes before a running one': [pod('b', { phase: 'Unknown' }), pod('a')],
  'a pod that is not ready goes before a ready one': [pod('b'), pod('a', { readySince: 0 })],
  'a pod of lower deletion cost goes first': [pod('b', { ...cost('-1'), readySince: 0 }), pod('a', { readySince: 3000 })],
  'a deletion cost that is no plain number does not count': [pod('b', { readySince: 3500 }), pod('a', { ...cost('+1'), readySince: 10 })],
  'a pod that became ready much later goes first': [pod('b', { readySince: 3500 }), pod('a', { readySince: 10 })],
  'pods ready for about as long are decided by uid': [pod('a', { readySince: 10 }), pod('b', { readySince: 500 })],
  'a pod that restarted more often goes first': [pod('b', { restarts: 3 }), pod('a', { restarts: 1 })],
  'a much younger pod goes first': [pod('b', { metadata: { creationTimestamp: at(3590) } }), pod('a')],
};

for (const [name, [first, second]] of Object.entries(orders)) {
  test(name, () => {
    for (const given of [
      [first, second],
      [second, first],
    ]) {
      const { remove } = plan(replicaSet('web', { spec: { replicas: 1 } }), given, none, nowMs);
      assert.deepEqual(remove, [first]);
    }
  });
}

test('a pod on a node with more related pods goes first', () => {
  const crowded = pod('b', { node: 'crowded' });
  const alone = pod('a', { node: 'empty' });
  const related = () => [crowded, alone, pod('other', { node: 'crowded' })];
  assert.deepEqual(plan(replicaSet('web'), [alone, crowded], related, nowMs).remove, [crowded]);
});

test('the status counts pods, and says once that pods could not be made', () => {
  const set = replicaSet('web', { metadata: { generation: 2 }, spec: { replicas: 4, minReadySeconds: 60 } });
  const active = [pod('a', { readySince: 0 }), pod('b', { readySince: 3590 }), pod('c', { metadata: { labels: { app: 'other' } } })];
  const failure = new Error('quota');
  const status = statusOf(set, { active, terminating: [pod('d')], failure }, nowMs);
  assert.deepEqual(status, {
    replicas: 3,
    fullyLabeledReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 1,
    terminatingReplicas: 1,
    observedGeneration: 2,
    conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'quota', lastTransitionTime: at(3600) }],
  });
  const again = statusOf({ ...set, status }, { active, terminating: [pod('d')], failure: new Error('again') }, nowMs);
  assert.equal(again, status);
  const better = statusOf({ ...set, status }, { active, terminating: [], failure: undefined }, nowMs);
  assert.deepEqual(better.conditions, []);
});
