import { defineType, boolean, int32, list, map, object, oneOf, required, string, type Infer } from '../../model/schema.ts';
import { LocalObjectReference } from './reference.ts';

export const GCEPersistentDiskVolumeSource = defineType('io.k8s.api.core.v1.GCEPersistentDiskVolumeSource', {
  pdName: required(string(1)),
  fsType: string(2),
  partition: int32(3),
  readOnly: boolean(4),
});

export interface GCEPersistentDiskVolumeSource extends Infer<typeof GCEPersistentDiskVolumeSource> {}

export const AWSElasticBlockStoreVolumeSource = defineType('io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource', {
  volumeID: required(string(1)),
  fsType: string(2),
  partition: int32(3),
  readOnly: boolean(4),
});

export interface AWSElasticBlockStoreVolumeSource extends Infer<typeof AWSElasticBlockStoreVolumeSource> {}

export const GitRepoVolumeSource = defineType('io.k8s.api.core.v1.GitRepoVolumeSource', {
  repository: required(string(1)),
  revision: string(2),
  directory: string(3),
});

export interface GitRepoVolumeSource extends Infer<typeof GitRepoVolumeSource> {}

export const NFSVolumeSource = defineType('io.k8s.api.core.v1.NFSVolumeSource', {
  server: required(string(1)),
  path: required(string(2)),
  readOnly: boolean(3),
});

export interface NFSVolumeSource extends Infer<typeof NFSVolumeSource> {}

export const ISCSIVolumeSource = defineType('io.k8s.api.core.v1.ISCSIVolumeSource', {
  targetPortal: required(string(1)),
  iqn: required(string(2)),
  lun: required(int32(3)),
  iscsiInterface: string(4, { default: 'default' }),
  fsType: string(5),
  readOnly: boolean(6),
  portals: list(7, 'string', { listType: 'atomic' }),
  chapAuthDiscovery: boolean(8),
  secretRef: object(10, LocalObjectReference),
  chapAuthSession: boolean(11),
  initiatorName: string(12),
});

export interface ISCSIVolumeSource extends Infer<typeof ISCSIVolumeSource> {}

export const GlusterfsVolumeSource = defineType('io.k8s.api.core.v1.GlusterfsVolumeSource', {
  endpoints: required(string(1)),
  path: required(string(2)),
  readOnly: boolean(3),
});

export interface GlusterfsVolumeSource extends Infer<typeof GlusterfsVolumeSource> {}

export const RBDVolumeSource = defineType('io.k8s.api.core.v1.RBDVolumeSource', {
  monitors: required(list(1, 'string', { listType: 'atomic' })),
  image: required(string(2)),
  fsType: string(3),
  pool: string(4, { default: 'rbd' }),
  user: string(5, { default: 'admin' }),
  keyring: string(6, { default: '/etc/ceph/keyring' }),
  secretRef: object(7, LocalObjectReference),
  readOnly: boolean(8),
});

export interface RBDVolumeSource extends Infer<typeof RBDVolumeSource> {}

export const FlexVolumeSource = defineType('io.k8s.api.core.v1.FlexVolumeSource', {
  driver: required(string(1)),
  fsType: string(2),
  secretRef: object(3, LocalObjectReference),
  readOnly: boolean(4),
  options: map(5, 'string'),
});

export interface FlexVolumeSource extends Infer<typeof FlexVolumeSource> {}

export const CinderVolumeSource = defineType('io.k8s.api.core.v1.CinderVolumeSource', {
  volumeID: required(string(1)),
  fsType: string(2),
  readOnly: boolean(3),
  secretRef: object(4, LocalObjectReference),
});

export interface CinderVolumeSource extends Infer<typeof CinderVolumeSource> {}

export const CephFSVolumeSource = defineType('io.k8s.api.core.v1.CephFSVolumeSource', {
  monitors: required(list(1, 'string', { listType: 'atomic' })),
  path: string(2),
  user: string(3),
  secretFile: string(4),
  secretRef: object(5, LocalObjectReference),
  readOnly: boolean(6),
});

