import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import type { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import type { Volume } from '../../kinds/core/pod/volume.ts';
import type { CSINode } from '../../kinds/storage/csi-node.ts';
import type { CSIDriver } from '../../kinds/storage/csi-driver.ts';
import type { CSIStorageCapacity } from '../../kinds/storage/csi-storage-capacity.ts';
import type { VolumeAttachment } from '../../kinds/storage/volume-attachment.ts';
import type { StorageClass } from '../../kinds/storage/storage-class.ts';
import type { KubeObject } from '../../model/kind.ts';
import type { Plugin } from '../plugin.ts';
import { meta, node, pod } from '../testing/builders.ts';
import { clusterOf, refusals } from '../testing/cluster.ts';
import { nodeVolumeLimits } from './node-volume-limits.ts';
import { volumeBinding } from './volume-binding.ts';
import { volumeRestrictions } from './volume-restrictions.ts';
import { volumeZone } from './volume-zone.ts';

const bound = { 'pv.kubernetes.io/bind-completed': 'yes' };
const zone = 'topology.kubernetes.io/zone';

interface ClaimOptions {
  readonly volume?: string;
  readonly storageClass?: string;
  readonly metadata?: Partial<PersistentVolumeClaim['metadata']>;
  readonly accessModes?: string[];
  readonly phase?: 'Bound' | 'Lost';
  readonly size?: string;
}
const claim = ({ volume, storageClass, metadata, accessModes, phase, size }: ClaimOptions = {}): PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: meta('data', { namespace: 'shop', ...(volume && { annotations: bound }), ...metadata }),
  spec: {
    resources: { ...(size && { requests: { storage: size } }) },
    ...(accessModes && { accessModes }),
    ...(volume && { volumeName: volume }),
    ...(storageClass && { storageClassName: storageClass }),
  },
  status: { ...(phase && { phase }) },
});
const volume = (labels: Record<string, string> = {}, spec: PersistentVolume['spec'] = {}): PersistentVolume => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: meta('disk', { labels }),
  spec,
  status: { phase: 'Available' },
});
const lazy = (more: Partial<StorageClass> = {}): StorageClass => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: meta('lazy'),
  provisioner: 'example.com/disks',
  volumeBindingMode: 'WaitForFirstConsumer',
  ...more,
});
const noneToBind = "node(s) didn't find available persistent volumes to bind";
const inZone = (name: string): NonNullable<PersistentVolume['spec']['nodeAffinity']> => ({
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key: zone, operator: 'In', values: [name] }] }] },
});
const driverWithCapacity: CSIDriver = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIDriver',
  metadata: meta('example.com/disks'),
  spec: { storageCapacity: true },
};
const capacity = (name: string, size: string, nodeTopology: { matchLabels: Record<string, string> }): CSIStorageCapacity => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIStorageCapacity',
  metadata: meta(name, { namespace: 'kube-system' }),
  storageClassName: 'lazy',
  capacity: size,
  nodeTopology,
});
const csiNode: CSINode = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSINode',
  metadata: meta('a'),
  spec: { drivers: [{ name: 'example.com/disks', nodeID: 'a', allocatable: { count: 1 } }] },
};
const csi = (volumeHandle: string): PersistentVolume['spec'] => ({ csi: { driver: 'example.com/disks', volumeHandle } });
const attachment = (persistentVolumeName: string): VolumeAttachment => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'VolumeAttachment',
  metadata: meta('csi-1'),
  spec: { attacher: 'example.com/disks', nodeName: 'a', source: { persistentVolumeName } },
  status: { attached: true },
});
const usesClaim: Volume[] = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];

