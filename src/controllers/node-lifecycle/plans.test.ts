import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import type { Lease } from '../../kinds/coordination/lease.ts';
import { at, meta, node, startMs } from '../testing/builders.ts';
import { labelsToWrite } from './controller.ts';
import { Evictions } from './evictions.ts';
import { isSilent, listen, unknownConditions } from './health.ts';
import { evictionTaints, schedulingTaints, withChange } from './taints.ts';
import { stateOf } from './zones.ts';

const ready = (status: string, heartbeat = 0) => ({ type: 'Ready', status, lastHeartbeatTime: at(heartbeat), lastTransitionTime: at(0) });
const lease = (renewed: number): Lease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: meta('node-1', { namespace: 'kube-node-lease' }),
  spec: { renewTime: at(renewed) },
});
const nowAt = (seconds: number) => startMs + seconds * 1000;

test('taints follow from conditions, and from being unschedulable', () => {
  const given = node('node-1', {
    spec: {
      unschedulable: true,
      taints: [
        { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
        { key: 'example.com/own', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' },
      ],
    },
    status: { conditions: [ready('Unknown'), { type: 'DiskPressure', status: 'True' }, { type: 'PIDPressure', status: 'False' }] },
  });
  const change = schedulingTaints(given);
  assert.deepEqual(change, {
    add: [
      { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
    ],
    remove: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }],
  });
  assert.deepEqual(
    withChange(given, change, at(9)).map(({ key, effect, timeAdded }) => [key, effect, timeAdded]),
    [
      ['example.com/own', 'NoSchedule', undefined],
      ['node.kubernetes.io/not-ready', 'NoExecute', undefined],
      ['node.kubernetes.io/unreachable', 'NoSchedule', at(9)],
      ['node.kubernetes.io/disk-pressure', 'NoSchedule', at(9)],
      ['node.kubernetes.io/unschedulable', 'NoSchedule', at(9)],
    ],
  );
});

test('a node is never tainted as not ready and unreachable at once', () => {
  assert.deepEqual(evictionTaints('Unknown').remove[0]?.key, 'node.kubernetes.io/not-ready');
  assert.deepEqual(evictionTaints('False').remove[0]?.key, 'node.kubernetes.io/unreachable');
  assert.equal(evictionTaints('True').remove.length, 2);
});

test('labels of old follow the stable ones', () => {
  assert.deepEqual(
    labelsToWrite(
      node('a', {
        metadata: { labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'beta.kubernetes.io/arch': 'amd64' } },
      }),
    ),
    {
      'beta.kubernetes.io/os': 'linux',
    },
  );
  assert.equal(labelsToWrite(node('a')), undefined);
});

test('a node is silent when neither its status nor its lease has changed for fifty seconds', () => {
  const given = node('node-1', { status: { conditions: [ready('True')] } });
  let health = listen(undefined, given, lease(0), nowAt(0));
  health = listen(health, given, lease(0), nowAt(50));
  assert.equal(isSilent(health, nowAt(50)), false);
  assert.equal(isSilent(health, nowAt(51)), true);
  health = listen(health, given, lease(40), nowAt(51));
  assert.equal(isSilent(health, nowAt(60)), false);
  health = listen(health, node('node-1', { status: { conditions: [ready('True', 100)] } }), lease(40), nowAt(110));
  assert.equal(isSilent(health, nowAt(150)), false);
});

test('a node that never reported has a minute from its creation', () => {
  const given = node('node-1');
  const health = listen(undefined, given, undefined, nowAt(20));
  assert.equal(isSilent(health, nowAt(59)), false);
  assert.equal(isSilent(health, nowAt(61)), true);
});

test('of a silent node nothing is known', () => {
  const given = node('node-1', { status: { conditions: [ready('True'), { type: 'NetworkUnavailable', status: 'False' }] } });
  const conditions = unknownConditions(given, nowAt(60));
  assert.deepEqual(
    conditions.map(({ type, status, reason }) => [type, status, reason]),
    [
      ['Ready', 'Unknown', 'NodeStatusUnknown'],
      ['NetworkUnavailable', 'False', undefined],
      ['MemoryPressure', 'Unknown', 'NodeStatusNeverUpdated'],
      ['DiskPressure', 'Unknown', 'NodeStatusNeverUpdated'],
      ['PIDPressure', 'Unknown', 'NodeStatusNeverUpdated'],
    ],
  );
  assert.equal(conditions[0]?.lastTransitionTime, at(60));
  const again = node('node-1', { status: { conditions: [...conditions] } });
  assert.equal(unknownConditions(again, nowAt(99)), again.status.conditions);
});

test('a zone is disrupted when no node is ready, or more than two and most are not', () => {
  assert.equal(stateOf({ ready: 0, notReady: 1 }), 'FullDisruption');
  assert.equal(stateOf({ ready: 2, notReady: 3 }), 'PartialDisruption');
  assert.equal(stateOf({ ready: 1, notReady: 2 }), 'Normal');
  assert.equal(stateOf({ ready: 9, notReady: 3 }), 'Normal');
});

test('nodes lose their pods one every ten seconds, and none while no node is ready', async () => {
  const clock = new FakeClock();
  const evictions = new Evictions({ clock });
  const nodes = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => node(name));
  const assess = (readyCount: number) => evictions.assess(nodes.map((each, index) => ({ node: each, isReady: index < readyCount })));
  assert.equal(assess(6), 'as usual');
  for (const each of nodes.slice(6)) evictions.add(each);
  assert.deepEqual([...evictions.take()], ['g']);
  assert.deepEqual([...evictions.take()], []);
  assert.equal(evictions.nextMs, 10_000);
  await clock.advance(10_000);
  assert.deepEqual([...evictions.take()], ['h']);
  assert.equal(assess(0), 'all disrupted');
  evictions.add(node('f'));
  await clock.advance(100_000);
  assert.deepEqual([...evictions.take()], []);
  assert.equal(assess(6), 'recovered');
  assert.equal(assess(6), 'as usual');
});
