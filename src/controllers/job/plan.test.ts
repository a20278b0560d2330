import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Job } from '../../kinds/batch/job/index.ts';
import type { PodFailurePolicy } from '../../kinds/batch/job/schema.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { at, meta, pod, startMs } from '../testing/builders.ts';
import { noFailures, recorded, remainingMs } from './backoff.ts';
import { matchFailurePolicy } from './failure-policy.ts';
import { countIndexes, firstMissing, hasIndex, indexSetOf, indexSetToText, overlap, parseIndexSet, union } from './index-set.ts';
import { observe } from './observation.ts';
import { plan } from './plan.ts';
import { jobPod } from './pod-template.ts';
import { matchSuccessPolicy } from './success-policy.ts';
import { countReleased, track } from './tracking.ts';
import { verdictOf } from './verdict.ts';

const nowMs = startMs + 3_600_000;

const job = (spec: Partial<Job['spec']> = {}, status: Job['status'] = {}): Job => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: meta('sum'),
  spec: { parallelism: 2, completions: 3, backoffLimit: 2, template: { spec: { containers: [{ name: 'c', image: 'c:1' }] } }, ...spec },
  status: { startTime: at(0), ...status },
});
const { completions: _completions, ...endlessSpec } = job().spec;
const endless: Job = { ...job(), spec: endlessSpec };
const indexed = (spec: Partial<Job['spec']> = {}, status: Job['status'] = {}) => job({ completionMode: 'Indexed', ...spec }, status);

const phases = { r: 'Running', p: 'Pending', s: 'Succeeded', f: 'Failed' } as const;

/** E.g. `a:r` a running pod; `b:f:1` a failed one of index 1; `c:rd` one on its way out; `d:fx` one that has been let go. */
const podsOf = (...texts: readonly string[]): readonly Pod[] =>
  texts.map((text) => {
    const [name = '', form = '', index] = text.split(':');
    return pod(name, {
      phase: phases[form[0] as keyof typeof phases],
      metadata: {
        finalizers: form.includes('x') ? [] : ['batch.kubernetes.io/job-tracking'],
        ...(index !== undefined && { annotations: { 'batch.kubernetes.io/job-completion-index': index } }),
        ...(form.includes('d') && { deletionTimestamp: at(3599) }),
      },
    });
  });

function planned(of: Job, pods: readonly Pod[], record = noFailures): string {
  const { create, remove, afterMs } = plan(of, observe(of, pods), { record, nowMs });
  const later = afterMs === undefined ? [] : [`later ${afterMs}`];
  return [...create.map((index) => `+${index ?? ''}`), ...remove.map(({ metadata }) => `-${metadata.name}`), ...later].join(' ');
}

const plans: readonly (readonly [what: string, job: Job, pods: readonly Pod[], done: string])[] = [
  ['as many pods as may work at once are made', job(), [], '+ +'],
  ['no more pods are made than are needed', job({}, { succeeded: 2 }), [], '+'],
  ['what has ended and is not counted yet counts', job(), podsOf('a:s', 'b:s', 'c:r'), ''],
  ['with fewer at once, some go', job({ parallelism: 1 }), podsOf('a:r', 'b:p'), '-b'],
  ['a suspended job has no pods', job({ suspend: true }), podsOf('a:r'), '-a'],
  ['a pod on its way out is replaced at once', job(), podsOf('a:rd', 'b:r'), '+'],
  ['a pod on its way out is waited for, if the job says so', job({ podReplacementPolicy: 'Failed' }), podsOf('a:rd', 'b:r'), ''],
  ['with no number of completions, one success is enough', endless, podsOf('a:s', 'b:r'), ''],
  ['the lowest indexes come first', indexed(), podsOf('a:r:1'), '+0'],
  ['indexes that are done are left out', indexed({}, { completedIndexes: '0,2' }), [], '+1'],
  ['of two pods of an index one goes', indexed(), podsOf('a:r:0', 'b:p:0'), '-b'],
  ['a pod of an index that the job has not goes', indexed(), podsOf('a:r:0', 'b:r:7'), '-b'],
  ['an index that has failed just now is put off', indexed({ backoffLimitPerIndex: 1 }), podsOf('a:fd:0', 'b:r:1'), 'later 9000'],
  ['other indexes need not wait for it', indexed({ backoffLimitPerIndex: 1 }), podsOf('a:fd:0'), '+1 later 9000'],
];

