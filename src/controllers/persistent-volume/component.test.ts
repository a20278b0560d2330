import assert from 'node:assert/strict';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { test } from 'node:test';
import { Event } from '../../kinds/core/event.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { StorageClass } from '../../kinds/storage/storage-class.ts';
import { ApiError } from '../../model/errors.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';
type Cluster = Awaited<ReturnType<typeof runControllers>>;

const addVolume = ({ client }: Cluster, name: string, spec: Partial<PersistentVolume['spec']> = {}) =>
  client.create(PersistentVolume, {
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: `/tmp/kubets-none/${name}` }, ...spec },
  });
const addClaim = ({ client }: Cluster, name: string, spec: Partial<PersistentVolumeClaim['spec']> = {}) =>
  client.create(PersistentVolumeClaim, {
    metadata: { name, namespace },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: '', ...spec },
  });
const claimIn = ({ client }: Cluster, name: string, phase: string) =>
  eventually(
    () => client.get(PersistentVolumeClaim, { name, namespace }),
    ({ status }) => status.phase === phase,
  );
const volumeIn = ({ client }: Cluster, name: string, phase: string) =>
  eventually(
    () => client.get(PersistentVolume, { name }),
    ({ status }) => status.phase === phase,
  );
const volumeGone = ({ client }: Cluster, name: string) =>
  eventually(
    async () => (await client.list(PersistentVolume)).items.some(({ metadata }) => metadata.name === name),
    (isThere) => !isThere,
  );
const told = ({ client }: Cluster, reason: string) =>
  eventually(
    async () => (await client.list(Event, { namespace })).items.find((event) => event.reason === reason),
    (event) => event !== undefined,
  );
const isGone = (error: unknown) => ApiError.is(error, 'NotFound');

test('many claims and as many volumes find each other, one to one', async () => {
  await using cluster = await runControllers();
  const names = Array.from({ length: 30 }, (_, index) => `x${index}`);
  await Promise.all(names.flatMap<Promise<unknown>>((name) => [addClaim(cluster, name), addVolume(cluster, name)]));
  const claims = await Promise.all(names.map((name) => claimIn(cluster, name, 'Bound')));
  assert.equal(new Set(claims.map(({ spec }) => spec.volumeName)).size, names.length);
  const [claim] = claims;
  assert.deepEqual(claim?.status.capacity, { storage: '1Gi' });
  assert.deepEqual(claim.metadata.annotations, { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' });
  const volume = await volumeIn(cluster, claim.spec.volumeName ?? '', 'Bound');
  assert.equal(volume.spec.claimRef?.uid, claim.metadata.uid);
  assert.deepEqual(volume.metadata.annotations, { 'pv.kubernetes.io/bound-by-controller': 'yes' });
});

test('a volume whose claim is gone is released and kept, and its claim lost when it goes', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await addVolume(cluster, 'kept');
  await addClaim(cluster, 'first');
  await claimIn(cluster, 'first', 'Bound');
  await client.delete(PersistentVolumeClaim, { name: 'first', namespace });
  const released = await volumeIn(cluster, 'kept', 'Released');
  assert.equal(released.spec.claimRef?.name, 'first');
  const { claimRef: _, ...spec } = released.spec;
  await client.update(PersistentVolume, { ...released, spec });
  await addClaim(cluster, 'second');
  const second = await claimIn(cluster, 'second', 'Bound');
  assert.equal(second.spec.volumeName, 'kept');
  await client.patch(PersistentVolume, { name: 'kept' }, { type: 'merge', body: { metadata: { finalizers: null } } });
  await client.delete(PersistentVolume, { name: 'kept' });
  await eventually(
    () => client.get(PersistentVolumeClaim, { name: 'second', namespace }),
    ({ status }) => status.phase === 'Lost' && status.capacity === undefined,
  );
  assert.equal((await told(cluster, 'ClaimLost'))?.type, 'Warning');
});

test('what is to be deleted is deleted with its directory, if that is where things may be lost', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const path = await mkdtemp('/tmp/kubets-deleted-');
  try {
    await addVolume(cluster, 'deleted', { persistentVolumeReclaimPolicy: 'Delete', hostPath: { path } });
    await addClaim(cluster, 'a');
    await claimIn(cluster, 'a', 'Bound');
    await client.delete(PersistentVolumeClaim, { name: 'a', namespace });
    await volumeGone(cluster, 'deleted');
    await assert.rejects(access(path));
  } finally {
    await rm(path, { recursive: true, force: true });
  }
  await addVolume(cluster, 'precious', { persistentVolumeReclaimPolicy: 'Delete', hostPath: { path: '/precious/tmp/data' } });
  await addClaim(cluster, 'b');
  await claimIn(cluster, 'b', 'Bound');
  await client.delete(PersistentVolumeClaim, { name: 'b', namespace });
  const failed = await volumeIn(cluster, 'precious', 'Failed');
  assert.equal(failed.status.message, 'host_path deleter only supports /tmp/.+ but received provided /precious/tmp/data');
  assert.equal((await told(cluster, 'VolumeFailedDelete'))?.message, failed.status.message);
});

test('a volume is recycled by a pod, and free again when that has succeeded', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await addVolume(cluster, 'again', { persistentVolumeReclaimPolicy: 'Recycle' });
  await addClaim(cluster, 'a');
  await claimIn(cluster, 'a', 'Bound');
  await client.delete(PersistentVolumeClaim, { name: 'a', namespace });
  const ref = { name: 'recycler-for-again', namespace };
  const pod = await eventually(
    async () => (await client.list(Pod, { namespace })).items.find(({ metadata }) => metadata.name === ref.name),
    (found) => found !== undefined,
  );
  assert(pod);
  await client.update(Pod, { ...pod, status: { ...pod.status, phase: 'Succeeded' } }, { subresource: 'status' });
  const free = await volumeIn(cluster, 'again', 'Available');
  assert.equal(free.spec.claimRef, undefined);
  assert.equal((await told(cluster, 'VolumeRecycled'))?.message, 'Volume recycled');
  await assert.rejects(client.get(Pod, ref), isGone);
});

test('a class asks for its volumes, and a new default class is given to older claims', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const spec = { accessModes: ['ReadWriteOnce' as const], resources: { requests: { storage: '1Gi' } } };
  await client.create(PersistentVolumeClaim, { metadata: { name: 'older', namespace }, spec });
  await told(cluster, 'FailedBinding');
  await client.create(StorageClass, {
    metadata: { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'csi.example.com',
  });
  const asking = await eventually(
    () => client.get(PersistentVolumeClaim, { name: 'older', namespace }),
    ({ metadata }) => metadata.annotations?.['volume.kubernetes.io/storage-provisioner'] !== undefined,
  );
  assert.equal(asking.spec.storageClassName, 'fast');
  assert.equal(asking.metadata.annotations?.['volume.beta.kubernetes.io/storage-provisioner'], 'csi.example.com');
  await addVolume(cluster, 'made', {
    storageClassName: 'fast',
    claimRef: { name: 'older', namespace, uid: asking.metadata.uid },
  });
  assert.equal((await claimIn(cluster, 'older', 'Bound')).spec.volumeName, 'made');
});
