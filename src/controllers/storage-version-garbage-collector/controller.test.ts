import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StorageVersion } from '../../kinds/apiserverinternal/storage-version.ts';
import { Lease } from '../../kinds/coordination/lease.ts';
import { ApiError } from '../../model/errors.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'kube-system';
const labels = { 'apiserver.kubernetes.io/identity': 'kube-apiserver' };

test('API servers that are gone are forgotten, and with the last one what they stored', async () => {
  await using cluster = await runControllers({
    featureGates: { StorageVersionAPI: true },
    runtimeConfig: { 'internal.apiserver.k8s.io/v1alpha1': 'true' },
  });
  const { client } = cluster;
  const leases = await Promise.all(['one', 'two'].map((name) => client.create(Lease, { metadata: { name, namespace, labels }, spec: {} })));
  const made = await client.create(StorageVersion, { metadata: { name: 'apps.deployments' }, spec: {} });
  const storageVersions = ['one', 'two', 'never'].map((apiServerID) => ({
    apiServerID,
    encodingVersion: 'apps/v1',
    decodableVersions: ['apps/v1'],
  }));
  await client.update(
    StorageVersion,
    { ...made, status: { storageVersions, commonEncodingVersion: 'apps/v1' } },
    { subresource: 'status' },
  );
  const servers = async () => {
    const { status } = await client.get(StorageVersion, made.metadata);
    return (status.storageVersions ?? []).map(({ apiServerID }) => apiServerID);
  };
  await eventually(servers, (names) => names.join() === 'one,two');
  for (const [lease, left] of [
    [leases[0], ['two']],
    [leases[1], undefined],
  ] as const) {
    await client.delete(Lease, { namespace, name: lease?.metadata.name ?? '' });
    await eventually(
      () => servers().catch((error: unknown) => (ApiError.is(error, 'NotFound') ? undefined : Promise.reject(error))),
      (names) => names?.join() === left?.join(),
    );
  }
  assert.equal((await client.list(StorageVersion)).items.length, 0);
});
