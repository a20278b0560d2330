import { defineType, boolean, int32, list, map, object, oneOf, required, string, type Infer } from '../../model/schema.ts';
import { LocalObjectReference } from './reference.ts';

export const GCEPersistentDiskVolumeSource = defineType(
  'io.k8s.api.core.v1.GCEPersistentDiskVolumeSource',
  'A disk of Google Compute Engine. It must be in the zone of the node.',
  {
    pdName: required(string(1, 'Name of the disk in Compute Engine.')),
    fsType: string(2, 'File system on the disk: ext4 unless given.'),
    partition: int32(3, 'Number of the partition to mount; 0 or none for the whole disk.'),
    readOnly: boolean(4, 'Whether the disk cannot be written to. False unless given.'),
  },
);

export interface GCEPersistentDiskVolumeSource extends Infer<typeof GCEPersistentDiskVolumeSource> {}

export const AWSElasticBlockStoreVolumeSource = defineType(
  'io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource',
  'A disk of AWS. It must be in the zone of the node.',
  {
    volumeID: required(string(1, 'Identifier of the disk in AWS.')),
    fsType: string(2, 'File system on the disk: ext4 unless given.'),
    partition: int32(3, 'Number of the partition to mount; 0 or none for the whole disk.'),
    readOnly: boolean(4, 'Whether the disk cannot be written to. False unless given.'),
  },
);

export interface AWSElasticBlockStoreVolumeSource extends Infer<typeof AWSElasticBlockStoreVolumeSource> {}

export const GitRepoVolumeSource = defineType(
  'io.k8s.api.core.v1.GitRepoVolumeSource',
  'A clone of a Git repository. Switched off for safety.',
  {
    repository: required(string(1, 'URL of the repository.')),
    revision: string(2, 'Commit to check out.'),
    directory: string(3, 'Directory to clone into, relative to the volume and without `..`. `.` is the volume itself.'),
  },
);

export interface GitRepoVolumeSource extends Infer<typeof GitRepoVolumeSource> {}

export const NFSVolumeSource = defineType('io.k8s.api.core.v1.NFSVolumeSource', 'Files of an NFS server, which many nodes can share.', {
  server: required(string(1, 'Host name or address of the server.')),
  path: required(string(2, 'Directory that the server exports.')),
  readOnly: boolean(3, 'Whether the directory cannot be written to. False unless given.'),
});

export interface NFSVolumeSource extends Infer<typeof NFSVolumeSource> {}

export const ISCSIVolumeSource = defineType(
  'io.k8s.api.core.v1.ISCSIVolumeSource',
  'A disk in the network, reached by its target and number.',
  {
    targetPortal: required(string(1, 'Address of the target, with a port unless it is 3260.')),
    iqn: required(string(2, 'Qualified name of the target.')),
    lun: required(int32(3, 'Number of the disk at the target.')),
    iscsiInterface: string(4, "Name of the initiator's interface: `default` is TCP.", { default: 'default' }),
    fsType: string(5, 'File system on the disk: ext4 unless given.'),
    readOnly: boolean(6, 'Whether the disk cannot be written to. False unless given.'),
    portals: list(7, 'string', 'Further addresses of the same target, for multipath.', { listType: 'atomic' }),
    chapAuthDiscovery: boolean(8, 'Whether discovery is authenticated by CHAP.'),
    chapAuthSession: boolean(11, 'Whether the session is authenticated by CHAP.'),
    secretRef: object(10, LocalObjectReference, 'Secret with names and passwords for CHAP.'),
    initiatorName: string(12, 'Name that the node uses as initiator, instead of its own.'),
  },
);

export interface ISCSIVolumeSource extends Infer<typeof ISCSIVolumeSource> {}

export const GlusterfsVolumeSource = defineType('io.k8s.api.core.v1.GlusterfsVolumeSource', 'A GlusterFS volume. No longer supported.', {
  endpoints: required(string(1, 'Name of the Endpoints with the servers.')),
  path: required(string(2, 'Name of the GlusterFS volume.')),
  readOnly: boolean(3, 'Whether the volume cannot be written to. False unless given.'),
});

export interface GlusterfsVolumeSource extends Infer<typeof GlusterfsVolumeSource> {}

export const RBDVolumeSource = defineType('io.k8s.api.core.v1.RBDVolumeSource', 'A Ceph block device. No longer supported.', {
  monitors: required(list(1, 'string', 'Addresses of the Ceph monitors.', { listType: 'atomic' })),
  image: required(string(2, 'Name of the block device in its pool.')),
  fsType: string(3, 'File system on the device: ext4 unless given.'),
  pool: string(4, 'Pool that the device is in: rbd unless given.', { default: 'rbd' }),
  user: string(5, 'Ceph user: admin unless given.', { default: 'admin' }),
  keyring: string(6, "File of the node with the user's key: /etc/ceph/keyring unless given.", { default: '/etc/ceph/keyring' }),
  secretRef: object(7, LocalObjectReference, "Secret with the user's key. Wins over keyring."),
  readOnly: boolean(8, 'Whether the device cannot be written to. False unless given.'),
});

