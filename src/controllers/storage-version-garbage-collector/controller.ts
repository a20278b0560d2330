import { timestamp } from '../../base/clock.ts';
import { StorageVersion, type ServerStorageVersion } from '../../kinds/apiserverinternal/storage-version.ts';
import { Lease } from '../../kinds/coordination/lease.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, index, on, type Context, type Controller } from '../../runtime/controller.ts';
import { statusOf } from './plan.ts';

const namespace = 'kube-system';
/** What leases say by which API servers tell that they are there. */
const identity = { label: 'apiserver.kubernetes.io/identity', value: 'kube-apiserver' } as const;
const byServer = 'API server';

/** Forgets as which versions API servers store, once the servers are gone. */
export const storageVersionGarbageCollector: Controller = defineController({
  name: 'storage_version_garbage_collector',
  for: StorageVersion,
  selects: [{ kind: Lease, namespace, labelSelector: `${identity.label}=${identity.value}` }],
  wakes: [
    on(Lease, ({ metadata }, { isDeleted, cache }) =>
      isDeleted ? cache.byIndex(StorageVersion, byServer, metadata.name).map((each) => each.metadata) : [],
    ),
  ],
  indexes: [index(StorageVersion, byServer, ({ status }) => (status.storageVersions ?? []).map(({ apiServerID }) => apiServerID))],

  async reconcile(version, context) {
    const { client, clock } = context;
    const servers = version.status.storageVersions ?? [];
    const there = await Promise.all(servers.map((server) => isThere(server, context)));
    if (there.every(Boolean)) return;
    const left = servers.filter((_, position) => there[position]);
    if (left.length > 0) {
      const status = statusOf(version, left, { nowTimestamp: timestamp(clock.now()) });
      await client.update(StorageVersion, { ...version, status }, { subresource: 'status' });
      return;
    }
    const { name, uid, resourceVersion } = version.metadata;
    try {
      // A server that has just come may have entered itself.
      await client.delete(StorageVersion, { name }, { preconditions: { uid, resourceVersion } });
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
  },
});

/** The copy of leases may be behind a server that has just come. */
async function isThere({ apiServerID: name }: ServerStorageVersion, { client, cache }: Context): Promise<boolean> {
  if (cache.get(Lease, { namespace, name })) return true;
  try {
    const { metadata } = await client.get(Lease, { namespace, name });
    return metadata.labels?.[identity.label] === identity.value;
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return false;
    throw error;
  }
}
