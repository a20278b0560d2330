import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceTaintRule } from '../../kinds/resource/device-taint-rule.ts';
import { meta } from '../testing/builders.ts';
import { conditionOf, type Outlook } from './rule-condition.ts';

type Effect = DeviceTaintRule['spec']['taint']['effect'];

const rule = (effect: Effect): DeviceTaintRule => ({
  apiVersion: 'resource.k8s.io/v1beta2',
  kind: 'DeviceTaintRule',
  metadata: meta('rule', { generation: 4 }),
  spec: { taint: { key: 'broken', effect } },
  status: {},
});

const nothing: Outlook = { pendingIn: [], evictedPods: 0, publishedDevices: 0, allocatedDevices: 0 };
const none = (selected: string) =>
  `${selected} if the effect was NoExecute. This information will not be updated again. Recreate the DeviceTaintRule to trigger an update.`;
const evicted = (pods: string) => `${pods} evicted since starting the controller.`;

const cases: readonly [effect: Effect, outlook: Partial<Outlook>, status: string, reason: string, message: string][] = [
  ['NoExecute', {}, 'False', 'NotStarted', ''],
  ['NoExecute', { pendingIn: ['shop'] }, 'True', 'PodsPendingEviction', '1 pod needs to be evicted in 1 namespace.'],
  [
    'NoExecute',
    { pendingIn: ['shop', 'shop', 'bank'], evictedPods: 1 },
    'True',
    'PodsPendingEviction',
    `3 pods need to be evicted in 2 different namespaces. ${evicted('1 pod')}`,
  ],
  ['NoExecute', { evictedPods: 2 }, 'False', 'Completed', evicted('2 pods')],
  ['NoSchedule', { pendingIn: ['shop'] }, 'False', 'OtherEffect', 'Eviction only happens for the NoExecute effect.'],
  [
    'None',
    {},
    'False',
    'NoEffect',
    none('0 published devices selected. 0 allocated devices selected. 0 pods would be evicted in 0 different namespaces'),
  ],
  [
    'None',
    { pendingIn: ['shop'], publishedDevices: 1, allocatedDevices: 2 },
    'False',
    'NoEffect',
    none('1 published device selected. 2 allocated devices selected. 1 pod would be evicted in 1 namespace'),
  ],
];

for (const [effect, outlook, status, reason, message] of cases) {
  test(`a rule with effect ${effect} says: ${message || reason}`, () => {
    assert.deepEqual(conditionOf(rule(effect), { ...nothing, ...outlook }), {
      type: 'EvictionInProgress',
      status,
      reason,
      message,
      observedGeneration: 4,
    });
  });
}
