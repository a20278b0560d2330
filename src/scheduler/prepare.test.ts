import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCluster } from '../cluster/testing.ts';
import type { Client } from '../client/client.ts';
import { Event } from '../kinds/core/event.ts';
import { Node } from '../kinds/core/node/index.ts';
import { PersistentVolumeClaim } from '../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../kinds/core/persistent-volume/index.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import { StorageClass } from '../kinds/storage/storage-class.ts';
import { ApiError } from '../model/errors.ts';
import { eventually } from './testing/run-scheduler.ts';

const namespace = 'default';
const selectedNode = 'volume.kubernetes.io/selected-node';

async function addNode(client: Client, name: string): Promise<void> {
  await client.create(Node, { metadata: { name, labels: { 'kubernetes.io/hostname': name } }, spec: {} });
  for (;;) {
    const node = await client.get(Node, { name });
    const allocatable = { cpu: '4', memory: '8Gi', pods: '110' };
    const status = { ...node.status, allocatable, capacity: allocatable, conditions: [{ type: 'Ready', status: 'True' as const }] };
    try {
      await client.update(Node, { ...node, status }, { subresource: 'status' });
      return;
    } catch (error) {
      if (!ApiError.is(error, 'Conflict')) throw error;
    }
  }
}

const addClass = (client: Client, provisioner: string) =>
  client.create(StorageClass, { metadata: { name: 'late' }, provisioner, volumeBindingMode: 'WaitForFirstConsumer' });

async function addPod(client: Client, name: string): Promise<void> {
  const resources = { requests: { storage: '1Gi' } };
  const accessModes = ['ReadWriteOnce' as const];
  await client.create(PersistentVolumeClaim, { metadata: { name, namespace }, spec: { accessModes, resources, storageClassName: 'late' } });
  await client.create(Pod, {
    metadata: { name, namespace },
    spec: { containers: [{ name: 'c', image: 'i' }], volumes: [{ name: 'v', persistentVolumeClaim: { claimName: name } }] },
  });
}

const addVolume = (client: Client, name: string, spec: Partial<PersistentVolume['spec']>) =>
  client.create(PersistentVolume, {
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, storageClassName: 'late', ...spec },
  });

const placed = (client: Client, name: string) =>
  eventually(
    () => client.get(Pod, { name, namespace }),
    ({ spec }) => Boolean(spec.nodeName),
  );

test('pods go where the disks are, and each gets one', async () => {
  await using cluster = await startCluster({ parts: ['controllers', 'scheduler'] });
  const { client } = cluster;
  await addClass(client, 'kubernetes.io/no-provisioner');
  const disks = ['a', 'b', 'b'];
  for (const node of ['a', 'b', 'c']) await addNode(client, node);
  for (const [index, node] of disks.entries()) {
    const required = {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In' as const, values: [node] }] }],
    };
    await addVolume(client, `disk-${index}`, { local: { path: '/mnt' }, nodeAffinity: { required } });
  }
  await Promise.all(disks.map((_, index) => addPod(client, `pod-${index}`)));
  const pods = await Promise.all(disks.map((_, index) => placed(client, `pod-${index}`)));
  assert.deepEqual(
    pods.map(({ spec }) => spec.nodeName ?? '').toSorted((a, b) => a.localeCompare(b)),
    disks,
  );
  for (const { metadata, spec } of pods) {
    const claim = await client.get(PersistentVolumeClaim, metadata);
    assert.equal(claim.status.phase, 'Bound');
    assert.equal(disks[Number(claim.spec.volumeName?.slice('disk-'.length))], spec.nodeName);
  }
});

test('a volume is asked for where the pod is to run, which is told when there is none and then has another try', async () => {
  await using cluster = await startCluster({ parts: ['controllers', 'scheduler'] });
  const { client } = cluster;
  await addClass(client, 'csi.example.com');
  await addNode(client, 'a');
  await addPod(client, 'web');
  const ref = { name: 'web', namespace };
  const asked = () =>
    eventually(
      () => client.get(PersistentVolumeClaim, ref),
      ({ metadata: { annotations } }) =>
        annotations?.[selectedNode] === 'a' && annotations['volume.kubernetes.io/storage-provisioner'] === 'csi.example.com',
    );
  await asked();
  await client.patch(PersistentVolumeClaim, ref, { type: 'merge', body: { metadata: { annotations: { [selectedNode]: null } } } });
  await eventually(
    async () => (await client.list(Event, { namespace })).items.map(({ message }) => message),
    (messages) => messages.includes('running PreBind plugin "VolumeBinding": binding volumes: provisioning failed for PVC "web"'),
  );
  const again = await asked();
  assert.equal((await client.get(Pod, ref)).spec.nodeName, undefined);
  const claimRef = { name: 'web', namespace, uid: again.metadata.uid };
  await addVolume(client, 'made', { csi: { driver: 'csi.example.com', volumeHandle: 'x' }, claimRef });
  assert.equal((await placed(client, 'web')).spec.nodeName, 'a');
});
