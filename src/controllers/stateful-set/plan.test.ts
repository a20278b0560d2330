import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ControllerRevision } from '../../kinds/apps/controller-revision.ts';
import type { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { dataOf } from '../revisions/revision.ts';
import { at, claimTemplate, meta, pod, startMs } from '../testing/builders.ts';
import { withOwners } from './claims.ts';
import { plan, type Situation, type Step } from './plan.ts';
import { statusOf } from './status.ts';

const nowMs = startMs + 3_600_000;
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:2' }] } };

const revision = (name: string, number: number): ControllerRevision => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: meta(name),
  data: dataOf(template),
  revision: number,
});
const [current, update] = [revision('web-old', 1), revision('web-new', 2)];

const set = (spec: Partial<StatefulSet['spec']> = {}, status: Partial<StatefulSet['status']> = {}): StatefulSet => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: meta('web', { generation: 1 }),
  spec: {
    replicas: 3,
    serviceName: 'web',
    selector: { matchLabels: { app: 'web' } },
    template,
    podManagementPolicy: 'OrderedReady',
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    ...spec,
  },
  status: { replicas: 0, availableReplicas: 0, ...status },
});

type Form = 'ready' | 'starting' | 'going' | 'failed';

/** E.g. `web-0 old ready`. */
function podsOf(...texts: readonly string[]): readonly Pod[] {
  return texts.map((text) => {
    const [name, revisionOf = 'new', form = 'ready'] = text.split(' ') as [string, string?, Form?];
    const ordinal = name.split('-').at(-1) ?? '';
    const labels = {
      app: 'web',
      'controller-revision-hash': `web-${revisionOf}`,
      'statefulset.kubernetes.io/pod-name': name,
      'apps.kubernetes.io/pod-index': ordinal,
    };
    return pod(name, {
      metadata: { labels, ...(form === 'going' && { deletionTimestamp: at(0) }) },
      phase: form === 'failed' ? 'Failed' : form === 'starting' ? 'Pending' : 'Running',
      ...(form === 'ready' && { readySince: 0 }),
    });
  });
}

const shown = (step: Step): string =>
  step.do === 'create'
    ? `create ${step.pod.metadata.name} ${step.pod.metadata.labels?.['controller-revision-hash']}`
    : `${step.do} ${step.do === 'delete' ? step.pod.metadata.name : step.claimant.name}`;

const planned = (of: StatefulSet, pods: readonly Pod[], more: Partial<Situation> = {}): string =>
  plan(of, { pods, current, update, claimOf: () => undefined, nowMs, allowsMaxUnavailable: false, ...more })
    .phases.flat()
    .map(shown)
    .join(', ');

const parallel = { podManagementPolicy: 'Parallel' } as const;

const cases: readonly (readonly [what: string, set: StatefulSet, pods: readonly Pod[], steps: string])[] = [
  ['pods are made one after another', set(), [], 'create web-0 web-new'],
  ['the next pod waits until the one before is ready', set(), podsOf('web-0 new starting'), ''],
  ['the next pod is made once the one before is ready', set(), podsOf('web-0'), 'create web-1 web-new'],
  ['the next pod waits until the one before is available', set({ minReadySeconds: 7200 }), podsOf('web-0'), ''],
  ['in parallel, all are made at once', set(parallel), podsOf('web-1'), 'create web-0 web-new, create web-2 web-new'],
  ['a failed pod is removed to be made anew', set(), podsOf('web-0 new failed', 'web-2'), 'delete web-0'],
  ['a pod on its way out is waited for', set(), podsOf('web-0 new going', 'web-1'), ''],
  ['ordinals start where they are told to', set({ replicas: 1, ordinals: { start: 5 } }), [], 'create web-5 web-new'],
  ['below its start no pod is kept', set({ replicas: 1, ordinals: { start: 5 } }), podsOf('web-0', 'web-5'), 'delete web-0'],
  ['scaling down removes the highest', set({ replicas: 1 }), podsOf('web-0', 'web-1', 'web-2'), 'delete web-2'],
  ['scaling down waits for one that is going', set({ replicas: 1 }), podsOf('web-0', 'web-1', 'web-2 new going'), ''],
  [
    'scaling down removes the highest even if it is the one not well',
    set({ replicas: 1 }),
    podsOf('web-0', 'web-1', 'web-2 new starting'),
    'delete web-2',
  ],
  [
    'scaling down waits where another one is not well',
    set({ replicas: 1 }),
    podsOf('web-0', 'web-1 new starting', 'web-2 new starting'),
    '',
  ],
  [
    'in parallel, scaling down removes all',
    set({ replicas: 1, ...parallel }),
    podsOf('web-0', 'web-1', 'web-2'),
    'delete web-2, delete web-1',
  ],
  ['an update replaces the highest first', set(), podsOf('web-0 old', 'web-1 old', 'web-2 old'), 'delete web-2'],
  ['an update goes on below what is updated', set(), podsOf('web-0 old', 'web-1 old', 'web-2 new'), 'delete web-1'],
  ['an update waits for what is updated', set(parallel), podsOf('web-0 old', 'web-1 old', 'web-2 new starting'), ''],
  [
    'below the partition nothing is updated',
    set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }),
    podsOf('web-0 old', 'web-1 old', 'web-2 new'),
    '',
  ],
  [
    'below the partition what is missing is made as it was',
    set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }),
    podsOf('web-1 old', 'web-2 new'),
    'create web-0 web-old',
  ],
  [
    'without a partition, as many as are current are made as they were',
    set({ updateStrategy: { type: 'RollingUpdate' } }, { currentReplicas: 1 }),
    [],
    'create web-0 web-old',
  ],
  ['on delete, nothing is replaced', set({ updateStrategy: { type: 'OnDelete' } }), podsOf('web-0 old', 'web-1 old', 'web-2 old'), ''],
  [
    'on delete, what is made is new',
    set({ updateStrategy: { type: 'OnDelete' } }),
    podsOf('web-0 old', 'web-1 old'),
    'create web-2 web-new',
  ],
];

