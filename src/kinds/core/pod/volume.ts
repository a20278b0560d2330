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

export const HostPathVolumeSource = defineType(
  'io.k8s.api.core.v1.HostPathVolumeSource',
  'A file or directory of the node. Dangerous, as it opens the node to the pod.',
  {
    path: required(string(1, 'Path on the node.')),
    type: oneOf(
      2,
      ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'],
      'What must be there first: nothing is checked unless given. DirectoryOrCreate and FileOrCreate make it.',
    ),
  },
);

export interface HostPathVolumeSource extends Infer<typeof HostPathVolumeSource> {}

export const EmptyDirVolumeSource = defineType(
  'io.k8s.api.core.v1.EmptyDirVolumeSource',
  'Scratch space that begins empty and goes with the pod. It outlives restarts of containers.',
  {
    medium: string(1, "Where the data is: on the node's disk, or with Memory in RAM, which counts as memory of the containers."),
    sizeLimit: quantity(2, 'How much may be stored; the pod is evicted beyond. No limit unless given.'),
  },
);

export interface EmptyDirVolumeSource extends Infer<typeof EmptyDirVolumeSource> {}

export const PersistentVolumeClaimVolumeSource = defineType(
  'io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource',
  'Storage that a claim has been given.',
  {
    claimName: required(string(1, 'PersistentVolumeClaim in the same namespace. The pod waits until it is bound.')),
    readOnly: boolean(2, 'Mounts the volume read-only everywhere in the pod. False unless given.'),
  },
);

export interface PersistentVolumeClaimVolumeSource extends Infer<typeof PersistentVolumeClaimVolumeSource> {}

export const CSIVolumeSource = defineType('io.k8s.api.core.v1.CSIVolumeSource', "An ephemeral volume, in the driver's hands.", {
  driver: required(string(1, 'Name of the CSI driver.')),
  readOnly: boolean(2, 'Whether the volume cannot be written to. False unless given.'),
  fsType: string(3, 'File system to make, such as ext4; the driver decides unless given.'),
  volumeAttributes: map(4, 'string', 'Settings for the driver, which its documentation explains.'),
  nodePublishSecretRef: object(5, LocalObjectReference, 'Secret with what the driver needs to mount the volume.'),
});

export interface CSIVolumeSource extends Infer<typeof CSIVolumeSource> {}

export const PersistentVolumeClaimTemplate = defineType(
  'io.k8s.api.core.v1.PersistentVolumeClaimTemplate',
  'What the claim for an ephemeral volume looks like.',
  {
    metadata: object(1, ObjectMeta, 'Labels and annotations of the claim.'),
    spec: required(object(2, PersistentVolumeClaimSpec, 'What storage the pod needs.')),
  },
);

export interface PersistentVolumeClaimTemplate extends Infer<typeof PersistentVolumeClaimTemplate> {}

export const EphemeralVolumeSource = defineType(
  'io.k8s.api.core.v1.EphemeralVolumeSource',
  'Storage that is claimed for this pod and goes with it.',
  {
    volumeClaimTemplate: object(
      1,
      PersistentVolumeClaimTemplate,
      'What the claim looks like; its name is that of the pod and the volume with a hyphen between.',
    ),
  },
);

export interface EphemeralVolumeSource extends Infer<typeof EphemeralVolumeSource> {}

export const ImageVolumeSource = defineType('io.k8s.api.core.v1.ImageVolumeSource', 'The files of an image, read-only.', {
  reference: string(1, 'Image or artifact to show, such as quay.io/team/data:v1.'),
  pullPolicy: oneOf(
    2,
    ['Always', 'IfNotPresent', 'Never'],
    'Always asks the registry, IfNotPresent takes what the node has, Never only that. Always for :latest, else IfNotPresent.',
  ),
});

export interface ImageVolumeSource extends Infer<typeof ImageVolumeSource> {}