export interface RBDVolumeSource extends Infer<typeof RBDVolumeSource> {}

export const FlexVolumeSource = defineType(
  'io.k8s.api.core.v1.FlexVolumeSource',
  'A volume of a FlexVolume driver. Deprecated in favour of CSI.',
  {
    driver: required(string(1, 'Name of the driver.')),
    fsType: string(2, 'File system to mount; the driver decides unless given.'),
    secretRef: object(3, LocalObjectReference, 'Secret that is handed to the driver.'),
    readOnly: boolean(4, 'Whether the volume cannot be written to. False unless given.'),
    options: map(5, 'string', 'Settings for the driver.'),
  },
);

export interface FlexVolumeSource extends Infer<typeof FlexVolumeSource> {}

export const CinderVolumeSource = defineType(
  'io.k8s.api.core.v1.CinderVolumeSource',
  'A disk of OpenStack Cinder. It must be in the region of the node.',
  {
    volumeID: required(string(1, 'Identifier of the disk in Cinder.')),
    fsType: string(2, 'File system on the disk: ext4 unless given.'),
    readOnly: boolean(3, 'Whether the disk cannot be written to. False unless given.'),
    secretRef: object(4, LocalObjectReference, 'Secret with what is needed to connect to OpenStack.'),
  },
);

export interface CinderVolumeSource extends Infer<typeof CinderVolumeSource> {}

export const CephFSVolumeSource = defineType('io.k8s.api.core.v1.CephFSVolumeSource', 'A Ceph file system. No longer supported.', {
  monitors: required(list(1, 'string', 'Addresses of the Ceph monitors.', { listType: 'atomic' })),
  path: string(2, 'Directory to mount: / unless given.'),
  user: string(3, 'Ceph user: admin unless given.'),
  secretFile: string(4, "File of the node with the user's key: /etc/ceph/user.secret unless given."),
  secretRef: object(5, LocalObjectReference, "Secret with the user's key. Wins over secretFile."),
  readOnly: boolean(6, 'Whether the file system cannot be written to. False unless given.'),
});

export interface CephFSVolumeSource extends Infer<typeof CephFSVolumeSource> {}

export const FlockerVolumeSource = defineType('io.k8s.api.core.v1.FlockerVolumeSource', 'A Flocker data set. No longer supported.', {
  datasetName: string(1, 'Name of the data set. Deprecated: use the UUID.'),
  datasetUUID: string(2, 'UUID of the data set.'),
});

export interface FlockerVolumeSource extends Infer<typeof FlockerVolumeSource> {}

export const FCVolumeSource = defineType(
  'io.k8s.api.core.v1.FCVolumeSource',
  'A disk in the storage network, reached by world-wide names.',
  {
    targetWWNs: list(1, 'string', 'World-wide names of the targets. Together with lun; either these or wwids.', { listType: 'atomic' }),
    lun: int32(2, 'Number of the disk at the targets.'),
    fsType: string(3, 'File system on the disk: ext4 unless given.'),
    readOnly: boolean(4, 'Whether the disk cannot be written to. False unless given.'),
    wwids: list(5, 'string', 'World-wide identifiers of the disk itself.', { listType: 'atomic' }),
  },
);

export interface FCVolumeSource extends Infer<typeof FCVolumeSource> {}

export const AzureFileVolumeSource = defineType('io.k8s.api.core.v1.AzureFileVolumeSource', 'A share of Azure Files.', {
  secretName: required(string(1, 'Secret with name and key of the storage account.')),
  shareName: required(string(2, 'Name of the share in that account.')),
  readOnly: boolean(3, 'Whether the share cannot be written to. False unless given.'),
});

export interface AzureFileVolumeSource extends Infer<typeof AzureFileVolumeSource> {}

export const VsphereVirtualDiskVolumeSource = defineType(
  'io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource',
  'A virtual disk of vSphere.',
  {
    volumePath: required(string(1, 'Path of the vmdk file.')),
    fsType: string(2, 'File system on the disk: ext4 unless given.'),
    storagePolicyName: string(3, 'Name of the storage policy of the disk.'),
    storagePolicyID: string(4, 'Identifier of the storage policy that storagePolicyName names.'),
  },
);

