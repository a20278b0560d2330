import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoredForm } from '../../src/apiserver/stored-form.ts';
import { startCluster } from '../../src/cluster/testing.ts';
import { MutatingAdmissionPolicy } from '../../src/kinds/admissionregistration/mutating-admission-policy.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import type { KubeObject, Kind } from '../../src/model/kind.ts';
import type { Client } from '../../src/client/client.ts';
import { MemoryStore } from '../../src/storage/memory/store.ts';

const namespace = 'default';
const protobuf = 'application/vnd.kubernetes.protobuf';
const textOf = async (store: MemoryStore, key: string) => Buffer.from((await store.get(key))?.value ?? []).toString('latin1');

/** Writes what is there already, and answers whether that was written. */
async function isRewritten<T extends KubeObject>(
  client: Client,
  kind: Kind<T>,
  ref: { name: string; namespace?: string },
): Promise<boolean> {
  const before = await client.get(kind, ref);
  const after = await client.update(kind, before);
  return after.metadata.resourceVersion !== before.metadata.resourceVersion;
}

test('an update that changes nothing is written once the stored form is another than is wanted now, and not again', async () => {
  const store = new MemoryStore();
  const key = '/registry/configmaps/default/a';
  const ref = { name: 'a', namespace };
  {
    await using cluster = await startCluster({ store });
    await cluster.client.create(ConfigMap, { metadata: ref, data: { a: '1' } });
    assert.equal(await isRewritten(cluster.client, ConfigMap, ref), false);
  }
  assert.match(await textOf(store, key), /^\{"metadata"/);
  {
    await using cluster = await startCluster({ store: new StoredForm(store, protobuf) });
    const { client } = cluster;
    assert.deepEqual([await isRewritten(client, ConfigMap, ref), await isRewritten(client, ConfigMap, ref)], [true, false]);
  }
  assert.match(await textOf(store, key), /^k8s\0/);
  await using cluster = await startCluster({ store: new StoredForm(store, 'application/json') });
  const { client } = cluster;
  assert.deepEqual([await isRewritten(client, ConfigMap, ref), await isRewritten(client, ConfigMap, ref)], [true, false]);
  assert.match(await textOf(store, key), /^\{"metadata"/);
  assert.deepEqual((await client.get(ConfigMap, ref)).data, { a: '1' });
});

test('so is one of an object that was stored as another version of its kind', async () => {
  const store = new MemoryStore();
  await using cluster = await startCluster({ store });
  const { client } = cluster;
  const made = await client.create(MutatingAdmissionPolicy, {
    metadata: { name: 'small' },
    spec: {
      reinvocationPolicy: 'Never',
      matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
      mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'Object{}' } }],
    },
  });
  const key = '/registry/mutatingadmissionpolicies/small';
  const stored = await textOf(store, key);
  const current = /"apiVersion":"([^"]+)"\}$/.exec(stored)?.[1] ?? '';
  const older = stored.replace(new RegExp(`"${current}"\\}$`), '"admissionregistration.k8s.io/v1alpha1"}');
  assert.notEqual(older, stored);
  await store.put(key, Buffer.from(older), { expect: Number(made.metadata.resourceVersion) });
  const ref = { name: 'small' };
  assert.deepEqual(
    [await isRewritten(client, MutatingAdmissionPolicy, ref), await isRewritten(client, MutatingAdmissionPolicy, ref)],
    [true, false],
  );
  assert.match(await textOf(store, key), new RegExp(`"apiVersion":"${current}"\\}$`));
});
