import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { VolumeAttributesClass } from '../../kinds/storage/volume-attributes-class.ts';
import { claimTemplate, meta, pod } from '../testing/builders.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';
import { usesClaim } from './claim.ts';

const namespace = 'default';
const claimSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } as const;
const mounting = (claimName: string) => ({
  containers: [{ name: 'c', image: 'i' }],
  volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }],
});

const inline = pod('p', { spec: { volumes: [{ name: 'v', ephemeral: { volumeClaimTemplate: { spec: claimTemplate('x').spec } } }] } });
const claim = (name: string, owner?: Pod) => ({
  ...claimTemplate(name),
  metadata: meta(
    name,
    owner
      ? { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: owner.metadata.name, uid: owner.metadata.uid, controller: true }] }
      : {},
  ),
});
const gone = (of: Pod): Pod => ({
  ...of,
  metadata: { ...of.metadata, deletionTimestamp: of.metadata.creationTimestamp, deletionGracePeriodSeconds: 0 },
});

for (const [what, user, of, expected] of [
  ['a pod that mounts it', pod('p', { spec: mounting('c') }), claim('c'), true],
  ['a pod that mounts it and is going at once', gone(pod('p', { spec: mounting('c') })), claim('c'), true],
  ['a pod that has no node yet', pod('p', { node: '', spec: mounting('c') }), claim('c'), false],
  ['a pod that mounts another', pod('p', { spec: mounting('other') }), claim('c'), false],
  ['the pod that it was made for', inline, claim('p-v', inline), true],
  ['the pod that it was made for, going at once', gone(inline), claim('p-v', inline), false],
  ['a pod that a claim of its name was not made for', inline, claim('p-v'), false],
] as const) {
  test(`${what} ${expected ? 'uses' : 'does not use'} a claim`, () => assert.equal(usesClaim(user, of) ?? false, expected));
}

test('a claim stays as long as a pod uses it, and a volume as long as it is bound', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await client.create(PersistentVolumeClaim, {
    metadata: { name: 'used', namespace },
    spec: { ...claimSpec, accessModes: ['ReadWriteOnce'] },
  });
  await client.create(Pod, { metadata: { name: 'user', namespace }, spec: { ...mounting('used'), nodeName: 'n' } });
  await client.delete(PersistentVolumeClaim, { name: 'used', namespace });
  await client.create(PersistentVolumeClaim, {
    metadata: { name: 'free', namespace },
    spec: { ...claimSpec, accessModes: ['ReadWriteOnce'] },
  });
  await client.delete(PersistentVolumeClaim, { name: 'free', namespace });
  const claims = async () => (await client.list(PersistentVolumeClaim, { namespace })).items.map(({ metadata }) => metadata.name);
  await eventually(claims, (names) => !names.includes('free'));
  assert.deepEqual(await claims(), ['used']);
  await client.delete(Pod, { name: 'user', namespace }, { gracePeriodSeconds: 0 });
  await eventually(claims, (names) => names.length === 0);

  const spec = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce' as const], hostPath: { path: '/x' } };
  const volume = await client.create(PersistentVolume, { metadata: { name: 'v' }, spec });
  assert.deepEqual(volume.metadata.finalizers, ['kubernetes.io/pv-protection']);
  await client.patch(PersistentVolume, { name: 'v' }, { type: 'merge', body: { status: { phase: 'Bound' } } }, { subresource: 'status' });
  await client.delete(PersistentVolume, { name: 'v' });
  await client.patch(
    PersistentVolume,
    { name: 'v' },
    { type: 'merge', body: { status: { phase: 'Released' } } },
    { subresource: 'status' },
  );
  await eventually(
    async () => (await client.list(PersistentVolume)).items.length,
    (count) => count === 0,
  );
});

test('an attributes class stays as long as a claim names it', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await client.create(VolumeAttributesClass, { metadata: { name: 'gold' }, driverName: 'd.example.com', parameters: { iops: '9' } });
  const spec = { ...claimSpec, accessModes: ['ReadWriteOnce' as const], volumeAttributesClassName: 'gold' };
  await client.create(PersistentVolumeClaim, { metadata: { name: 'c', namespace }, spec });
  await client.delete(VolumeAttributesClass, { name: 'gold' });
  assert((await client.get(VolumeAttributesClass, { name: 'gold' })).metadata.deletionTimestamp);
  await client.delete(PersistentVolumeClaim, { name: 'c', namespace });
  await eventually(
    async () => (await client.list(VolumeAttributesClass)).items.length,
    (count) => count === 0,
  );
});