export interface CephFSVolumeSource extends Infer<typeof CephFSVolumeSource> {}

export const FlockerVolumeSource = defineType('io.k8s.api.core.v1.FlockerVolumeSource', {
  datasetName: string(1),
  datasetUUID: string(2),
});

export interface FlockerVolumeSource extends Infer<typeof FlockerVolumeSource> {}

export const FCVolumeSource = defineType('io.k8s.api.core.v1.FCVolumeSource', {
  targetWWNs: list(1, 'string', { listType: 'atomic' }),
  lun: int32(2),
  fsType: string(3),
  readOnly: boolean(4),
  wwids: list(5, 'string', { listType: 'atomic' }),
});

export interface FCVolumeSource extends Infer<typeof FCVolumeSource> {}

export const AzureFileVolumeSource = defineType('io.k8s.api.core.v1.AzureFileVolumeSource', {
  secretName: required(string(1)),
  shareName: required(string(2)),
  readOnly: boolean(3),
});

export interface AzureFileVolumeSource extends Infer<typeof AzureFileVolumeSource> {}

export const VsphereVirtualDiskVolumeSource = defineType('io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource', {
  volumePath: required(string(1)),
  fsType: string(2),
  storagePolicyName: string(3),
  storagePolicyID: string(4),
});

export interface VsphereVirtualDiskVolumeSource extends Infer<typeof VsphereVirtualDiskVolumeSource> {}

export const QuobyteVolumeSource = defineType('io.k8s.api.core.v1.QuobyteVolumeSource', {
  registry: required(string(1)),
  volume: required(string(2)),
  readOnly: boolean(3),
  user: string(4),
  group: string(5),
  tenant: string(6),
});

export interface QuobyteVolumeSource extends Infer<typeof QuobyteVolumeSource> {}

export const AzureDiskVolumeSource = defineType('io.k8s.api.core.v1.AzureDiskVolumeSource', {
  diskName: required(string(1)),
  diskURI: required(string(2)),
  cachingMode: oneOf(3, ['None', 'ReadOnly', 'ReadWrite'], { default: 'ReadWrite' }),
  fsType: string(4, { default: 'ext4' }),
  readOnly: boolean(5, { default: false }),
  kind: oneOf(6, ['Dedicated', 'Managed', 'Shared'], { default: 'Shared' }),
});

export interface AzureDiskVolumeSource extends Infer<typeof AzureDiskVolumeSource> {}

export const PhotonPersistentDiskVolumeSource = defineType('io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource', {
  pdID: required(string(1)),
  fsType: string(2),
});

export interface PhotonPersistentDiskVolumeSource extends Infer<typeof PhotonPersistentDiskVolumeSource> {}

export const PortworxVolumeSource = defineType('io.k8s.api.core.v1.PortworxVolumeSource', {
  volumeID: required(string(1)),
  fsType: string(2),
  readOnly: boolean(3),
});

export interface PortworxVolumeSource extends Infer<typeof PortworxVolumeSource> {}

export const ScaleIOVolumeSource = defineType('io.k8s.api.core.v1.ScaleIOVolumeSource', {
  gateway: required(string(1)),
  system: required(string(2)),
  secretRef: required(object(3, LocalObjectReference)),
  sslEnabled: boolean(4),
  protectionDomain: string(5),
  storagePool: string(6),
  storageMode: string(7, { default: 'ThinProvisioned' }),
  volumeName: string(8),
  fsType: string(9, { default: 'xfs' }),
  readOnly: boolean(10),
});

export interface ScaleIOVolumeSource extends Infer<typeof ScaleIOVolumeSource> {}

export const StorageOSVolumeSource = defineType('io.k8s.api.core.v1.StorageOSVolumeSource', {
  volumeName: string(1),
  volumeNamespace: string(2),
  fsType: string(3),
  readOnly: boolean(4),
  secretRef: object(5, LocalObjectReference),
});

export interface StorageOSVolumeSource extends Infer<typeof StorageOSVolumeSource> {}