for (const [what, of, pods, done] of plans) {
  test(`job: ${what}`, () => assert.equal(planned(of, pods), done));
}

test('after failures the next pod is put off, for longer each time', () => {
  const failed = (second: number) => pod(`f${second}`, { phase: 'Failed', metadata: { deletionTimestamp: at(second) } });
  const once = recorded(noFailures, [], [failed(3600)]);
  assert.equal(planned(job(), [], once), 'later 10000');
  assert.equal(remainingMs(recorded(once, [], [failed(3600)]), nowMs), 20_000);
  assert.equal(remainingMs({ failures: 30, lastFailureMs: nowMs }, nowMs), 600_000);
  const success = pod('s', { phase: 'Succeeded', metadata: { deletionTimestamp: at(3601) } });
  assert.deepEqual(recorded(once, [success], [failed(3600), failed(3602)]), { failures: 1, lastFailureMs: startMs + 3_602_000 });
});

const verdicts: readonly (readonly [what: string, job: Job, pods: readonly Pod[], reason: string | undefined])[] = [
  ['goes on', job(), podsOf('a:r', 'b:f'), undefined],
  ['fails beyond its back-off limit', job(), podsOf('a:f', 'b:f', 'c:f'), 'BackoffLimitExceeded'],
  ['fails beyond its deadline', job({ activeDeadlineSeconds: 3600 }), [], 'DeadlineExceeded'],
  ['has its time while it is suspended', job({ activeDeadlineSeconds: 3600, suspend: true }), [], undefined],
  [
    'fails with an index of its own limit',
    indexed({ backoffLimit: 99, backoffLimitPerIndex: 0, completions: 1 }),
    podsOf('a:f:0'),
    'FailedIndexes',
  ],
  [
    'fails with too many failed indexes',
    indexed({ backoffLimit: 99, backoffLimitPerIndex: 0, maxFailedIndexes: 0 }),
    podsOf('a:f:0'),
    'MaxFailedIndexesExceeded',
  ],
  ['succeeds by its policy', indexed({ successPolicy: { rules: [{ succeededIndexes: '1' }] } }), podsOf('a:s:1'), 'SuccessPolicy'],
  [
    'keeps what was decided',
    job({}, { conditions: [{ type: 'FailureTarget', status: 'True', reason: 'Why', lastProbeTime: at(0), lastTransitionTime: at(0) }] }),
    [],
    'Why',
  ],
];

for (const [what, of, pods, reason] of verdicts) {
  test(`a job ${what}`, () => assert.equal(verdictOf(of, observe(of, pods), nowMs)?.reason, reason));
}

test('containers that start anew in their pods count against the limit', () => {
  const restarting = job({ template: { spec: { containers: [{ name: 'c' }], restartPolicy: 'OnFailure' } } });
  assert.equal(verdictOf(restarting, observe(restarting, [pod('a', { restarts: 2 })]), nowMs)?.reason, 'BackoffLimitExceeded');
});