export interface VsphereVirtualDiskVolumeSource extends Infer<typeof VsphereVirtualDiskVolumeSource> {}

export const QuobyteVolumeSource = defineType('io.k8s.api.core.v1.QuobyteVolumeSource', 'A Quobyte volume. No longer supported.', {
  registry: required(string(1, 'Hosts and ports of the Quobyte registries, with commas between.')),
  volume: required(string(2, 'Name of an existing Quobyte volume.')),
  readOnly: boolean(3, 'Whether the volume cannot be written to. False unless given.'),
  user: string(4, 'User that files are accessed as.'),
  group: string(5, 'Group that files are accessed as.'),
  tenant: string(6, 'Tenant that owns the volume.'),
});

export interface QuobyteVolumeSource extends Infer<typeof QuobyteVolumeSource> {}

export const AzureDiskVolumeSource = defineType(
  'io.k8s.api.core.v1.AzureDiskVolumeSource',
  'A disk of Azure. It must be in the region of the node.',
  {
    diskName: required(string(1, 'Name of the disk in its resource group.')),
    diskURI: required(string(2, 'Resource ID of the managed disk, or URI of its blob.')),
    cachingMode: oneOf(3, ['None', 'ReadOnly', 'ReadWrite'], 'What the host caches: None, ReadOnly, or ReadWrite, the default.', {
      default: 'ReadWrite',
    }),
    fsType: string(4, 'File system on the disk: ext4 unless given.', { default: 'ext4' }),
    readOnly: boolean(5, 'Whether the disk cannot be written to. False unless given.', { default: false }),
    kind: oneOf(
      6,
      ['Dedicated', 'Managed', 'Shared'],
      'Shared (several disks per storage account, the default), Dedicated (one), or Managed (a managed disk).',
      { default: 'Shared' },
    ),
  },
);

export interface AzureDiskVolumeSource extends Infer<typeof AzureDiskVolumeSource> {}

export const PhotonPersistentDiskVolumeSource = defineType(
  'io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource',
  'A disk of a Photon controller. No longer supported.',
  {
    pdID: required(string(1, 'Identifier of the disk.')),
    fsType: string(2, 'File system on the disk: ext4 unless given.'),
  },
);

export interface PhotonPersistentDiskVolumeSource extends Infer<typeof PhotonPersistentDiskVolumeSource> {}

export const PortworxVolumeSource = defineType(
  'io.k8s.api.core.v1.PortworxVolumeSource',
  'A volume of a Portworx storage cluster. Deprecated in favour of CSI.',
  {
    volumeID: required(string(1, 'Identifier of the volume.')),
    fsType: string(2, 'File system on the volume: ext4 unless given.'),
    readOnly: boolean(3, 'Whether the volume cannot be written to. False unless given.'),
  },
);

export interface PortworxVolumeSource extends Infer<typeof PortworxVolumeSource> {}

export const ScaleIOVolumeSource = defineType('io.k8s.api.core.v1.ScaleIOVolumeSource', 'A ScaleIO volume. No longer supported.', {
  gateway: required(string(1, 'URL of the ScaleIO gateway.')),
  system: required(string(2, 'Storage system that the volume is on.')),
  secretRef: required(object(3, LocalObjectReference, 'Secret with user and password for ScaleIO.')),
  sslEnabled: boolean(4, 'Whether the gateway is talked to over TLS. False unless given.'),
  protectionDomain: string(5, 'Protection domain that the volume is in.'),
  storagePool: string(6, 'Pool that the volume is in.'),
  storageMode: string(7, 'ThinProvisioned (the default) takes space when it is needed, ThickProvisioned at once.', {
    default: 'ThinProvisioned',
  }),
  volumeName: string(8, 'Name of an existing volume.'),
  fsType: string(9, 'File system on the volume: xfs unless given.', { default: 'xfs' }),
  readOnly: boolean(10, 'Whether the volume cannot be written to. False unless given.'),
});

export interface ScaleIOVolumeSource extends Infer<typeof ScaleIOVolumeSource> {}

export const StorageOSVolumeSource = defineType('io.k8s.api.core.v1.StorageOSVolumeSource', 'A StorageOS volume. No longer supported.', {
  volumeName: string(1, 'Name of the volume in StorageOS.'),
  volumeNamespace: string(2, "Namespace of the volume in StorageOS; the pod's unless given."),
  fsType: string(3, 'File system on the volume: ext4 unless given.'),
  readOnly: boolean(4, 'Whether the volume cannot be written to. False unless given.'),
  secretRef: object(5, LocalObjectReference, 'Secret with what is needed to reach StorageOS.'),
});

export interface StorageOSVolumeSource extends Infer<typeof StorageOSVolumeSource> {}
