import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DaemonSet } from '../../kinds/apps/daemon-set/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';
import { at, meta, node, pod, startMs } from '../testing/builders.ts';
import { FailureBackoff } from './backoff.ts';
import { placementFor } from './placement.ts';
import { placesOf, plan } from './plan.ts';
import { daemonPod, daemonTolerations, targetNode } from './pod-template.ts';
import { statusOf } from './status.ts';

const nowMs = startMs + 3_600_000;

const daemonSet = (rollingUpdate: object = { maxSurge: 0, maxUnavailable: 1 }, spec: Partial<PodSpec> = {}): DaemonSet => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: meta('agent', { generation: 3 }),
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'agent', image: 'agent:1' }], ...spec } },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate },
  },
  status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
});

type Form = 'ready' | 'starting' | 'going' | 'failed' | 'succeeded';
const phases = { ready: 'Running', starting: 'Pending', going: 'Running', failed: 'Failed', succeeded: 'Succeeded' } as const;

/** E.g. `n1 old ready`: a pod on node n1, named after all that. */
const podsOf = (...texts: readonly string[]): readonly Pod[] =>
  texts.map((text, index) => {
    const [nodeName = '', age = 'new', form = 'ready'] = text.split(' ') as [string?, string?, Form?];
    return pod(`${nodeName}-${age}-${form}`, {
      node: nodeName,
      phase: phases[form],
      metadata: {
        creationTimestamp: at(index),
        labels: { app: 'agent', 'controller-revision-hash': age },
        ...(form === 'going' && { deletionTimestamp: at(0) }),
      },
      ...(form === 'ready' && { readySince: 0 }),
    });
  });

const nodes = ['n1', 'n2', 'n3'].map((name) => node(name));
const onDelete = { ...daemonSet(), spec: { ...daemonSet().spec, updateStrategy: { type: 'OnDelete' as const } } };

function planned(of: DaemonSet, pods: readonly Pod[], { backoffMs = 0, on = nodes } = {}): string {
  const places = placesOf(on, pods, placementFor(of));
  const { create, remove } = plan(of, { places, hash: 'new', nowMs, backoffMs: () => backoffMs });
  return [...create.map((name) => `+${name}`), ...remove.map(({ metadata }) => `-${metadata.name}`)].join(' ');
}

const surge = { maxSurge: 1, maxUnavailable: 0 };
const tainted = [
  node('n1'),
  node('n2', { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } }),
  node('n3', { spec: { taints: [{ key: 'off', effect: 'NoExecute' }] } }),
];

const cases: readonly (readonly [
  what: string,
  set: DaemonSet,
  pods: readonly Pod[],
  done: string,
  options?: { backoffMs?: number; on?: typeof nodes },
])[] = [
  ['each node gets a pod', daemonSet(), podsOf('n2'), '+n1 +n3'],
  ['a node with a pod on its way out waits for it', daemonSet(), podsOf('n1 new going', 'n2', 'n3'), ''],
  ['of two pods on a node the younger goes', daemonSet(), podsOf('n1 new ready', 'n1 new starting', 'n2', 'n3'), '-n1-new-starting'],
  ['a failed pod goes', daemonSet(), podsOf('n1 new failed', 'n2', 'n3'), '-n1-new-failed'],
  ['a failed pod is left alone for a while', daemonSet(), podsOf('n1 new failed', 'n2', 'n3'), '', { backoffMs: 1000 }],
  ['a pod that has ended goes at once', daemonSet(), podsOf('n1 new succeeded', 'n2', 'n3'), '-n1-new-succeeded', { backoffMs: 1000 }],
  [
    'nothing is made where a taint keeps pods away, and what is there stays unless the taint ends it',
    daemonSet(),
    podsOf('n1', 'n2', 'n3'),
    '-n3-new-ready',
    { on: tainted },
  ],
  ['no pod is made on tainted nodes', daemonSet(), [], '+n1', { on: tainted }],
  [
    'an unplaced pod for a node that is gone goes',
    daemonSet(),
    [
      ...podsOf('n1', 'n2', 'n3'),
      pod('lost', {
        node: '',
        spec: {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n9'] }] }],
              },
            },
          },
        },
      }),
    ],
    '-lost',
  ],
  ['an update removes one old pod', daemonSet(), podsOf('n1 old', 'n2 old', 'n3 old'), '-n1-old-ready'],
  [
    'an update removes as many as may be missing',
    daemonSet({ maxUnavailable: '50%' }),
    podsOf('n1 old', 'n2 old', 'n3 old'),
    '-n1-old-ready -n2-old-ready',
  ],
  ['an update waits for the new pod', daemonSet(), podsOf('n1 new starting', 'n2 old', 'n3 old'), ''],
  [
    'an update removes old pods that are no use in any case',
    daemonSet(),
    podsOf('n1 new starting', 'n2 old starting', 'n3 old'),
    '-n2-old-starting',
  ],
  ['on delete, old pods stay', onDelete, podsOf('n1 old', 'n2 old', 'n3 old'), ''],
  ['with a surge, a new pod comes first', daemonSet(surge), podsOf('n1 old', 'n2 old', 'n3 old'), '+n1'],
  [
    'with a surge, the old pod stays until the new one is available',
    daemonSet(surge),
    podsOf('n1 old', 'n1 new starting', 'n2 old', 'n3 old'),
    '',
  ],
  [
    'with a surge, the old pod goes once the new one is available',
    daemonSet(surge),
    podsOf('n1 old', 'n1 new', 'n2 old', 'n3 old'),
    '-n1-old-ready',
  ],
  [
    'with a surge, an old pod that is not ready is replaced at once',
    daemonSet(surge),
    podsOf('n1 old starting', 'n2 old', 'n3 old'),
    '+n1 +n2',
  ],
  ['with a surge, a pod on its way out is not waited for', daemonSet(surge), podsOf('n1 old going', 'n2', 'n3'), '+n1'],
];

