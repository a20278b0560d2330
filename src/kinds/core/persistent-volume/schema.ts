import {
  defineType,
  always,
  boolean,
  int32,
  list,
  map,
  object,
  oneOf,
  required,
  string,
  time,
  type Infer,
  embed,
} from '../../../model/schema.ts';
import { NodeSelector } from '../node-selector.ts';
import {
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  FCVolumeSource,
  FlockerVolumeSource,
  GCEPersistentDiskVolumeSource,
  NFSVolumeSource,
  PhotonPersistentDiskVolumeSource,
  PortworxVolumeSource,
  QuobyteVolumeSource,
  VsphereVirtualDiskVolumeSource,
} from '../network-storage.ts';
import { HostPathVolumeSource } from '../pod/volume.ts';
import { ObjectReference, SecretReference } from '../reference.ts';

export const GlusterfsPersistentVolumeSource = defineType('io.k8s.api.core.v1.GlusterfsPersistentVolumeSource', {
  endpoints: required(string(1)),
  path: required(string(2)),
  readOnly: boolean(3),
  endpointsNamespace: string(4),
});

export interface GlusterfsPersistentVolumeSource extends Infer<typeof GlusterfsPersistentVolumeSource> {}

export const RBDPersistentVolumeSource = defineType('io.k8s.api.core.v1.RBDPersistentVolumeSource', {
  monitors: required(list(1, 'string', { listType: 'atomic' })),
  image: required(string(2)),
  fsType: string(3),
  pool: string(4, { default: 'rbd' }),
  user: string(5, { default: 'admin' }),
  keyring: string(6, { default: '/etc/ceph/keyring' }),
  secretRef: object(7, SecretReference),
  readOnly: boolean(8),
});

export interface RBDPersistentVolumeSource extends Infer<typeof RBDPersistentVolumeSource> {}

export const ISCSIPersistentVolumeSource = defineType('io.k8s.api.core.v1.ISCSIPersistentVolumeSource', {
  targetPortal: required(string(1)),
  iqn: required(string(2)),
  lun: required(int32(3)),
  iscsiInterface: string(4, { default: 'default' }),
  fsType: string(5),
  readOnly: boolean(6),
  portals: list(7, 'string', { listType: 'atomic' }),
  chapAuthDiscovery: boolean(8),
  secretRef: object(10, SecretReference),
  chapAuthSession: boolean(11),
  initiatorName: string(12),
});

export interface ISCSIPersistentVolumeSource extends Infer<typeof ISCSIPersistentVolumeSource> {}

export const CinderPersistentVolumeSource = defineType('io.k8s.api.core.v1.CinderPersistentVolumeSource', {
  volumeID: required(string(1)),
  fsType: string(2),
  readOnly: boolean(3),
  secretRef: object(4, SecretReference),
});

export interface CinderPersistentVolumeSource extends Infer<typeof CinderPersistentVolumeSource> {}

export const CephFSPersistentVolumeSource = defineType('io.k8s.api.core.v1.CephFSPersistentVolumeSource', {
  monitors: required(list(1, 'string', { listType: 'atomic' })),
  path: string(2),
  user: string(3),
  secretFile: string(4),
  secretRef: object(5, SecretReference),
  readOnly: boolean(6),
});

export interface CephFSPersistentVolumeSource extends Infer<typeof CephFSPersistentVolumeSource> {}

export const FlexPersistentVolumeSource = defineType('io.k8s.api.core.v1.FlexPersistentVolumeSource', {
  driver: required(string(1)),
  fsType: string(2),
  secretRef: object(3, SecretReference),
  readOnly: boolean(4),
  options: map(5, 'string'),
});

export interface FlexPersistentVolumeSource extends Infer<typeof FlexPersistentVolumeSource> {}

export const AzureFilePersistentVolumeSource = defineType('io.k8s.api.core.v1.AzureFilePersistentVolumeSource', {
  secretName: required(string(1)),
  shareName: required(string(2)),
  readOnly: boolean(3),
  secretNamespace: always(string(4)),
});

export interface AzureFilePersistentVolumeSource extends Infer<typeof AzureFilePersistentVolumeSource> {}

export const ScaleIOPersistentVolumeSource = defineType('io.k8s.api.core.v1.ScaleIOPersistentVolumeSource', {
  gateway: required(string(1)),
  system: required(string(2)),
  secretRef: required(object(3, SecretReference)),
  sslEnabled: boolean(4),
  protectionDomain: string(5),
  storagePool: string(6),
  storageMode: string(7, { default: 'ThinProvisioned' }),
  volumeName: string(8),
  fsType: string(9, { default: 'xfs' }),
  readOnly: boolean(10),
});

