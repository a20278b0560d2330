import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Event } from '../../kinds/core/event.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';
const claimSpec = () => ({ accessModes: ['ReadWriteOnce' as const], resources: { requests: { storage: '1Gi' } } });
const podSpec = () => ({
  containers: [{ name: 'c', image: 'i' }],
  volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: { metadata: { labels: { a: 'b' } }, spec: claimSpec() } } }],
});

test('a pod gets the claims it asks for inline, again if need be, and they go with it', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const pod = await client.create(Pod, { metadata: { name: 'p', namespace }, spec: podSpec() });
  const claims = async () => (await client.list(PersistentVolumeClaim, { namespace })).items;
  const [claim] = await eventually(claims, ({ length }) => length === 1);
  assert.equal(claim?.metadata.name, 'p-scratch');
  assert.deepEqual(claim?.metadata.labels, { a: 'b' });
  assert.equal(claim?.metadata.ownerReferences?.[0]?.uid, pod.metadata.uid);
  await client.delete(PersistentVolumeClaim, { name: 'p-scratch', namespace });
  await eventually(claims, ([again]) => again !== undefined && again.metadata.uid !== claim?.metadata.uid);
  await client.delete(Pod, { name: 'p', namespace }, { gracePeriodSeconds: 0 });
  await eventually(claims, ({ length }) => length === 0);
});

test('a claim that belongs to somebody else is left alone, and the pod told', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await client.create(PersistentVolumeClaim, { metadata: { name: 'p-scratch', namespace }, spec: claimSpec() });
  await client.create(Pod, { metadata: { name: 'p', namespace }, spec: podSpec() });
  const events = await eventually(
    async () =>
      (await client.list(Event, { namespace })).items.filter(
        ({ reason, source }) => reason === 'FailedBinding' && source?.component === 'ephemeral_volume',
      ),
    ({ length }) => length > 0,
  );
  assert.equal(events[0]?.message, 'ephemeral volume scratch: PVC default/p-scratch was not created for pod default/p (pod is not owner)');
});
