import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { at, deployment, replicaSet } from '../testing/builders.ts';
import { maxSurge, maxUnavailable, newReplicaCount, replicasOf, sum } from './limits.ts';
import { isResized, resize, scaleDownOld, scaleNewest, type Scaling } from './scaling.ts';
import { allOf, type Rollout } from './status.ts';

const set = (
  name: string,
  replicas: number,
  {
    pods = replicas,
    available = pods,
    desired,
    max,
    age = 0,
  }: { pods?: number; available?: number; desired?: number; max?: number; age?: number } = {},
) =>
  replicaSet(name, {
    metadata: {
      creationTimestamp: at(-age),
      annotations: {
        ...(desired !== undefined && { 'deployment.kubernetes.io/desired-replicas': String(desired) }),
        ...(max !== undefined && { 'deployment.kubernetes.io/max-replicas': String(max) }),
      },
    },
    spec: { replicas },
    status: { replicas: pods, readyReplicas: available, availableReplicas: available },
  });

const rolling = (replicas: number, surge: number | string, unavailable: number | string) =>
  deployment('web', {
    spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } } },
  });

const sizes = (scalings: readonly Scaling[]) =>
  Object.fromEntries(scalings.map(({ replicaSet, replicas }) => [replicaSet.metadata.name, replicas]));

for (const [replicas, surge, unavailable, expected] of [
  [2, '0%', '1%', { surge: 0, unavailable: 1 }],
  [2, '1%', '25%', { surge: 1, unavailable: 0 }],
  [4, '25%', '25%', { surge: 1, unavailable: 1 }],
  [10, '25%', '25%', { surge: 3, unavailable: 2 }],
  [3, 0, 5, { surge: 0, unavailable: 3 }],
] as const) {
  test(`of ${replicas} replicas, surge ${surge} and unavailable ${unavailable} are ${expected.surge} and ${expected.unavailable}`, () => {
    const wanted = rolling(replicas, surge, unavailable);
    assert.deepEqual({ surge: maxSurge(wanted), unavailable: maxUnavailable(wanted) }, expected);
  });
}

test('a new replica set starts with what the surge leaves room for', () => {
  assert.equal(newReplicaCount(rolling(10, 3, 0), [set('old', 10)], 0), 3);
  assert.equal(newReplicaCount(rolling(10, 0, 2), [set('old', 10)], 0), 0);
  assert.equal(newReplicaCount(rolling(10, 0, 2), [], 0), 10);
  assert.equal(newReplicaCount(deployment('web', { spec: { replicas: 4, strategy: { type: 'Recreate' } } }), [set('old', 9)], 0), 4);
});

test('old replica sets give up what is not available first', () => {
  const rollout: Rollout = {
    deployment: rolling(10, 3, 2),
    newest: set('new', 5, { available: 4 }),
    old: [set('old', 8, { available: 6 })],
  };
  // 13 pods, 8 must be available, 1 of the new is not: 4 may go, 2 of which are not available.
  assert.deepEqual(
    scaleDownOld(rollout).map(({ replicas }) => replicas),
    [6, 4],
  );
});

test('what a replica set that was just made smaller still has is counted for the surge and not as available', () => {
  const smaller = set('old', 2, { pods: 3 });
  assert.equal(newReplicaCount(rolling(4, 1, 0), [smaller, set('new', 2)], 2), 2);
  // 4 pods will stay, of which 3 must be available.
  const rollout: Rollout = { deployment: rolling(4, 2, 1), newest: set('new', 4, { available: 2 }), old: [smaller] };
  assert.deepEqual(
    scaleDownOld(rollout).map(({ replicas }) => replicas),
    [1],
  );
});

test('nothing old goes while the new is not available', () => {
  assert.deepEqual(scaleDownOld({ deployment: rolling(10, 3, 2), newest: set('new', 5, { available: 0 }), old: [set('old', 8)] }), []);
});

