import { LabelSelector, ObjectMeta } from '../../../model/meta.ts';
import {
  defineType,
  always,
  boolean,
  embed,
  int32,
  int64,
  list,
  map,
  object,
  oneOf,
  quantity,
  required,
  string,
  type Infer,
} from '../../../model/schema.ts';
import { PersistentVolumeClaimSpec } from '../persistent-volume-claim-spec.ts';
import { LocalObjectReference } from '../reference.ts';

export const ObjectFieldSelector = defineType(
  'io.k8s.api.core.v1.ObjectFieldSelector',
  {
    apiVersion: string(1),
    fieldPath: required(string(2)),
  },
  { mapType: 'atomic' },
);

export interface ObjectFieldSelector extends Infer<typeof ObjectFieldSelector> {}

export const FileKeySelector = defineType(
  'io.k8s.api.core.v1.FileKeySelector',
  {
    volumeName: required(string(1)),
    path: required(string(2)),
    key: required(string(3)),
    optional: boolean(4, { default: false }),
  },
  { mapType: 'atomic' },
);

export interface FileKeySelector extends Infer<typeof FileKeySelector> {}

export const ResourceFieldSelector = defineType(
  'io.k8s.api.core.v1.ResourceFieldSelector',
  {
    containerName: string(1),
    resource: required(string(2)),
    divisor: always(quantity(3)),
  },
  { mapType: 'atomic' },
);

export interface ResourceFieldSelector extends Infer<typeof ResourceFieldSelector> {}