const cases: {
  plugin: Plugin;
  name: string;
  volumes?: Volume[];
  objects?: KubeObject[];
  others?: Volume[][];
  a?: string[];
  b?: string[];
}[] = [
  { plugin: volumeBinding, name: 'no volumes', volumes: [] },
  {
    plugin: volumeBinding,
    name: 'no such claim',
    a: ['persistentvolumeclaim "data" not found'],
    b: ['persistentvolumeclaim "data" not found'],
  },
  {
    plugin: volumeBinding,
    name: 'a claim that is not bound',
    objects: [claim()],
    a: ['pod has unbound immediate PersistentVolumeClaims'],
    b: ['pod has unbound immediate PersistentVolumeClaims'],
  },
  {
    plugin: volumeBinding,
    name: 'a claim that waits for its first user',
    objects: [claim({ storageClass: 'lazy' }), lazy()],
  },
  {
    plugin: volumeBinding,
    name: 'a claim that waits for its first user, of volumes that nobody makes',
    objects: [claim({ storageClass: 'lazy' }), lazy({ provisioner: 'kubernetes.io/no-provisioner' })],
    a: [noneToBind],
    b: [noneToBind],
  },
  {
    plugin: volumeBinding,
    name: 'a claim that waits for its first user, of volumes that are somewhere',
    objects: [
      claim({ storageClass: 'lazy' }),
      lazy({ provisioner: 'kubernetes.io/no-provisioner' }),
      volume({}, { storageClassName: 'lazy', nodeAffinity: inZone('z1') }),
    ],
    b: [noneToBind],
  },
  {
    plugin: volumeBinding,
    name: 'a claim that waits for its first user, of volumes that are made somewhere',
    objects: [
      claim({ storageClass: 'lazy' }),
      lazy({ allowedTopologies: [{ matchLabelExpressions: [{ key: zone, values: ['z2', 'z3'] }] }] }),
    ],
    a: [noneToBind],
  },
  {
    plugin: volumeBinding,
    name: 'a claim whose volume is being made elsewhere',
    objects: [claim({ storageClass: 'lazy', metadata: { annotations: { 'volume.kubernetes.io/selected-node': 'b' } } }), lazy()],
    a: [noneToBind],
  },
  {
    plugin: volumeBinding,
    name: 'a claim for which there is not enough space',
    objects: [
      claim({ storageClass: 'lazy', size: '5Gi' }),
      lazy(),
      driverWithCapacity,
      capacity('one', '9Gi', { matchLabels: { [zone]: 'z1' } }),
      capacity('two', '4Gi', { matchLabels: { [zone]: 'z2' } }),
    ],
    b: ['node(s) did not have enough free storage'],
  },
  { plugin: volumeBinding, name: 'a claim that is bound', objects: [claim({ volume: 'disk' }), volume()] },
  {
    plugin: volumeBinding,
    name: 'a volume of one node',
    objects: [claim({ volume: 'disk' }), volume({}, { nodeAffinity: inZone('z1') })],
    b: ["node(s) didn't match PersistentVolume's node affinity"],
  },
  {
    plugin: volumeBinding,
    name: 'a volume that is gone',
    objects: [claim({ volume: 'disk' })],
    a: ['node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'],
    b: ['node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'],
  },
  {
    plugin: volumeBinding,
    name: 'a claim that lost its volume',
    objects: [claim({ volume: 'disk', phase: 'Lost' })],
    a: ['persistentvolumeclaim "data" bound to non-existent persistentvolume "disk"'],
    b: ['persistentvolumeclaim "data" bound to non-existent persistentvolume "disk"'],
  },
  {
    plugin: volumeBinding,
    name: 'a claim that is being deleted',
    objects: [claim({ volume: 'disk', metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })],
    a: ['persistentvolumeclaim "data" is being deleted'],
    b: ['persistentvolumeclaim "data" is being deleted'],
  },
  {
    plugin: volumeBinding,
    name: 'a claim that is yet to be made for the pod',
    volumes: [{ name: 'data', ephemeral: {} }],
    a: ['waiting for ephemeral volume controller to create the persistentvolumeclaim "web-data"'],
    b: ['waiting for ephemeral volume controller to create the persistentvolumeclaim "web-data"'],
  },
  {
    plugin: volumeBinding,
    name: 'a claim of somebody else by the name of the one for the pod',
    volumes: [{ name: 'data', ephemeral: {} }],
    objects: [claim({ metadata: { name: 'web-data' } })],
    a: ['PVC shop/web-data was not created for pod shop/web (pod is not owner)'],
    b: ['PVC shop/web-data was not created for pod shop/web (pod is not owner)'],
  },
  {
    plugin: volumeZone,
    name: 'a volume of a zone',
    objects: [claim({ volume: 'disk' }), volume({ [zone]: 'z1__z3' })],
    b: ['node(s) had no available volume zone'],
  },
  {
    plugin: volumeZone,
    name: 'a volume with the label of old, nodes with the new one',
    objects: [claim({ volume: 'disk' }), volume({ 'failure-domain.beta.kubernetes.io/zone': 'z2' })],
    a: ['node(s) had no available volume zone'],
  },
  {
    plugin: volumeRestrictions,
    name: 'a disk that another pod writes to',
    volumes: [{ name: 'data', iscsi: { targetPortal: '', iqn: 'iqn.1', lun: 0 } }],
    others: [[{ name: 'data', iscsi: { targetPortal: '', iqn: 'iqn.1', lun: 0 } }]],
    a: ['node(s) had no available disk'],
  },
  {
    plugin: volumeRestrictions,
    name: 'a disk that all only read',
    volumes: [{ name: 'data', iscsi: { targetPortal: '', iqn: 'iqn.1', lun: 0, readOnly: true } }],
    others: [[{ name: 'data', iscsi: { targetPortal: '', iqn: 'iqn.1', lun: 0, readOnly: true } }]],
  },
  {
    plugin: volumeRestrictions,
    name: 'a claim for one pod only, in use',
    objects: [claim({ accessModes: ['ReadWriteOncePod'] })],
    others: [usesClaim],
    a: ['node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod'],
    b: ['node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod'],
  },
  {
    plugin: nodeVolumeLimits,
    name: 'as many volumes as a node takes',
    volumes: [{ name: 'more', persistentVolumeClaim: { claimName: 'more' } }],
    objects: [
      csiNode,
      claim({ volume: 'disk' }),
      volume({}, csi('1')),
      claim({ volume: 'disk-2', metadata: { name: 'more' } }),
      { ...volume({}, csi('2')), metadata: meta('disk-2') },
    ],
    others: [usesClaim],
    a: ['node(s) exceed max volume count'],
  },
  {
    plugin: nodeVolumeLimits,
    name: 'as many volumes as a node takes, one of them yet to be made',
    volumes: [{ name: 'more', persistentVolumeClaim: { claimName: 'more' } }],
    objects: [csiNode, claim({ storageClass: 'lazy' }), claim({ storageClass: 'lazy', metadata: { name: 'more' } }), lazy()],
    others: [usesClaim],
    a: ['node(s) exceed max volume count'],
  },
  {
    plugin: nodeVolumeLimits,
    name: 'as many volumes as a node takes, one of them not detached yet',
    objects: [
      csiNode,
      claim({ volume: 'disk' }),
      volume({}, csi('1')),
      { ...volume({}, csi('2')), metadata: meta('left') },
      attachment('left'),
    ],
    a: ['node(s) exceed max volume count'],
  },
  {
    plugin: nodeVolumeLimits,
    name: 'a volume that is there already',
    objects: [csiNode, claim({ volume: 'disk' }), volume({}, csi('1'))],
    others: [usesClaim],
  },
];

for (const { plugin, name, volumes = usesClaim, objects = [], others = [], a, b } of cases) {
  test(`volumes have to be usable on the node (${plugin.name}): ${name}`, () => {
    const cluster = clusterOf({
      nodes: [node('a', { labels: { [zone]: 'z1' } }), node('b', { labels: { [zone]: 'z2' } })],
      pods: others.map((each, index) => [pod(`other-${index}`, { spec: { volumes: each } }), 'a']),
      objects,
    });
    assert.deepEqual(refusals(plugin, pod('web', { spec: { volumes } }), cluster), { a, b });
  });
}
