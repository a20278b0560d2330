import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment } from '../../kinds/apps/deployment/index.ts';
import { at, deployment, replicaSet, startMs } from '../testing/builders.ts';
import { conditionOf } from './conditions.ts';
import { isSameStatus, nextProgressCheckMs, rolloutStatus } from './status.ts';

const web = (status: Deployment['status'] = {}) => deployment('web', { spec: { replicas: 2 }, status });
const set = (name: string, replicas: number, available: number) =>
  replicaSet(name, {
    spec: { replicas },
    status: { replicas, readyReplicas: available, availableReplicas: available, terminatingReplicas: 0, observedGeneration: 1 },
  });
const progress = (reason: string, seconds: number, status = 'True') => ({
  type: 'Progressing',
  status,
  reason,
  message: 'm',
  lastUpdateTime: at(seconds),
  lastTransitionTime: at(0),
});
const nowAt = (seconds: number) => startMs + seconds * 1000;

test('a rollout that gets on says so and when', () => {
  const before = web({ conditions: [progress('ReplicaSetUpdated', 0)] });
  const status = rolloutStatus({ deployment: before, newest: set('web-1', 1, 0), old: [set('web-0', 2, 2)] }, nowAt(30));
  assert.deepEqual(status, {
    observedGeneration: 1,
    replicas: 3,
    updatedReplicas: 1,
    readyReplicas: 2,
    availableReplicas: 2,
    unavailableReplicas: 1,
    terminatingReplicas: 0,
    conditions: [
      {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
        lastUpdateTime: at(30),
        lastTransitionTime: at(30),
      },
      {
        type: 'Progressing',
        status: 'True',
        reason: 'ReplicaSetUpdated',
        message: 'ReplicaSet "web-1" is progressing.',
        lastUpdateTime: at(30),
        lastTransitionTime: at(0),
      },
    ],
  });
});

test('a rollout that is through says so once', () => {
  const rollout = {
    deployment: web({ conditions: [progress('ReplicaSetUpdated', 0)] }),
    newest: set('web-1', 2, 2),
    old: [set('web-0', 0, 0)],
  };
  const status = rolloutStatus(rollout, nowAt(60));
  const condition = conditionOf(status.conditions, 'Progressing');
  assert.equal(condition?.reason, 'NewReplicaSetAvailable');
  assert.equal(condition?.message, 'ReplicaSet "web-1" has successfully progressed.');
  const again = rolloutStatus({ ...rollout, deployment: web(status) }, nowAt(9999));
  assert.ok(isSameStatus(again, status));
});

test('a rollout without progress times out after its deadline', () => {
  const status = rolloutStatus(
    { deployment: web({ conditions: [progress('NewReplicaSetCreated', 0)] }), newest: set('web-1', 2, 0), old: [] },
    nowAt(1),
  );
  const stuck = { deployment: web(status), newest: set('web-1', 2, 0), old: [] };
  assert.equal(nextProgressCheckMs(stuck.deployment, status, nowAt(101)), 501_000);
  assert.ok(isSameStatus(rolloutStatus(stuck, nowAt(600)), status));
  const late = conditionOf(rolloutStatus(stuck, nowAt(602)).conditions, 'Progressing');
  assert.equal(late?.status, 'False');
  assert.equal(late?.reason, 'ProgressDeadlineExceeded');
  assert.equal(late?.message, 'ReplicaSet "web-1" has timed out progressing.');
});

test('what keeps a replica set from its pods is shown on the deployment', () => {
  const failed = replicaSet('web-1', {
    status: {
      replicas: 0,
      conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'quota', lastTransitionTime: at(5) }],
    },
  });
  const status = rolloutStatus({ deployment: web(), newest: failed, old: [] }, nowAt(10));
  assert.deepEqual(conditionOf(status.conditions, 'ReplicaFailure'), {
    type: 'ReplicaFailure',
    status: 'True',
    reason: 'FailedCreate',
    message: 'quota',
    lastUpdateTime: at(5),
    lastTransitionTime: at(5),
  });
  assert.equal(status.terminatingReplicas, 0);
});
