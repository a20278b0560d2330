import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Event } from '../../kinds/core/event.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { CSIDriver } from '../../kinds/storage/csi-driver.ts';
import { VolumeAttachment } from '../../kinds/storage/volume-attachment.ts';
import { ApiError } from '../../model/errors.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';
const uniqueName = 'kubernetes.io/csi/csi.example.com^disk-1';
type Cluster = Awaited<ReturnType<typeof runControllers>>;

/** Two nodes, and a volume of a driver that is bound to the claim `data`. */
async function prepare({ client }: Cluster): Promise<void> {
  for (const name of ['a', 'b']) {
    const annotations = { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' };
    await client.create(Node, { metadata: { name, annotations }, spec: {} });
    await changeNode({ client }, name, ({ status }) => ({ ...status, conditions: [{ type: 'Ready', status: 'True' }] }));
  }
  const accessModes = ['ReadWriteOnce' as const];
  const csi = { driver: 'csi.example.com', volumeHandle: 'disk-1' };
  await client.create(PersistentVolume, { metadata: { name: 'v' }, spec: { accessModes, capacity: { storage: '1Gi' }, csi } });
  const resources = { requests: { storage: '1Gi' } };
  await client.create(PersistentVolumeClaim, {
    metadata: { name: 'data', namespace },
    spec: { accessModes, resources, storageClassName: '' },
  });
}

/** Others write to nodes as well. */
async function changeNode({ client }: Pick<Cluster, 'client'>, name: string, change: (node: Node) => Node['status']): Promise<void> {
  for (;;) {
    const node = await client.get(Node, { name });
    try {
      await client.update(Node, { ...node, status: change(node) }, { subresource: 'status' });
      return;
    } catch (error) {
      if (!ApiError.is(error, 'Conflict')) throw error;
    }
  }
}

const addPod = ({ client }: Cluster, name: string, nodeName: string) =>
  client.create(Pod, {
    metadata: { name, namespace },
    spec: {
      nodeName,
      tolerations: [{ operator: 'Exists' }],
      containers: [{ name: 'c', image: 'i' }],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
    },
  });
const attachments = async ({ client }: Cluster) => (await client.list(VolumeAttachment)).items;
const attachmentTo = async (cluster: Cluster, node: string): Promise<VolumeAttachment> => {
  const found = await eventually(
    async () => (await attachments(cluster)).find(({ spec }) => spec.nodeName === node),
    (attachment) => attachment !== undefined,
  );
  assert(found);
  return found;
};
const drive = ({ client }: Cluster, attachment: VolumeAttachment, status: VolumeAttachment['status']) =>
  client.update(VolumeAttachment, { ...attachment, status }, { subresource: 'status' });
const told = ({ client }: Cluster, pod: string, text: RegExp) =>
  eventually(
    async () =>
      (await client.list(Event, { namespace })).items
        .filter(({ involvedObject }) => involvedObject?.name === pod)
        .map(({ message }) => message ?? ''),
    (messages) => messages.some((message) => text.test(message)),
  );
const attachedTo = ({ client }: Cluster, node: string, expected: readonly string[]) =>
  eventually(
    async () => (await client.get(Node, { name: node })).status.volumesAttached?.map(({ name }) => name) ?? [],
    (names) => names.join() === expected.join(),
  );

test('a volume is attached for a pod, kept while the node uses it, and then goes to another node', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await prepare(cluster);
  await addPod(cluster, 'first', 'a');
  const attachment = await attachmentTo(cluster, 'a');
  assert.deepEqual(attachment.spec, { attacher: 'csi.example.com', nodeName: 'a', source: { persistentVolumeName: 'v' } });
  const failing = await drive(cluster, attachment, { attached: false, attachError: { time: '2026-01-01T00:00:00Z', message: 'no space' } });
  await told(cluster, 'first', /^AttachVolume\.Attach failed for volume "v" : no space$/);
  await drive(cluster, failing, { attached: true });
  await attachedTo(cluster, 'a', [uniqueName]);
  await told(cluster, 'first', /^AttachVolume\.Attach succeeded for volume "v" $/);

  await changeNode(cluster, 'a', ({ status }) => ({ ...status, volumesInUse: [uniqueName] }));
  await addPod(cluster, 'second', 'b');
  await told(cluster, 'second', /^Multi-Attach error for volume "v" Volume is already used by pod\(s\) first$/);
  await client.delete(Pod, { name: 'first', namespace }, { gracePeriodSeconds: 0 });
  // A pod that comes and goes shows that the controller has had its turn and left the volume where it is in use.
  await addPod(cluster, 'third', 'b');
  await attachedTo(cluster, 'a', [uniqueName]);
  assert.deepEqual(
    (await attachments(cluster)).map(({ spec }) => spec.nodeName),
    ['a'],
  );

  await changeNode(cluster, 'a', ({ status }) => ({ ...status, volumesInUse: [] }));
  const moved = await attachmentTo(cluster, 'b');
  assert.deepEqual(
    (await attachments(cluster)).map(({ spec }) => spec.nodeName),
    ['b'],
  );
  await attachedTo(cluster, 'a', []);
  await drive(cluster, moved, { attached: true });
  await attachedTo(cluster, 'b', [uniqueName]);
});

test('a node that is out of service loses its volumes whatever it says, and what needs no attaching has no attachment', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await prepare(cluster);
  await addPod(cluster, 'first', 'a');
  await drive(cluster, await attachmentTo(cluster, 'a'), { attached: true });
  await attachedTo(cluster, 'a', [uniqueName]);
  await changeNode(cluster, 'a', ({ status }) => ({ ...status, volumesInUse: [uniqueName] }));
  await client.delete(Pod, { name: 'first', namespace }, { gracePeriodSeconds: 0 });
  await client.patch(
    Node,
    { name: 'a' },
    { type: 'merge', body: { spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' }] } } },
  );
  await eventually(
    () => attachments(cluster),
    ({ length }) => length === 0,
  );
  await addPod(cluster, 'second', 'b');
  await attachmentTo(cluster, 'b');
  await client.create(CSIDriver, { metadata: { name: 'csi.example.com' }, spec: { attachRequired: false } });
  await eventually(
    () => attachments(cluster),
    ({ length }) => length === 0,
  );
});
