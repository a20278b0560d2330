import { ObjectMeta } from '../../../model/meta.ts';
import { defineType, boolean, embed, map, object, oneOf, quantity, required, string, type Infer } from '../../../model/schema.ts';
import { PersistentVolumeClaimSpec } from '../persistent-volume-claim/schema.ts';
import { LocalObjectReference } from '../reference.ts';
import {
  GCEPersistentDiskVolumeSource,
  AWSElasticBlockStoreVolumeSource,
  GitRepoVolumeSource,
  NFSVolumeSource,
  ISCSIVolumeSource,
  GlusterfsVolumeSource,
  RBDVolumeSource,
  FlexVolumeSource,
  CinderVolumeSource,
  CephFSVolumeSource,
  FlockerVolumeSource,
  FCVolumeSource,
  AzureFileVolumeSource,
  VsphereVirtualDiskVolumeSource,
  QuobyteVolumeSource,
  AzureDiskVolumeSource,
  PhotonPersistentDiskVolumeSource,
  PortworxVolumeSource,
  ScaleIOVolumeSource,
  StorageOSVolumeSource,
} from '../network-storage.ts';
import { SecretVolumeSource, DownwardAPIVolumeSource, ConfigMapVolumeSource, ProjectedVolumeSource } from './projected-volume.ts';

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

export const PersistentVolumeClaimVolumeSource = defineType('io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource', {
  claimName: required(string(1)),
  readOnly: boolean(2),
});

export interface PersistentVolumeClaimVolumeSource extends Infer<typeof PersistentVolumeClaimVolumeSource> {}

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