for (const [what, of, pods, steps] of cases) {
  test(`stateful set: ${what}`, () => assert.equal(planned(of, pods), steps));
}

const unavailableCases: readonly (readonly [maxUnavailable: number | string, pods: readonly Pod[], steps: string])[] = [
  [2, podsOf('web-0 old', 'web-1 old', 'web-2 old'), 'delete web-2, delete web-1'],
  [2, podsOf('web-0 old', 'web-1 old', 'web-2 new starting'), 'delete web-1'],
  ['10%', podsOf('web-0 old', 'web-1 old', 'web-2 old'), 'delete web-2'],
  [2, podsOf('web-0 new starting', 'web-1 new starting', 'web-2 old'), ''],
];

for (const [index, [maxUnavailable, pods, steps]] of unavailableCases.entries()) {
  test(`stateful set: an update may leave ${maxUnavailable} pods missing (${index})`, () => {
    const rolling = set({ ...parallel, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable } } });
    assert.equal(planned(rolling, pods, { allowsMaxUnavailable: true }), steps);
  });
}

test('a set that is being deleted does nothing', () => {
  const going = { ...set(), metadata: meta('web', { deletionTimestamp: at(0) }) };
  assert.equal(planned(going, podsOf('web-0 old failed')), '');
});

const withClaims = (whenDeleted: string, whenScaled: string, replicas = 3): StatefulSet =>
  set({ replicas, volumeClaimTemplates: [claimTemplate('data')], persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled } });

test('pods with claims use them by name, and wait while an earlier pod takes its claim along', () => {
  const ofSet = withClaims('Retain', 'Delete');
  const [step] = plan(ofSet, { pods: [], current, update, claimOf: () => undefined, nowMs, allowsMaxUnavailable: false }).phases.flat();
  assert.ok(step?.do === 'create');
  assert.deepEqual(step.pod.spec.volumes, [{ name: 'data', persistentVolumeClaim: { claimName: 'data-web-0', readOnly: false } }]);
  const reference = { apiVersion: 'v1', kind: 'Pod', name: 'web-0', uid: 'earlier', controller: true };
  const claimOf = (name: string) => ({ ...claimTemplate('data'), metadata: meta(name, { ownerReferences: [reference] }) });
  assert.equal(planned(ofSet, [], { claimOf }), '');
});

const owners: readonly (readonly [whenDeleted: string, whenScaled: string, ordinal: number, owners: readonly string[]])[] = [
  ['Retain', 'Retain', 0, []],
  ['Delete', 'Retain', 0, ['uid-web']],
  ['Delete', 'Retain', 2, ['uid-web']],
  ['Retain', 'Delete', 0, []],
  ['Retain', 'Delete', 2, ['uid-web-2']],
  ['Delete', 'Delete', 0, ['uid-web']],
  ['Delete', 'Delete', 2, ['uid-web-2']],
];

for (const [whenDeleted, whenScaled, ordinal, uids] of owners) {
  test(`claims of ordinal ${ordinal} of 2, ${whenDeleted} when deleted, ${whenScaled} when scaled`, () => {
    const ofSet = withClaims(whenDeleted, whenScaled, 2);
    const name = `web-${ordinal}`;
    const claim = { ...claimTemplate('data'), metadata: meta(`data-${name}`) };
    const owned = withOwners(ofSet, claim, { ordinal, name, uid: `uid-${name}` }) ?? claim;
    assert.deepEqual(
      (owned.metadata.ownerReferences ?? []).map(({ uid }) => uid),
      uids,
    );
    assert.equal(withOwners(ofSet, owned, { ordinal, name, uid: `uid-${name}` }), undefined);
  });
}

test('a claim that somebody else manages is left to them', () => {
  const reference = { apiVersion: 'example.com/v1', kind: 'Backup', name: 'b', uid: 'b', controller: true };
  const claim = { ...claimTemplate('data'), metadata: meta('data-web-0', { ownerReferences: [reference] }) };
  assert.equal(withOwners(withClaims('Delete', 'Delete'), claim, { ordinal: 0, name: 'web-0', uid: 'uid-web-0' }), undefined);
});

test('the status counts, and an update that has reached every pod becomes the current revision', () => {
  const rolling = set({}, { currentRevision: 'web-old' });
  const half = statusOf(rolling, {
    pods: podsOf('web-0 old', 'web-1 old', 'web-2 new starting'),
    current,
    update,
    collisionCount: 0,
    replaced: 1,
    nowMs,
  });
  assert.deepEqual(half, {
    observedGeneration: 1,
    replicas: 3,
    readyReplicas: 2,
    availableReplicas: 2,
    currentReplicas: 1,
    updatedReplicas: 1,
    currentRevision: 'web-old',
    updateRevision: 'web-new',
    collisionCount: 0,
  });
  const pods = podsOf('web-0', 'web-1', 'web-2');
  const done = statusOf(rolling, { pods, current, update, collisionCount: 0, replaced: 0, nowMs });
  assert.deepEqual([done.currentRevision, done.currentReplicas, done.updatedReplicas], ['web-new', 3, 3]);
  assert.equal(statusOf({ ...rolling, status: done }, { pods, current: update, update, collisionCount: 0, replaced: 0, nowMs }), done);
});
