import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCluster } from '../testing.ts';
import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { Job } from '../../kinds/batch/job/index.ts';
import { Lease } from '../../kinds/coordination/lease.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { until } from '../../../test/support/until.ts';
import { nextStep, runSecondsAnnotation, exitCodeAnnotation } from './pod-life.ts';

const namespace = 'default';
const bornMs = Date.UTC(2026, 0, 1);
const born = '2026-01-01T00:00:00Z';
const times = { startMs: 500, stopMs: 1000 };

const pod = (metadata: object, spec: object = {}, status: object = {}): Pod =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', uid: 'u', resourceVersion: '1', creationTimestamp: born, ...metadata },
    spec: { containers: [{ name: 'c' }], restartPolicy: 'Always', ...spec },
    status,
  }) satisfies Pod;
const running = {
  phase: 'Running',
  containerStatuses: [{ name: 'c', ready: true, restartCount: 0, image: '', imageID: '', state: { running: { startedAt: born } } }],
};
const annotated = (annotations: Record<string, string>) => ({ annotations });

for (const [what, given, expected] of [
  ['a pod that has a node starts', pod({}), { type: 'start', atMs: bornMs + 500 }],
  ['one that is always restarted runs on', pod({}, {}, running), undefined],
  ['one that is not ends', pod({}, { restartPolicy: 'Never' }, running), { type: 'finish', atMs: bornMs, exitCode: 0 }],
  [
    'it ends when its annotation says, and how',
    pod(annotated({ [runSecondsAnnotation]: '3', [exitCodeAnnotation]: '2' }), { restartPolicy: 'Never' }, running),
    { type: 'finish', atMs: bornMs + 3000, exitCode: 2 },
  ],
  [
    'one that fails is restarted if it wants to be',
    pod(annotated({ [exitCodeAnnotation]: '2' }), { restartPolicy: 'OnFailure' }, running),
    { type: 'restart', atMs: bornMs },
  ],
  ['one that has ended stays', pod({}, {}, { phase: 'Succeeded' }), undefined],
  [
    'one that is deleted goes when it has stopped',
    pod({ deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30 }, {}, running),
    { type: 'remove', atMs: bornMs + 1000 },
  ],
  [
    'and no later than its grace',
    pod({ deletionTimestamp: born, deletionGracePeriodSeconds: 0 }, {}, running),
    { type: 'remove', atMs: bornMs },
  ],
] as const) {
  test(what, () => assert.deepEqual(nextStep(given, times), expected));
}

test('fake nodes are ready, run what they are given and let it go; jobs complete and fail', async () => {
  await using cluster = await startCluster({ parts: ['controllers', 'scheduler'], fakeNodes: { count: 5 } });
  const { client } = cluster;
  assert.equal((await client.list(Node)).items.length, 5);
  assert.equal((await client.list(Lease, { namespace: 'kube-node-lease' })).items.length, 5);
  const labels = { app: 'web' };
  const template = (annotations: Record<string, string> = {}, spec: object = {}) => ({
    metadata: { labels, annotations },
    spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
  });
  await client.create(Deployment, {
    metadata: { name: 'web', namespace },
    spec: { replicas: 10, selector: { matchLabels: labels }, template: template() },
  });
  await until('all run', async () => (await client.get(Deployment, { name: 'web', namespace })).status.availableReplicas === 10);
  const pods = (await client.list(Pod, { namespace })).items;
  assert.equal(new Set(pods.map(({ status }) => status.podIP)).size, 10, 'each has an address of its own');
  assert(new Set(pods.map(({ spec }) => spec.nodeName)).size > 1, 'they are spread');

  const job = (name: string, annotations: Record<string, string>) =>
    client.create(Job, {
      metadata: { name, namespace },
      spec: { backoffLimit: 0, template: template(annotations, { restartPolicy: 'Never' }) },
    });
  await job('good', {});
  await job('bad', { [exitCodeAnnotation]: '1' });
  const condition = async (name: string) =>
    (await client.get(Job, { name, namespace })).status.conditions?.find(
      ({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'),
    )?.type;
  assert.equal(await until('the good job ends', () => condition('good')), 'Complete');
  assert.equal(await until('the bad job ends', () => condition('bad')), 'Failed');

  await client.delete(Deployment, { name: 'web', namespace });
  await until('its pods go', async () => !(await client.list(Pod, { namespace, labelSelector: 'app=web,!job-name' })).items.length);
});