for (const [what, of, pods, done, options] of cases) {
  test(`daemon set: ${what}`, () => assert.equal(planned(of, pods, options), done));
}

test('a daemon set runs where its selector and affinity say', () => {
  const labeled = node('gpu', { metadata: { labels: { gpu: 'yes' } } });
  const place = placementFor(daemonSet({}, { nodeSelector: { gpu: 'yes' } }));
  assert.deepEqual([place(labeled), place(node('plain'))], ['run', 'leave']);
  const named = placementFor(daemonSet({}, { nodeName: 'plain' }));
  assert.deepEqual([named(labeled), named(node('plain'))], ['leave', 'run']);
});

test('daemons tolerate what ails their node, and get a node of their own', () => {
  const mine = { key: 'node.kubernetes.io/not-ready', operator: 'Exists' as const, effect: 'NoExecute' as const };
  const tolerations = daemonTolerations({ containers: [], hostNetwork: true, tolerations: [mine] });
  assert.deepEqual(
    tolerations.map(({ key }) => key?.split('/')[1]),
    ['not-ready', 'unreachable', 'disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable', 'network-unavailable'],
  );
  const made = daemonPod(daemonSet(), { nodeName: 'n1', hash: 'new' });
  assert.equal(targetNode(pod('x', { node: '', spec: made.spec })), 'n1');
  assert.equal(made.metadata.labels?.['controller-revision-hash'], 'new');
});

test('the status counts nodes', () => {
  const of = daemonSet();
  const places = placesOf(tainted, podsOf('n1 old', 'n2', 'n3'), placementFor(of));
  const situation = { places, hash: 'new', nowMs, backoffMs: () => 0 };
  const status = statusOf(of, situation, 0);
  assert.deepEqual(status, {
    desiredNumberScheduled: 1,
    currentNumberScheduled: 1,
    numberMisscheduled: 2,
    numberReady: 1,
    numberAvailable: 1,
    numberUnavailable: 0,
    updatedNumberScheduled: 0,
    observedGeneration: 3,
  });
  assert.equal(statusOf({ ...of, status }, situation, 0), status);
});

test('failing pods are left alone for longer each time', () => {
  const backoff = new FailureBackoff();
  const waits = [0, 1, 2].map(() => {
    backoff.failed('a', nowMs);
    return backoff.remainingMs('a', nowMs);
  });
  assert.deepEqual(waits, [1000, 2000, 4000]);
  assert.equal(backoff.remainingMs('b', nowMs), 0);
  assert.equal(backoff.remainingMs('a', nowMs + 5000), 0);
});
