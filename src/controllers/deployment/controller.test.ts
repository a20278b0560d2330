import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../../client/client.ts';
import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { Event } from '../../kinds/core/event.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { formatTime } from '../../model/timestamp.ts';
import { systemClock } from '../../base/clock.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';
const web = (image: string, replicas = 3) => ({
  metadata: { name: 'web', namespace },
  spec: {
    replicas,
    progressDeadlineSeconds: 600,
    strategy: { type: 'RollingUpdate' as const, rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } },
  },
});

/** Plays scheduler and kubelet: pods become ready, and go when deleted. */
async function playKubelet(client: Client): Promise<void> {
  const { items } = await client.list(Pod, { namespace });
  for (const pod of items) {
    if (pod.metadata.deletionTimestamp !== undefined) await client.delete(Pod, pod.metadata, { gracePeriodSeconds: 0 });
    else if (pod.status.phase !== 'Running') {
      const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: formatTime(systemClock.now()) }];
      await client.update(Pod, { ...pod, status: { ...pod.status, phase: 'Running', conditions } }, { subresource: 'status' });
    }
  }
}

const revisionOf = ({ metadata }: Deployment) => metadata.annotations?.['deployment.kubernetes.io/revision'];

const rolledOut = (client: Client, isDone: (deployment: Deployment) => boolean) =>
  eventually(async () => {
    await playKubelet(client);
    return client.get(Deployment, { namespace, name: 'web' });
  }, isDone);

const isComplete = ({ metadata, status, spec }: Deployment) =>
  status.observedGeneration === metadata.generation &&
  status.updatedReplicas === spec.replicas &&
  status.replicas === spec.replicas &&
  status.availableReplicas === spec.replicas;

test('a deployment rolls out, rolls over to a new template and keeps its history', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await client.create(Deployment, web('web:1'));
  const first = await rolledOut(client, isComplete);
  assert.equal(revisionOf(first), '1');

  await client.patch(
    Deployment,
    { namespace, name: 'web' },
    { type: 'strategic', body: { spec: { template: web('web:2').spec.template } } },
  );
  await rolledOut(client, (deployment) => revisionOf(deployment) === '2' && isComplete(deployment));
  await rolledOut(client, ({ status }) => status.conditions?.some(({ reason }) => reason === 'NewReplicaSetAvailable') ?? false);

  const { items: sets } = await client.list(ReplicaSet, { namespace });
  assert.deepEqual(
    sets.map(({ spec }) => spec.replicas).toSorted((a = 1, b = 1) => a - b),
    [0, 3],
  );
  const { items: pods } = await client.list(Pod, { namespace });
  assert.deepEqual(new Set(pods.map(({ spec }) => spec.containers[0]?.image)), new Set(['web:2']));
  const messages = await eventually(
    async () => (await client.list(Event, { namespace })).items.map(({ message }) => message ?? ''),
    (texts) => texts.some((text) => /^Scaled down replica set web-\w+ from 1 to 0$/.test(text)),
  );
  assert.ok(messages.some((text) => /^Scaled up replica set web-\w+ from 0 to 3$/.test(text)));
});

test('a recreated deployment has no old pod beside a new one', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const { metadata, spec } = web('web:1');
  await client.create(Deployment, { metadata, spec: { ...spec, strategy: { type: 'Recreate' } } });
  await rolledOut(client, isComplete);
  await client.patch(
    Deployment,
    { namespace, name: 'web' },
    { type: 'strategic', body: { spec: { template: web('web:2').spec.template } } },
  );
  const mixed = await eventually(
    async () => {
      const { items } = await client.list(Pod, { namespace });
      const images = new Set(items.map(({ spec }) => spec.containers[0]?.image));
      await playKubelet(client);
      const deployment = await client.get(Deployment, { namespace, name: 'web' });
      return { images, isDone: revisionOf(deployment) === '2' && isComplete(deployment) };
    },
    ({ images, isDone }) => isDone || images.size > 1,
  );
  assert.deepEqual(mixed.images, new Set(['web:2']));
});

test('pods are orphaned and adopted by their labels', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await client.create(Deployment, web('web:1', 2));
  await rolledOut(client, isComplete);
  const [pod] = (await client.list(Pod, { namespace })).items;
  assert.ok(pod);
  const hash = pod.metadata.labels?.['pod-template-hash'] ?? '';
  await client.patch(Pod, pod.metadata, { type: 'merge', body: { metadata: { labels: { app: 'debug' } } } });
  await eventually(
    () => client.get(Pod, pod.metadata),
    ({ metadata }) => !metadata.ownerReferences?.length,
  );
  await eventually(
    async () => (await client.list(Pod, { namespace, labelSelector: 'app=web' })).items.length,
    (count) => count === 2,
  );
  await client.patch(Pod, pod.metadata, { type: 'merge', body: { metadata: { labels: { app: 'web', 'pod-template-hash': hash } } } });
  await eventually(
    async () => {
      await playKubelet(client);
      return (await client.list(Pod, { namespace, labelSelector: 'app=web' })).items.length;
    },
    (count) => count === 2,
  );
});