export const VolumeSource = defineType(
  'io.k8s.api.core.v1.VolumeSource',
  'Where the files of a volume come from. Exactly one field is set.',
  {
    hostPath: object(1, HostPathVolumeSource, 'File or directory of the node itself.'),
    emptyDir: object(2, EmptyDirVolumeSource, 'Scratch space, which containers of the pod share.'),
    gcePersistentDisk: object(
      3,
      GCEPersistentDiskVolumeSource,
      'Deprecated: a disk of Google Compute Engine. Use a claim with the CSI driver instead.',
    ),
    awsElasticBlockStore: object(
      4,
      AWSElasticBlockStoreVolumeSource,
      'Deprecated: a disk of AWS. Use a claim with the CSI driver instead.',
    ),
    gitRepo: object(
      5,
      GitRepoVolumeSource,
      'Deprecated and switched off: a clone of a Git repository. Clone in an init container into an emptyDir instead.',
    ),
    secret: object(6, SecretVolumeSource, 'The keys of a Secret as files.'),
    nfs: object(7, NFSVolumeSource, 'A directory of an NFS server.'),
    iscsi: object(8, ISCSIVolumeSource, 'A disk that is attached over iSCSI.'),
    glusterfs: object(9, GlusterfsVolumeSource, 'No longer supported: a GlusterFS volume.'),
    persistentVolumeClaim: object(
      10,
      PersistentVolumeClaimVolumeSource,
      'Storage that a PersistentVolumeClaim has been given. The usual way to keep data.',
    ),
    rbd: object(11, RBDVolumeSource, 'No longer supported: a Ceph block device. Use the CSI driver instead.'),
    flexVolume: object(12, FlexVolumeSource, 'Deprecated: a volume of a FlexVolume driver. Use a CSI driver instead.'),
    cinder: object(13, CinderVolumeSource, 'Deprecated: a disk of OpenStack Cinder. Use a claim with the CSI driver instead.'),
    cephfs: object(14, CephFSVolumeSource, 'No longer supported: a Ceph file system. Use the CSI driver instead.'),
    flocker: object(15, FlockerVolumeSource, 'No longer supported: a Flocker data set.'),
    downwardAPI: object(16, DownwardAPIVolumeSource, 'Files that tell the pod about itself, such as its labels.'),
    fc: object(17, FCVolumeSource, 'A disk that is attached over Fibre Channel.'),
    azureFile: object(18, AzureFileVolumeSource, 'Deprecated: a share of Azure Files. Use a claim with the CSI driver instead.'),
    configMap: object(19, ConfigMapVolumeSource, 'The keys of a ConfigMap as files.'),
    vsphereVolume: object(
      20,
      VsphereVirtualDiskVolumeSource,
      'Deprecated: a virtual disk of vSphere. Use a claim with the CSI driver instead.',
    ),
    quobyte: object(21, QuobyteVolumeSource, 'No longer supported: a Quobyte volume.'),
    azureDisk: object(22, AzureDiskVolumeSource, 'Deprecated: a disk of Azure. Use a claim with the CSI driver instead.'),
    photonPersistentDisk: object(23, PhotonPersistentDiskVolumeSource, 'No longer supported: a disk of a Photon controller.'),
    projected: object(26, ProjectedVolumeSource, 'Secrets, ConfigMaps, tokens and the like together in one directory.'),
    portworxVolume: object(24, PortworxVolumeSource, 'Deprecated: a Portworx volume. Use a claim with the CSI driver instead.'),
    scaleIO: object(25, ScaleIOVolumeSource, 'No longer supported: a ScaleIO volume.'),
    storageos: object(27, StorageOSVolumeSource, 'No longer supported: a StorageOS volume.'),
    csi: object(28, CSIVolumeSource, 'A volume that a CSI driver makes for this pod alone.'),
    ephemeral: object(29, EphemeralVolumeSource, 'Storage of a class, as for a claim, but only while the pod exists.'),
    image: object(30, ImageVolumeSource, 'The files of an image or artifact, read-only.'),
  },
);

export interface VolumeSource extends Infer<typeof VolumeSource> {}

export const Volume = defineType('io.k8s.api.core.v1.Volume', 'A directory that containers of the pod can mount.', {
  name: required(string(1, 'Name by which containers mount the volume: a DNS label, unique in the pod.')),
  ...embed(2, VolumeSource),
});

export interface Volume extends Infer<typeof Volume> {}