const policy: PodFailurePolicy = {
  rules: [
    { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
    { action: 'FailIndex', onExitCodes: { operator: 'NotIn', values: [1, 2] } },
  ],
};
const ended = (exitCode: number) =>
  pod('a', {
    phase: 'Failed',
    status: {
      containerStatuses: [{ name: 'c', image: '', imageID: '', ready: false, restartCount: 0, state: { terminated: { exitCode } } }],
    },
  });

test('the first rule that a failed pod meets decides', () => {
  const disrupted = pod('a', { phase: 'Failed', status: { conditions: [{ type: 'DisruptionTarget', status: 'True' }] } });
  assert.deepEqual(matchFailurePolicy(policy, disrupted), { action: 'Ignore', counts: false });
  assert.deepEqual(matchFailurePolicy(policy, ended(42)), {
    action: 'FailJob',
    counts: true,
    message: 'Container c for pod shop/a failed with exit code 42 matching FailJob rule at index 1',
  });
  assert.equal(matchFailurePolicy(policy, ended(3)).action, 'FailIndex');
  assert.deepEqual(matchFailurePolicy(policy, ended(1)), { action: undefined, counts: true });
});

test('success policies ask for indexes, or for so many of them', () => {
  const succeeded = parseIndexSet('1-3', 10);
  assert.equal(
    matchSuccessPolicy({ rules: [{ succeededIndexes: '0' }, { succeededIndexes: '2,3' }] }, 10, succeeded),
    'Matched rules at index 1',
  );
  assert.equal(matchSuccessPolicy({ rules: [{ succeededIndexes: '0-9', succeededCount: 3 }] }, 10, succeeded), 'Matched rules at index 0');
  assert.equal(matchSuccessPolicy({ rules: [{ succeededCount: 4 }] }, 10, succeeded), undefined);
});

test('sets of indexes are what sets of numbers are', () => {
  const numbers = fc.array(fc.nat(30));
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const [left, right] = [indexSetOf(a), indexSetOf(b)];
      const both = union(left, right);
      const expected = new Set([...a, ...b]);
      assert.equal(countIndexes(both), expected.size);
      for (let index = 0; index <= 31; index++) assert.equal(hasIndex(both, index), expected.has(index));
      assert.equal(overlap(left, right), new Set(a).intersection(new Set(b)).size);
      assert.deepEqual(parseIndexSet(indexSetToText(both), 31), both);
      assert.deepEqual(
        firstMissing(both, 3, 31),
        Array.from({ length: 31 }, (_, index) => index)
          .filter((index) => !expected.has(index))
          .slice(0, 3),
      );
    }),
  );
});

test('a pod is noted before it is let go, and becomes a number once it is', () => {
  const of = job({}, { succeeded: 1 });
  const observation = observe(of, podsOf('a:s', 'b:f', 'c:r', 'd:sx'));
  const { status, release } = track(of, of.status, { observation, verdict: undefined });
  assert.deepEqual(status.uncountedTerminatedPods, { succeeded: ['uid-a'], failed: ['uid-b'] });
  assert.deepEqual(
    release.map(({ metadata }) => metadata.name),
    ['a', 'b'],
  );
  const after = countReleased(status, (uid) => uid === 'uid-a');
  assert.deepEqual([after.succeeded, after.failed, after.uncountedTerminatedPods], [2, undefined, { failed: ['uid-b'] }]);
  const again = track({ ...of, status }, status, { observation: observe({ ...of, status }, podsOf('a:s', 'b:fx')), verdict: undefined });
  assert.deepEqual([again.status.succeeded, again.status.failed, again.status.uncountedTerminatedPods], [1, 1, { succeeded: ['uid-a'] }]);
});

test('indexes are counted by what has been completed, not by pods', () => {
  const of = indexed({}, { completedIndexes: '0', succeeded: 1 });
  const observation = observe(of, podsOf('a:s:0', 'b:s:1', 'c:s:9'));
  const { status, release } = track(of, of.status, { observation, verdict: undefined });
  assert.deepEqual([status.completedIndexes, status.succeeded, release.length], ['0,1', 2, 3]);
});

test('a failed pod stays until its index has another, which notes how often it has failed', () => {
  const of = indexed({ backoffLimitPerIndex: 3 });
  const [failed] = podsOf('a:f:0');
  const waiting = observe(of, podsOf('a:f:0'));
  assert.deepEqual(track(of, of.status, { observation: waiting, verdict: undefined }).release, []);
  const { metadata, spec } = jobPod(of, { index: 0, lastFailed: failed });
  assert.equal(metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'], '1');
  assert.deepEqual([metadata.generateName, spec.hostname], ['sum-0-', 'sum-0']);
  assert.equal(spec.containers[0]?.env?.[0]?.name, 'JOB_COMPLETION_INDEX');
  const replaced = observe(of, podsOf('a:f:0', 'b:r:0'));
  assert.equal(track(of, of.status, { observation: replaced, verdict: undefined }).release.length, 1);
});