// Sizes before and after, as upstream's tests of proportional scaling have them.
const proportions: readonly {
  name: string;
  from: number;
  to: number;
  surge?: number;
  newest: number | undefined;
  old: number[];
  expected: Record<string, number>;
}[] = [
  { name: 'a lone replica set gets all', from: 10, to: 12, newest: 10, old: [], expected: { new: 12 } },
  { name: 'the latest of those without pods gets all', from: 0, to: 6, newest: 0, old: [0], expected: { new: 6 } },
  { name: 'a rollout in the middle grows in proportion', from: 10, to: 20, newest: 5, old: [5], expected: { new: 10, 'old-0': 10 } },
  { name: 'a rollout in the middle shrinks in proportion', from: 20, to: 10, newest: 10, old: [10], expected: { new: 5, 'old-0': 5 } },
  {
    name: 'shares are rounded, and the smallest goes without once all is given out',
    from: 10,
    to: 13,
    newest: 2,
    old: [5, 3],
    expected: { new: 2, 'old-0': 7, 'old-1': 4 },
  },
  { name: 'surge is kept in proportion', from: 6, to: 10, surge: 3, newest: 4, old: [5], expected: { new: 6, 'old-0': 7 } },
  { name: 'all goes when nothing is wanted', from: 10, to: 0, newest: 4, old: [6], expected: { new: 0, 'old-0': 0 } },
];

for (const { name, from, to, surge = 0, newest, old, expected } of proportions) {
  test(name, () => {
    const noted = { desired: from, max: from + surge };
    const rollout: Rollout = {
      deployment: rolling(to, surge, 1),
      newest: newest === undefined ? undefined : set('new', newest, noted),
      old: old.map((replicas, index) => set(`old-${index}`, replicas, { ...noted, age: 10 + index })),
    };
    const total = (newest ?? 0) + old.reduce((a, b) => a + b, 0);
    assert.equal(isResized(rollout), total > 0);
    assert.deepEqual(sizes(resize(rollout)), expected);
  });
}

test('a rollout gets to its end, never with too many pods and never with too few available', () => {
  for (let replicas = 1; replicas <= 12; replicas++) {
    for (const [surge, unavailable] of [
      [0, 1],
      [1, 0],
      ['25%', '25%'],
      [3, 2],
      ['100%', 0],
      [0, '100%'],
    ] as const) {
      const wanted = rolling(replicas, surge, unavailable);
      let rollout: Rollout = {
        deployment: wanted,
        newest: set('new', 0),
        old: [set('a', Math.ceil(replicas / 2), { age: 20 }), set('b', Math.floor(replicas / 2), { age: 10 })],
      };
      for (let steps = 0; replicasOf(rollout.newest ?? set('none', 0)) < replicas || sum(rollout.old, replicasOf) > 0; steps++) {
        assert.ok(steps < 200, `stuck at ${replicas} replicas, surge ${surge}, unavailable ${unavailable}`);
        const up = scaleNewest(rollout);
        rollout = applied(rollout, up ? [up] : scaleDownOld(rollout));
        assert.ok(sum(allOf(rollout), replicasOf) <= replicas + maxSurge(wanted));
        // What was scaled down goes at once; what was scaled up becomes available only then.
        assert.ok(sum(allOf(rollout), ({ status }) => status.availableReplicas ?? 0) >= replicas - maxUnavailable(wanted));
        if (steps % 2 === 1) rollout = { ...rollout, newest: rollout.newest && settled(rollout.newest) };
      }
    }
  }
});

const settled = (replicaSet: ReplicaSet): ReplicaSet => set(replicaSet.metadata.name, replicasOf(replicaSet));

function applied(rollout: Rollout, scalings: readonly Scaling[]): Rollout {
  const resized = new Map(scalings.map(({ replicaSet, replicas }) => [replicaSet.metadata.name, replicas]));
  const apply = (replicaSet: ReplicaSet): ReplicaSet => {
    const replicas = resized.get(replicaSet.metadata.name);
    if (replicas === undefined) return replicaSet;
    const available = Math.min(replicas, replicaSet.status.availableReplicas ?? 0);
    return {
      ...replicaSet,
      spec: { ...replicaSet.spec, replicas },
      status: { ...replicaSet.status, replicas, availableReplicas: available },
    };
  };
  return { ...rollout, newest: rollout.newest && apply(rollout.newest), old: rollout.old.map(apply) };
}
