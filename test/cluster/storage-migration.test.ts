import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoredForm } from '../../src/apiserver/stored-form.ts';
import { startCluster } from '../../src/cluster/testing.ts';
import { eventually } from '../../src/controllers/testing/run-controllers.ts';
import { CustomResourceDefinition } from '../../src/kinds/apiextensions/custom-resource-definition/index.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { StorageVersionMigration } from '../../src/kinds/storagemigration/storage-version-migration.ts';
import type { Client } from '../../src/client/client.ts';
import { MemoryStore } from '../../src/storage/memory/store.ts';

const namespace = 'default';
const served = {
  featureGates: { StorageVersionMigrator: true },
  runtimeConfig: { 'storagemigration.k8s.io/v1beta1': 'true' },
};

const migrate = (client: Client, name: string, resource: { group: string; resource: string }) =>
  client.create(StorageVersionMigration, { metadata: { name }, spec: { resource } });

const ended = (client: Client, name: string) =>
  eventually(
    async () => (await client.get(StorageVersionMigration, { name })).status.conditions ?? [],
    (conditions) => conditions.some(({ type, status }) => type === 'Running' && status === 'False'),
  );

test('all objects of a resource are stored anew in the form that is wanted now, and others are left alone', async () => {
  const store = new MemoryStore();
  const formOf = async (name: string) =>
    Buffer.from((await store.get(`/registry/configmaps/default/${name}`))?.value ?? []).toString('latin1');
  const names = Array.from({ length: 20 }, (_, index) => `settings-${index}`);
  {
    await using cluster = await startCluster({ store });
    for (const name of names) await cluster.client.create(ConfigMap, { metadata: { name, namespace }, data: { name } });
  }
  await using cluster = await startCluster({
    ...served,
    parts: ['controllers'],
    store: new StoredForm(store, 'application/vnd.kubernetes.protobuf'),
  });
  const { client } = cluster;
  await client.create(ConfigMap, { metadata: { name: 'new', namespace }, data: {} });
  await migrate(client, 'first', { group: '', resource: 'configmaps' });
  await migrate(client, 'second', { group: '', resource: 'configmaps' });

  const conditions = await ended(client, 'first');
  assert.deepEqual(
    conditions.map(({ type, status, reason }) => [type, status, reason]),
    [
      ['Running', 'False', 'MigrationCompleted'],
      ['Succeeded', 'True', 'StorageVersionMigrationSucceeded'],
    ],
  );
  for (const name of names) assert.match(await formOf(name), /^k8s\0/);
  const [one] = (await client.list(ConfigMap, { namespace })).items.filter(({ metadata }) => metadata.name === names[0]);
  assert.deepEqual(
    one?.metadata.managedFields?.map(({ manager }) => manager),
    ['kubets'],
  );

  const before = (await client.list(ConfigMap, { namespace })).items.map(({ metadata }) => metadata.resourceVersion);
  await ended(client, 'second');
  const after = (await client.list(ConfigMap, { namespace })).items.map(({ metadata }) => metadata.resourceVersion);
  assert.deepEqual(after, before);
});

test('a definition says that its objects are migrated, and what cannot be migrated fails', async () => {
  await using cluster = await startCluster({ ...served, parts: ['controllers'] });
  const { client } = cluster;
  await migrate(client, 'reviews', { group: 'authorization.k8s.io', resource: 'subjectaccessreviews' });
  const conditions = await ended(client, 'reviews');
  assert.equal(
    conditions.find(({ type }) => type === 'Failed')?.message,
    'resource "authorization.k8s.io/v1, Resource=subjectaccessreviews" does not support discovery operations: [update patch list]',
  );

  const schema = { openAPIV3Schema: { type: 'object' } };
  const made = await client.create(CustomResourceDefinition, {
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
  await migrate(client, 'widgets', { group: 'example.com', resource: 'widgets' });
  await eventually(
    () => client.get(CustomResourceDefinition, made.metadata),
    ({ status }) => status.conditions?.some(({ type, reason }) => type === 'StorageMigrating' && reason === 'MigrationRunning') ?? false,
  );
});
