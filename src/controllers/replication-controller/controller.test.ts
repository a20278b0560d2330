import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ReplicationController } from '../../kinds/core/replication-controller/index.ts';
import { controllerOf } from '../../model/owner-references.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';
const labels = { app: 'web' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };

test('a replication controller adopts pods, makes what is missing, lets go and removes what is too much', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const orphan = await client.create(Pod, { metadata: { name: 'orphan', namespace, labels }, spec: template.spec });
  const web = await client.create(ReplicationController, {
    metadata: { name: 'web', namespace },
    spec: { replicas: 3, selector: labels, template },
  });
  const settled = (replicas: number) =>
    eventually(
      () => client.get(ReplicationController, web.metadata),
      ({ status, metadata }) => status.replicas === replicas && status.observedGeneration === metadata.generation,
    );
  assert.equal((await settled(3)).status.fullyLabeledReplicas, 3);
  assert.equal(controllerOf(await client.get(Pod, orphan.metadata))?.uid, web.metadata.uid);

  await client.patch(Pod, orphan.metadata, { type: 'merge', body: { metadata: { labels: { app: 'debug' } } } });
  await eventually(
    async () => (await client.list(Pod, { namespace })).items.length,
    (count) => count === 4,
  );
  assert.equal(controllerOf(await client.get(Pod, orphan.metadata)), undefined);

  await client.patch(ReplicationController, web.metadata, { type: 'merge', body: { spec: { replicas: 1 } } });
  await settled(1);
  const { items } = await client.list(Pod, { namespace, labelSelector: 'app=web' });
  assert.equal(items.length, 1);
});
