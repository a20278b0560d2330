import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TopologySpreadConstraint } from '../../kinds/core/pod/affinity.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import { Chooser } from '../cycle/choose.ts';
import { NominatedPods } from '../cycle/nominated-pods.ts';
import { defaultProfile } from '../profile.ts';
import { podInfoOf } from '../snapshot/pod-info.ts';
import { meta, node, pod, type PodOptions } from '../testing/builders.ts';
import { clusterOf } from '../testing/cluster.ts';
import { preempt, type Preemption } from './preempt.ts';

interface Scene {
  readonly nodes?: readonly Node[];
  readonly pods: readonly (readonly [Pod, string])[];
  readonly incoming: Pod;
  readonly budgets?: readonly PodDisruptionBudget[];
  readonly nominated?: readonly (readonly [Pod, string])[];
}

function preemptIn({ nodes = [node('a')], pods, incoming, budgets = [], nominated: nominations = [] }: Scene): Preemption {
  const cluster = clusterOf({ nodes, pods, objects: budgets });
  const nominated = new NominatedPods();
  for (const [each, on] of nominations) nominated.set(podInfoOf(each), on);
  const info = podInfoOf(incoming);
  const choice = new Chooser({ profile: defaultProfile, cluster, nominated }).choose(info);
  assert(choice.type === 'none', 'the pod fits without preemption');
  return preempt(info, { cluster, nominated, filters: choice.filters, refusals: choice.refusals });
}

const using = (name: string, cpu: string, priority: number, more: PodOptions = {}) => pod(name, { requests: { cpu }, priority, ...more });
const startedAt = (time: string): PodOptions => ({ status: { startTime: `2026-01-01T${time}:00Z` } });
const budget = (app: string, disruptionsAllowed: number): PodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: meta(app, { namespace: 'shop' }),
  spec: { selector: { matchLabels: { app } } },
  status: { disruptionsAllowed, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
});
const perNode: TopologySpreadConstraint = {
  maxSkew: 1,
  topologyKey: 'kubernetes.io/hostname',
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: { app: 'web' } },
};

const chosen: (Scene & { name: string; node: string; victims: string[] })[] = [
  {
    name: 'the only pod of lower priority',
    pods: [
      [using('low', '3', 1), 'a'],
      [using('high', '1', 100), 'a'],
    ],
    incoming: using('web', '3', 10),
    node: 'a',
    victims: ['low'],
  },
  {
    name: 'no more than needed, the least important first',
    pods: [
      [using('one', '1', 3), 'a'],
      [using('two', '1', 2), 'a'],
      [using('three', '1', 1), 'a'],
    ],
    incoming: using('web', '2', 10),
    node: 'a',
    victims: ['three'],
  },
  {
    name: 'who runs for a shorter time, of equals',
    pods: [
      [using('old', '2', 1, startedAt('00:00')), 'a'],
      [using('young', '2', 1, startedAt('01:00')), 'a'],
    ],
    incoming: using('web', '2', 10),
    node: 'a',
    victims: ['young'],
  },
  {
    name: 'not those that a budget protects, though more important ones go',
    pods: [
      [using('guarded', '2', 1, { labels: { app: 'guarded' } }), 'a'],
      [using('free', '2', 5), 'a'],
    ],
    budgets: [budget('guarded', 0)],
    incoming: using('web', '2', 10),
    node: 'a',
    victims: ['free'],
  },
  {
    name: 'on the node where no budget is violated',
    nodes: [node('a'), node('b')],
    pods: [
      [using('guarded', '4', 1, { labels: { app: 'guarded' } }), 'a'],
      [using('free', '4', 5), 'b'],
    ],
    budgets: [budget('guarded', 0)],
    incoming: using('web', '2', 10),
    node: 'b',
    victims: ['free'],
  },
  {
    name: 'on the node whose victims are of the lowest priority',
    nodes: [node('a'), node('b')],
    pods: [
      [using('a1', '4', 5), 'a'],
      [using('b1', '2', 4), 'b'],
      [using('b2', '2', 4), 'b'],
    ],
    incoming: using('web', '4', 10),
    node: 'b',
    victims: ['b1', 'b2'],
  },
  {
    name: 'on the node with the fewest victims',
    nodes: [node('a'), node('b')],
    pods: [
      [using('a1', '4', 5), 'a'],
      [using('b1', '2', 5), 'b'],
      [using('b2', '2', 5), 'b'],
    ],
    incoming: using('web', '4', 10),
    node: 'a',
    victims: ['a1'],
  },
  {
    name: 'pods that keep it away',
    pods: [
      [
        pod('guard', {
          priority: 1,
          spec: {
            affinity: {
              podAntiAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: [
                  { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
                ],
              },
            },
          },
        }),
        'a',
      ],
      [pod('other', { priority: 1 }), 'a'],
    ],
    incoming: pod('web', { priority: 10, labels: { app: 'web' } }),
    node: 'a',
    victims: ['guard'],
  },
  {
    name: 'pods that make the spread uneven',
    nodes: [node('a'), node('b', { allocatable: { cpu: '0' } })],
    pods: [[using('peer', '1', 1, { labels: { app: 'web' } }), 'a']],
    incoming: using('web', '1', 10, { labels: { app: 'web' }, spec: { topologySpreadConstraints: [perNode] } }),
    node: 'a',
    victims: ['peer'],
  },
  {
    name: 'enough for a nominated pod beside it',
    pods: [
      [using('one', '2', 1), 'a'],
      [using('two', '2', 1), 'a'],
    ],
    nominated: [[using('waiting', '2', 20), 'a']],
    incoming: using('web', '2', 10),
    node: 'a',
    victims: ['one', 'two'],
  },
];

