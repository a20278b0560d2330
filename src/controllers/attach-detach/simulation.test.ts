import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Node } from '../../kinds/core/node/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { VolumeAttachment } from '../../kinds/storage/volume-attachment.ts';
import { ApiError } from '../../model/errors.ts';
import { namespace, startSimulation, type Simulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';

const disks = ['x', 'y', 'z'];
const uniqueName = (disk: string) => `kubernetes.io/csi/csi.example.com^${disk}`;
const controllerNames = ['persistentvolume-binder-controller', 'persistentvolume-attach-detach-controller'];

async function prepare({ client }: Simulation): Promise<void> {
  for (const disk of disks) {
    const accessModes = ['ReadWriteOnce' as const];
    const csi = { driver: 'csi.example.com', volumeHandle: disk };
    const claimRef = { name: disk, namespace };
    await client.create(PersistentVolume, { metadata: { name: disk }, spec: { accessModes, capacity: { storage: '1Gi' }, csi, claimRef } });
    const resources = { requests: { storage: '1Gi' } };
    await client.create(PersistentVolumeClaim, {
      metadata: { name: disk, namespace },
      spec: { accessModes, resources, storageClassName: '' },
    });
  }
}

/** The driver attaches what it is asked to, and kubelets use what they are told is attached for as long as pods of theirs need it. */
async function drive({ client, random }: Simulation): Promise<void> {
  for (const attachment of (await client.list(VolumeAttachment)).items) {
    if (attachment.status.attached || !random.chance(0.7)) continue;
    await tolerating(() => client.update(VolumeAttachment, { ...attachment, status: { attached: true } }, { subresource: 'status' }));
  }
  const { items: pods } = await client.list(Pod, { namespace });
  for (const node of (await client.list(Node)).items) {
    const { volumesAttached = [], volumesInUse = [] } = node.status;
    const needed = new Set(pods.filter(({ spec }) => spec.nodeName === node.metadata.name).map((pod) => uniqueName(diskOf(pod))));
    const usable = new Set([...volumesAttached.map(({ name }) => name), ...volumesInUse]);
    const inUse = [...usable].filter((name) => needed.has(name)).toSorted((a, b) => a.localeCompare(b));
    const annotations = { ...node.metadata.annotations, 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' };
    if (!node.metadata.annotations?.['volumes.kubernetes.io/controller-managed-attach-detach']) {
      await tolerating(() => client.update(Node, { ...node, metadata: { ...node.metadata, annotations } }));
    } else if (inUse.join() !== volumesInUse.join()) {
      await tolerating(() => client.update(Node, { ...node, status: { ...node.status, volumesInUse: inUse } }, { subresource: 'status' }));
    }
  }
}

const diskOf = ({ spec }: Pod): string => spec.volumes?.find(({ name }) => name === 'disk')?.persistentVolumeClaim?.claimName ?? '';

async function tolerating(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!ApiError.is(error, 'Conflict', 'NotFound')) throw error;
  }
}

/** Pods come and go, sometimes two for one disk. */
async function edit({ client, random }: Simulation, move: number): Promise<void> {
  const { items: pods } = await client.list(Pod, { namespace });
  const leaving = random.chance(0.3) ? random.pick(pods) : undefined;
  if (leaving) await client.delete(Pod, leaving.metadata);
  const disk = random.pick(disks);
  if (!disk || !random.chance(0.3) || pods.filter((pod) => diskOf(pod) === disk).length > 1) return;
  await client.create(Pod, {
    metadata: { name: `pod-${move}`, namespace },
    spec: { containers: [{ name: 'c', image: 'i' }], volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: disk } }] },
  });
}

for (const seed of seeds(2)) {
  test(`no disk is ever at two nodes or taken from one that uses it, and in the end all are where they are needed (seed ${seed})`, async () => {
    await using simulation = await startSimulation({ seed, controllerNames, crashes: 0.15 });
    const { client, truth } = simulation;
    const [attachments, nodes] = [truth.of(VolumeAttachment), truth.of(Node)];
    const wrong: string[] = [];
    using _attached = attachments.observe({
      applied: ({ spec }) => {
        const disk = spec.source.persistentVolumeName;
        if (attachments.list().filter((other) => other.spec.source.persistentVolumeName === disk).length > 1) wrong.push(`two for ${disk}`);
      },
      deleted: ({ spec }) => {
        const inUse = nodes.get({ name: spec.nodeName })?.status.volumesInUse ?? [];
        if (inUse.includes(uniqueName(spec.source.persistentVolumeName ?? '')))
          wrong.push(`${spec.source.persistentVolumeName} taken from ${spec.nodeName}`);
      },
    });
    await prepare(simulation);
    await simulation.run(60, {
      edit: async (move) => {
        await drive(simulation);
        await edit(simulation, move);
      },
    });
    await simulation.converge(async () => {
      await drive(simulation);
      const { items: pods } = await client.list(Pod, { namespace });
      const surplus = pods.find((pod, index) => pods.findIndex((other) => diskOf(other) === diskOf(pod)) < index);
      if (surplus && surplus.metadata.deletionTimestamp === undefined) await client.delete(Pod, surplus.metadata);
      const wanted = pods.map((pod) => `${diskOf(pod)} at ${pod.spec.nodeName}`).toSorted();
      const told = nodes
        .list()
        .flatMap(({ metadata, status }) =>
          (status.volumesInUse ?? []).map((name) => `${name.slice(name.indexOf('^') + 1)} at ${metadata.name}`),
        );
      return !surplus && attachments.list().length === pods.length && told.toSorted().join() === wanted.join();
    });
    assert.deepEqual(wrong, []);
  });
}