export const HostPathVolumeSource = defineType('io.k8s.api.core.v1.HostPathVolumeSource', {
  path: required(string(1)),
  type: oneOf(2, ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']),
});

export interface HostPathVolumeSource extends Infer<typeof HostPathVolumeSource> {}

export const EmptyDirVolumeSource = defineType('io.k8s.api.core.v1.EmptyDirVolumeSource', {
  medium: string(1),
  sizeLimit: quantity(2),
});

export interface EmptyDirVolumeSource extends Infer<typeof EmptyDirVolumeSource> {}

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

export const KeyToPath = defineType('io.k8s.api.core.v1.KeyToPath', {
  key: required(string(1)),
  path: required(string(2)),
  mode: int32(3),
});

export interface KeyToPath extends Infer<typeof KeyToPath> {}

export const SecretVolumeSource = defineType('io.k8s.api.core.v1.SecretVolumeSource', {
  secretName: string(1),
  items: list(2, KeyToPath, { listType: 'atomic' }),
  defaultMode: int32(3),
  optional: boolean(4),
});

export interface SecretVolumeSource extends Infer<typeof SecretVolumeSource> {}

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

export const PersistentVolumeClaimVolumeSource = defineType('io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource', {
  claimName: required(string(1)),
  readOnly: boolean(2),
});

export interface PersistentVolumeClaimVolumeSource extends Infer<typeof PersistentVolumeClaimVolumeSource> {}

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

export const DownwardAPIVolumeFile = defineType('io.k8s.api.core.v1.DownwardAPIVolumeFile', {
  path: required(string(1)),
  fieldRef: object(2, ObjectFieldSelector),
  resourceFieldRef: object(3, ResourceFieldSelector),
  mode: int32(4),
});

export interface DownwardAPIVolumeFile extends Infer<typeof DownwardAPIVolumeFile> {}

export const DownwardAPIVolumeSource = defineType('io.k8s.api.core.v1.DownwardAPIVolumeSource', {
  items: list(1, DownwardAPIVolumeFile, { listType: 'atomic' }),
  defaultMode: int32(2),
});

export interface DownwardAPIVolumeSource extends Infer<typeof DownwardAPIVolumeSource> {}

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

export const ConfigMapVolumeSource = defineType('io.k8s.api.core.v1.ConfigMapVolumeSource', {
  items: list(2, KeyToPath, { listType: 'atomic' }),
  defaultMode: int32(3),
  optional: boolean(4),
  ...embed(1, LocalObjectReference),
});

export interface ConfigMapVolumeSource extends Infer<typeof ConfigMapVolumeSource> {}

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

export const ClusterTrustBundleProjection = defineType('io.k8s.api.core.v1.ClusterTrustBundleProjection', {
  name: string(1),
  signerName: string(2),
  labelSelector: object(3, LabelSelector),
  path: required(string(4)),
  optional: boolean(5),
});

export interface ClusterTrustBundleProjection extends Infer<typeof ClusterTrustBundleProjection> {}

export const ConfigMapProjection = defineType('io.k8s.api.core.v1.ConfigMapProjection', {
  items: list(2, KeyToPath, { listType: 'atomic' }),
  optional: boolean(4),
  ...embed(1, LocalObjectReference),
});

export interface ConfigMapProjection extends Infer<typeof ConfigMapProjection> {}

export const DownwardAPIProjection = defineType('io.k8s.api.core.v1.DownwardAPIProjection', {
  items: list(1, DownwardAPIVolumeFile, { listType: 'atomic' }),
});

export interface DownwardAPIProjection extends Infer<typeof DownwardAPIProjection> {}

export const PodCertificateProjection = defineType('io.k8s.api.core.v1.PodCertificateProjection', {
  signerName: required(string(1, { omitEmpty: true })),
  keyType: required(string(2, { omitEmpty: true })),
  maxExpirationSeconds: int32(3),
  credentialBundlePath: string(4),
  keyPath: string(5),
  certificateChainPath: string(6),
  userAnnotations: map(7, 'string'),
});

export interface PodCertificateProjection extends Infer<typeof PodCertificateProjection> {}

export const SecretProjection = defineType('io.k8s.api.core.v1.SecretProjection', {
  items: list(2, KeyToPath, { listType: 'atomic' }),
  optional: boolean(4),
  ...embed(1, LocalObjectReference),
});

export interface SecretProjection extends Infer<typeof SecretProjection> {}

export const ServiceAccountTokenProjection = defineType('io.k8s.api.core.v1.ServiceAccountTokenProjection', {
  audience: string(1),
  expirationSeconds: int64(2),
  path: required(string(3)),
});

export interface ServiceAccountTokenProjection extends Infer<typeof ServiceAccountTokenProjection> {}

export const VolumeProjection = defineType('io.k8s.api.core.v1.VolumeProjection', {
  secret: object(1, SecretProjection),
  downwardAPI: object(2, DownwardAPIProjection),
  configMap: object(3, ConfigMapProjection),
  serviceAccountToken: object(4, ServiceAccountTokenProjection),
  clusterTrustBundle: object(5, ClusterTrustBundleProjection),
  podCertificate: object(6, PodCertificateProjection),
});

export interface VolumeProjection extends Infer<typeof VolumeProjection> {}

export const ProjectedVolumeSource = defineType('io.k8s.api.core.v1.ProjectedVolumeSource', {
  sources: always(list(1, VolumeProjection, { listType: 'atomic' })),
  defaultMode: int32(2),
});

export interface ProjectedVolumeSource extends Infer<typeof ProjectedVolumeSource> {}

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

export const CSIVolumeSource = defineType('io.k8s.api.core.v1.CSIVolumeSource', {
  driver: required(string(1)),
  readOnly: boolean(2),
  fsType: string(3),
  volumeAttributes: map(4, 'string'),
  nodePublishSecretRef: object(5, LocalObjectReference),
});

export interface CSIVolumeSource extends Infer<typeof CSIVolumeSource> {}

export const PersistentVolumeClaimTemplate = defineType('io.k8s.api.core.v1.PersistentVolumeClaimTemplate', {
  metadata: object(1, ObjectMeta),
  spec: required(object(2, PersistentVolumeClaimSpec)),
});

export interface PersistentVolumeClaimTemplate extends Infer<typeof PersistentVolumeClaimTemplate> {}

export const EphemeralVolumeSource = defineType('io.k8s.api.core.v1.EphemeralVolumeSource', {
  volumeClaimTemplate: object(1, PersistentVolumeClaimTemplate),
});

export interface EphemeralVolumeSource extends Infer<typeof EphemeralVolumeSource> {}

export const ImageVolumeSource = defineType('io.k8s.api.core.v1.ImageVolumeSource', {
  reference: string(1),
  pullPolicy: oneOf(2, ['Always', 'IfNotPresent', 'Never']),
});

export interface ImageVolumeSource extends Infer<typeof ImageVolumeSource> {}

export const VolumeSource = defineType('io.k8s.api.core.v1.VolumeSource', {
  hostPath: object(1, HostPathVolumeSource),
  emptyDir: object(2, EmptyDirVolumeSource),
  gcePersistentDisk: object(3, GCEPersistentDiskVolumeSource),
  awsElasticBlockStore: object(4, AWSElasticBlockStoreVolumeSource),
  gitRepo: object(5, GitRepoVolumeSource),
  secret: object(6, SecretVolumeSource),
  nfs: object(7, NFSVolumeSource),
  iscsi: object(8, ISCSIVolumeSource),
  glusterfs: object(9, GlusterfsVolumeSource),
  persistentVolumeClaim: object(10, PersistentVolumeClaimVolumeSource),
  rbd: object(11, RBDVolumeSource),
  flexVolume: object(12, FlexVolumeSource),
  cinder: object(13, CinderVolumeSource),
  cephfs: object(14, CephFSVolumeSource),
  flocker: object(15, FlockerVolumeSource),
  downwardAPI: object(16, DownwardAPIVolumeSource),
  fc: object(17, FCVolumeSource),
  azureFile: object(18, AzureFileVolumeSource),
  configMap: object(19, ConfigMapVolumeSource),
  vsphereVolume: object(20, VsphereVirtualDiskVolumeSource),
  quobyte: object(21, QuobyteVolumeSource),
  azureDisk: object(22, AzureDiskVolumeSource),
  photonPersistentDisk: object(23, PhotonPersistentDiskVolumeSource),
  portworxVolume: object(24, PortworxVolumeSource),
  scaleIO: object(25, ScaleIOVolumeSource),
  projected: object(26, ProjectedVolumeSource),
  storageos: object(27, StorageOSVolumeSource),
  csi: object(28, CSIVolumeSource),
  ephemeral: object(29, EphemeralVolumeSource),
  image: object(30, ImageVolumeSource),
});

export interface VolumeSource extends Infer<typeof VolumeSource> {}

export const Volume = defineType('io.k8s.api.core.v1.Volume', {
  name: required(string(1)),
  ...embed(2, VolumeSource),
});

export interface Volume extends Infer<typeof Volume> {}