export interface ScaleIOPersistentVolumeSource extends Infer<typeof ScaleIOPersistentVolumeSource> {}

export const LocalVolumeSource = defineType('io.k8s.api.core.v1.LocalVolumeSource', {
  path: required(string(1)),
  fsType: string(2),
});

export interface LocalVolumeSource extends Infer<typeof LocalVolumeSource> {}

export const StorageOSPersistentVolumeSource = defineType('io.k8s.api.core.v1.StorageOSPersistentVolumeSource', {
  volumeName: string(1),
  volumeNamespace: string(2),
  fsType: string(3),
  readOnly: boolean(4),
  secretRef: object(5, ObjectReference),
});

export interface StorageOSPersistentVolumeSource extends Infer<typeof StorageOSPersistentVolumeSource> {}

export const CSIPersistentVolumeSource = defineType('io.k8s.api.core.v1.CSIPersistentVolumeSource', {
  driver: required(string(1)),
  volumeHandle: required(string(2)),
  readOnly: boolean(3),
  fsType: string(4),
  volumeAttributes: map(5, 'string'),
  controllerPublishSecretRef: object(6, SecretReference),
  nodeStageSecretRef: object(7, SecretReference),
  nodePublishSecretRef: object(8, SecretReference),
  controllerExpandSecretRef: object(9, SecretReference),
  nodeExpandSecretRef: object(10, SecretReference),
});

export interface CSIPersistentVolumeSource extends Infer<typeof CSIPersistentVolumeSource> {}

export const PersistentVolumeSource = defineType('io.k8s.api.core.v1.PersistentVolumeSource', {
  gcePersistentDisk: object(1, GCEPersistentDiskVolumeSource),
  awsElasticBlockStore: object(2, AWSElasticBlockStoreVolumeSource),
  hostPath: object(3, HostPathVolumeSource),
  glusterfs: object(4, GlusterfsPersistentVolumeSource),
  nfs: object(5, NFSVolumeSource),
  rbd: object(6, RBDPersistentVolumeSource),
  iscsi: object(7, ISCSIPersistentVolumeSource),
  cinder: object(8, CinderPersistentVolumeSource),
  cephfs: object(9, CephFSPersistentVolumeSource),
  fc: object(10, FCVolumeSource),
  flocker: object(11, FlockerVolumeSource),
  flexVolume: object(12, FlexPersistentVolumeSource),
  azureFile: object(13, AzureFilePersistentVolumeSource),
  vsphereVolume: object(14, VsphereVirtualDiskVolumeSource),
  quobyte: object(15, QuobyteVolumeSource),
  azureDisk: object(16, AzureDiskVolumeSource),
  photonPersistentDisk: object(17, PhotonPersistentDiskVolumeSource),
  portworxVolume: object(18, PortworxVolumeSource),
  scaleIO: object(19, ScaleIOPersistentVolumeSource),
  local: object(20, LocalVolumeSource),
  storageos: object(21, StorageOSPersistentVolumeSource),
  csi: object(22, CSIPersistentVolumeSource),
});

export interface PersistentVolumeSource extends Infer<typeof PersistentVolumeSource> {}

export const VolumeNodeAffinity = defineType('io.k8s.api.core.v1.VolumeNodeAffinity', {
  required: object(1, NodeSelector),
});

export interface VolumeNodeAffinity extends Infer<typeof VolumeNodeAffinity> {}

export const PersistentVolumeSpec = defineType('io.k8s.api.core.v1.PersistentVolumeSpec', {
  capacity: map(1, 'quantity'),
  accessModes: list(3, 'string', { listType: 'atomic' }),
  claimRef: object(4, ObjectReference, { mapType: 'granular' }),
  persistentVolumeReclaimPolicy: oneOf(5, ['Delete', 'Recycle', 'Retain']),
  storageClassName: string(6),
  mountOptions: list(7, 'string', { listType: 'atomic' }),
  volumeMode: oneOf(8, ['Block', 'Filesystem']),
  nodeAffinity: object(9, VolumeNodeAffinity),
  volumeAttributesClassName: string(10),
  ...embed(2, PersistentVolumeSource),
});

export interface PersistentVolumeSpec extends Infer<typeof PersistentVolumeSpec> {}

export const PersistentVolumeStatus = defineType('io.k8s.api.core.v1.PersistentVolumeStatus', {
  phase: oneOf(1, ['Available', 'Bound', 'Failed', 'Pending', 'Released']),
  message: string(2),
  reason: string(3),
  lastPhaseTransitionTime: time(4),
});

export interface PersistentVolumeStatus extends Infer<typeof PersistentVolumeStatus> {}
