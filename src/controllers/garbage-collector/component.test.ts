import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../../client/client.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Secret } from '../../kinds/core/secret.ts';
import { ApiError } from '../../model/errors.ts';
import type { KubeObject } from '../../model/kind.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';

const ref = ({ apiVersion, kind, metadata: { name, uid } }: KubeObject, blockOwnerDeletion = true) => ({
  apiVersion,
  kind,
  name,
  uid,
  blockOwnerDeletion,
});

const configMap = (client: Client, name: string, ...owners: KubeObject[]) =>
  client.create(ConfigMap, { metadata: { name, namespace, ownerReferences: owners.map((owner) => ref(owner)) } });

const secret = (client: Client, name: string, ...owners: KubeObject[]) =>
  client.create(Secret, { metadata: { name, namespace, ownerReferences: owners.map((owner) => ref(owner)) } });

async function exists(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return false;
    throw error;
  }
}

const gone = (read: () => Promise<unknown>) =>
  eventually(
    () => exists(read),
    (found) => !found,
  );

test('what a deleted object owned is deleted, over several generations, but not what another owns as well', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const owner = await configMap(client, 'owner');
  const other = await configMap(client, 'other');
  const child = await secret(client, 'child', owner);
  await configMap(client, 'grandchild', child);
  await secret(client, 'shared', owner, other);
  await client.delete(ConfigMap, owner.metadata, { propagationPolicy: 'Background' });
  await gone(() => client.get(ConfigMap, { namespace, name: 'grandchild' }));
  await gone(() => client.get(Secret, { namespace, name: 'child' }));
  const shared = await eventually(
    () => client.get(Secret, { namespace, name: 'shared' }),
    ({ metadata }) => metadata.ownerReferences?.length === 1,
  );
  assert.equal(shared.metadata.ownerReferences?.[0]?.uid, other.metadata.uid);
});

test('an owner deleted in the foreground goes after what it owns', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const owner = await configMap(client, 'owner');
  const child = await client.create(Secret, {
    metadata: { name: 'child', namespace, ownerReferences: [ref(owner)], finalizers: ['example.com/wait'] },
  });
  await client.delete(ConfigMap, owner.metadata, { propagationPolicy: 'Foreground' });
  await eventually(
    () => client.get(Secret, child.metadata),
    ({ metadata }) => metadata.deletionTimestamp !== undefined,
  );
  assert.ok(await exists(() => client.get(ConfigMap, owner.metadata)));
  await client.patch(Secret, child.metadata, { type: 'merge', body: { metadata: { finalizers: null } } });
  await gone(() => client.get(ConfigMap, owner.metadata));
});

test('orphans stay without their owner', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const owner = await configMap(client, 'owner');
  const child = await secret(client, 'child', owner);
  await client.delete(ConfigMap, owner.metadata, { propagationPolicy: 'Orphan' });
  await gone(() => client.get(ConfigMap, owner.metadata));
  const { metadata } = await client.get(Secret, child.metadata);
  assert.deepEqual(metadata.ownerReferences ?? [], []);
  assert.equal(metadata.deletionTimestamp, undefined);
});

test('an object whose owner never was is deleted', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const owner = await configMap(client, 'owner');
  const ghost = { ...owner, metadata: { ...owner.metadata, name: 'ghost', uid: '00000000-0000-0000-0000-000000000000' } };
  await secret(client, 'child', ghost);
  await gone(() => client.get(Secret, { namespace, name: 'child' }));
});