for (const { name, node: expected, victims, ...scene } of chosen) {
  test(`preemption removes ${name}`, () => {
    const found = preemptIn(scene);
    assert(found.type === 'victims', JSON.stringify(found));
    assert.equal(found.victims.node, expected);
    assert.deepEqual(found.victims.pods.map((each) => each.pod.metadata.name).toSorted(), victims);
  });
}

const refused: (Scene & { name: string; message: string })[] = [
  {
    name: 'nobody is of lower priority',
    pods: [[using('peer', '4', 10), 'a']],
    incoming: using('web', '2', 10),
    message: 'preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
  },
  {
    name: 'it would not fit an empty node',
    nodes: [node('a'), node('b', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] })],
    pods: [[using('low', '4', 1), 'a']],
    incoming: using('web', '5', 10),
    message: 'preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
  },
  {
    name: 'it would not fit although all leave that may',
    pods: [
      [using('low', '1', 1), 'a'],
      [using('high', '2', 100), 'a'],
    ],
    incoming: using('web', '3', 10),
    message: 'preemption: 0/1 nodes are available: 1 Insufficient cpu.',
  },
  {
    name: 'the pod does not want it',
    pods: [[using('low', '4', 1), 'a']],
    incoming: using('web', '2', 10, {
      spec: { preemptionPolicy: 'Never', containers: [{ name: 'main', resources: { requests: { cpu: '2' } } }] },
    }),
    message: 'preemption: not eligible due to preemptionPolicy=Never.',
  },
  {
    name: 'others are leaving for it already',
    pods: [
      [
        using('low', '4', 1, {
          metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' },
          status: { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }] },
        }),
        'a',
      ],
    ],
    nominated: [[using('web', '2', 10), 'a']],
    incoming: using('web', '2', 10),
    message: 'preemption: not eligible due to a terminating pod on the nominated node.',
  },
];

for (const { name, message, ...scene } of refused) {
  test(`nobody is preempted: ${name}`, () => {
    const found = preemptIn(scene);
    assert(found.type !== 'victims');
    assert.equal(found.message, message);
  });
}
