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
import { accessModes } from '../access-modes.ts';

export const GlusterfsPersistentVolumeSource = defineType(
  'io.k8s.api.core.v1.GlusterfsPersistentVolumeSource',
  'A GlusterFS volume. No longer supported.',
  {
    endpoints: required(string(1, 'Name of the Endpoints with the servers.')),
    path: required(string(2, 'Name of the GlusterFS volume.')),
    readOnly: boolean(3, 'Whether the volume cannot be written to. False unless given.'),
    endpointsNamespace: string(4, 'Namespace of the Endpoints: that of the claim unless given.'),
  },
);

export interface GlusterfsPersistentVolumeSource extends Infer<typeof GlusterfsPersistentVolumeSource> {}

export const RBDPersistentVolumeSource = defineType(
  'io.k8s.api.core.v1.RBDPersistentVolumeSource',
  'A Ceph block device. No longer supported.',
  {
    monitors: required(list(1, 'string', 'Addresses of the Ceph monitors.', { listType: 'atomic' })),
    image: required(string(2, 'Name of the block device in its pool.')),
    fsType: string(3, 'File system on the device: ext4 unless given.'),
    pool: string(4, 'Pool that the device is in: rbd unless given.', { default: 'rbd' }),
    user: string(5, 'Ceph user: admin unless given.', { default: 'admin' }),
    keyring: string(6, "File of the node with the user's key: /etc/ceph/keyring unless given.", { default: '/etc/ceph/keyring' }),
    secretRef: object(7, SecretReference, "Secret with the user's key. Wins over keyring."),
    readOnly: boolean(8, 'Whether the device cannot be written to. False unless given.'),
  },
);

export interface RBDPersistentVolumeSource extends Infer<typeof RBDPersistentVolumeSource> {}

export const ISCSIPersistentVolumeSource = defineType(
  'io.k8s.api.core.v1.ISCSIPersistentVolumeSource',
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
    secretRef: object(10, SecretReference, 'Secret with names and passwords for CHAP.'),
    initiatorName: string(12, 'Name that the node uses as initiator, instead of its own.'),
  },
);

export interface ISCSIPersistentVolumeSource extends Infer<typeof ISCSIPersistentVolumeSource> {}

export const CinderPersistentVolumeSource = defineType('io.k8s.api.core.v1.CinderPersistentVolumeSource', 'A disk of OpenStack Cinder.', {
  volumeID: required(string(1, 'Identifier of the disk in Cinder.')),
  fsType: string(2, 'File system on the disk: ext4 unless given.'),
  readOnly: boolean(3, 'Whether the disk cannot be written to. False unless given.'),
  secretRef: object(4, SecretReference, 'Secret with what is needed to connect to OpenStack.'),
});

export interface CinderPersistentVolumeSource extends Infer<typeof CinderPersistentVolumeSource> {}

export const CephFSPersistentVolumeSource = defineType(
  'io.k8s.api.core.v1.CephFSPersistentVolumeSource',
  'A Ceph file system. No longer supported.',
  {
    monitors: required(list(1, 'string', 'Addresses of the Ceph monitors.', { listType: 'atomic' })),
    path: string(2, 'Directory to mount: / unless given.'),
    user: string(3, 'Ceph user: admin unless given.'),
    secretFile: string(4, "File of the node with the user's key: /etc/ceph/user.secret unless given."),
    secretRef: object(5, SecretReference, "Secret with the user's key. Wins over secretFile."),
    readOnly: boolean(6, 'Whether the file system cannot be written to. False unless given.'),
  },
);

export interface CephFSPersistentVolumeSource extends Infer<typeof CephFSPersistentVolumeSource> {}

export const FlexPersistentVolumeSource = defineType(
  'io.k8s.api.core.v1.FlexPersistentVolumeSource',
  'A volume of a FlexVolume driver. Deprecated in favour of CSI.',
  {
    driver: required(string(1, 'Name of the driver.')),
    fsType: string(2, 'File system to mount; the driver decides unless given.'),
    secretRef: object(3, SecretReference, 'Secret that is handed to the driver.'),
    readOnly: boolean(4, 'Whether the volume cannot be written to. False unless given.'),
    options: map(5, 'string', 'Settings for the driver.'),
  },
);

export interface FlexPersistentVolumeSource extends Infer<typeof FlexPersistentVolumeSource> {}

export const AzureFilePersistentVolumeSource = defineType('io.k8s.api.core.v1.AzureFilePersistentVolumeSource', 'A share of Azure Files.', {
  secretName: required(string(1, 'Secret with name and key of the storage account.')),
  shareName: required(string(2, 'Name of the share in that account.')),
  readOnly: boolean(3, 'Whether the share cannot be written to. False unless given.'),
  secretNamespace: always(string(4, 'Namespace of the secret: that of the claim unless given.')),
});

export interface AzureFilePersistentVolumeSource extends Infer<typeof AzureFilePersistentVolumeSource> {}

export const ScaleIOPersistentVolumeSource = defineType(
  'io.k8s.api.core.v1.ScaleIOPersistentVolumeSource',
  'A ScaleIO volume. No longer supported.',
  {
    gateway: required(string(1, 'URL of the ScaleIO gateway.')),
    system: required(string(2, 'Storage system that the volume is on.')),
    secretRef: required(object(3, SecretReference, 'Secret with user and password for ScaleIO.')),
    sslEnabled: boolean(4, 'Whether the gateway is talked to over TLS. False unless given.'),
    protectionDomain: string(5, 'Protection domain that the volume is in.'),
    storagePool: string(6, 'Pool that the volume is in.'),
    storageMode: string(7, 'ThinProvisioned (the default) takes space when it is needed, ThickProvisioned at once.', {
      default: 'ThinProvisioned',
    }),
    volumeName: string(8, 'Name of an existing volume.'),
    fsType: string(9, 'File system on the volume: xfs unless given.', { default: 'xfs' }),
    readOnly: boolean(10, 'Whether the volume cannot be written to. False unless given.'),
  },
);

export interface ScaleIOPersistentVolumeSource extends Infer<typeof ScaleIOPersistentVolumeSource> {}

export const LocalVolumeSource = defineType(
  'io.k8s.api.core.v1.LocalVolumeSource',
  "A disk or directory of one node. The volume's nodeAffinity must name the node.",
  {
    path: required(string(1, 'Path of the disk or directory on the node.')),
    fsType: string(2, 'File system to make if path is a device; guessed unless given.'),
  },
);

export interface LocalVolumeSource extends Infer<typeof LocalVolumeSource> {}

export const StorageOSPersistentVolumeSource = defineType(
  'io.k8s.api.core.v1.StorageOSPersistentVolumeSource',
  'A StorageOS volume. No longer supported.',
  {
    volumeName: string(1, 'Name of the volume in StorageOS.'),
    volumeNamespace: string(2, "Namespace of the volume in StorageOS; the pod's unless given."),
    fsType: string(3, 'File system on the volume: ext4 unless given.'),
    readOnly: boolean(4, 'Whether the volume cannot be written to. False unless given.'),
    secretRef: object(5, ObjectReference, 'Secret with what is needed to reach StorageOS.'),
  },
);

export interface StorageOSPersistentVolumeSource extends Infer<typeof StorageOSPersistentVolumeSource> {}

export const CSIPersistentVolumeSource = defineType('io.k8s.api.core.v1.CSIPersistentVolumeSource', 'A volume of a CSI driver.', {
  driver: required(string(1, 'Name of the CSI driver.')),
  volumeHandle: required(string(2, 'What the driver calls the volume. It cannot be changed.')),
  readOnly: boolean(3, 'Whether the volume cannot be written to. False unless given.'),
  fsType: string(4, 'File system to mount, such as ext4; the driver decides unless given.'),
  volumeAttributes: map(5, 'string', 'What the driver has noted about the volume.'),
  controllerPublishSecretRef: object(6, SecretReference, 'Secret for attaching the volume to a node.'),
  nodeStageSecretRef: object(7, SecretReference, 'Secret for mounting the volume on a node for the first time.'),
  nodePublishSecretRef: object(8, SecretReference, 'Secret for mounting the volume into a pod.'),
  controllerExpandSecretRef: object(9, SecretReference, 'Secret for growing the volume in the storage.'),
  nodeExpandSecretRef: object(10, SecretReference, 'Secret for growing the file system on the node.'),
});

export interface CSIPersistentVolumeSource extends Infer<typeof CSIPersistentVolumeSource> {}

export const PersistentVolumeSource = defineType(
  'io.k8s.api.core.v1.PersistentVolumeSource',
  'Where the storage is. Exactly one field is set.',
  {
    gcePersistentDisk: object(1, GCEPersistentDiskVolumeSource, 'Deprecated: a disk of Google Compute Engine, served by its CSI driver.'),
    awsElasticBlockStore: object(2, AWSElasticBlockStoreVolumeSource, 'Deprecated: a disk of AWS, served by its CSI driver.'),
    hostPath: object(3, HostPathVolumeSource, 'A directory of a node. Only for trying things out on a single node.'),
    glusterfs: object(4, GlusterfsPersistentVolumeSource, 'No longer supported: a GlusterFS volume.'),
    nfs: object(5, NFSVolumeSource, 'A directory of an NFS server.'),
    rbd: object(6, RBDPersistentVolumeSource, 'No longer supported: a Ceph block device. Use the CSI driver instead.'),
    iscsi: object(7, ISCSIPersistentVolumeSource, 'A disk that is attached over iSCSI.'),
    cinder: object(8, CinderPersistentVolumeSource, 'Deprecated: a disk of OpenStack Cinder, served by its CSI driver.'),
    cephfs: object(9, CephFSPersistentVolumeSource, 'No longer supported: a Ceph file system. Use the CSI driver instead.'),
    fc: object(10, FCVolumeSource, 'A disk that is attached over Fibre Channel.'),
    flocker: object(11, FlockerVolumeSource, 'No longer supported: a Flocker data set.'),
    flexVolume: object(12, FlexPersistentVolumeSource, 'Deprecated: a volume of a FlexVolume driver. Use a CSI driver instead.'),
    azureFile: object(13, AzureFilePersistentVolumeSource, 'Deprecated: a share of Azure Files, served by its CSI driver.'),
    vsphereVolume: object(14, VsphereVirtualDiskVolumeSource, 'Deprecated: a virtual disk of vSphere, served by its CSI driver.'),
    quobyte: object(15, QuobyteVolumeSource, 'No longer supported: a Quobyte volume.'),
    azureDisk: object(16, AzureDiskVolumeSource, 'Deprecated: a disk of Azure, served by its CSI driver.'),
    photonPersistentDisk: object(17, PhotonPersistentDiskVolumeSource, 'No longer supported: a disk of a Photon controller.'),
    portworxVolume: object(18, PortworxVolumeSource, 'Deprecated: a Portworx volume, served by its CSI driver.'),
    scaleIO: object(19, ScaleIOPersistentVolumeSource, 'No longer supported: a ScaleIO volume.'),
    local: object(20, LocalVolumeSource, 'Storage of one node that stays when pods go.'),
    storageos: object(21, StorageOSPersistentVolumeSource, 'No longer supported: a StorageOS volume.'),
    csi: object(22, CSIPersistentVolumeSource, 'Storage of any kind, through its driver. The usual choice.'),
  },
);

export interface PersistentVolumeSource extends Infer<typeof PersistentVolumeSource> {}

export const VolumeNodeAffinity = defineType('io.k8s.api.core.v1.VolumeNodeAffinity', 'Nodes that a volume can be reached from.', {
  required: object(1, NodeSelector, 'Labels of those nodes. Pods that use the volume are scheduled to one of them.'),
});

export interface VolumeNodeAffinity extends Infer<typeof VolumeNodeAffinity> {}

export const PersistentVolumeSpec = defineType('io.k8s.api.core.v1.PersistentVolumeSpec', 'What a volume is, and who has it.', {
  capacity: map(1, 'quantity', 'Size of the volume under `storage`.'),
  ...embed(2, PersistentVolumeSource),
  accessModes: list(
    3,
    'string',
    'Ways that the volume can be mounted: ReadWriteOnce (one node), ReadOnlyMany, ReadWriteMany (many nodes), ReadWriteOncePod (one pod).',
    { listType: 'atomic', itemEnum: accessModes },
  ),
  claimRef: object(4, ObjectReference, 'Claim that has the volume. Set beforehand, it reserves the volume for that claim.', {
    mapType: 'granular',
  }),
  persistentVolumeReclaimPolicy: oneOf(
    5,
    ['Delete', 'Recycle', 'Retain'],
    'What happens when the claim is deleted: Retain keeps volume and data (the default by hand), Delete removes both, Recycle is deprecated.',
  ),
  storageClassName: string(6, 'Class of the volume: only claims of this class get it. Empty for no class.'),
  mountOptions: list(7, 'string', 'Options for mounting, such as hard. They are not checked: a wrong one makes mounting fail.', {
    listType: 'atomic',
  }),
  volumeMode: oneOf(8, ['Block', 'Filesystem'], 'Filesystem (the default) is mounted as a directory, Block shows a raw device.'),
  nodeAffinity: object(9, VolumeNodeAffinity, 'Where the volume can be used; anywhere unless given.'),
  volumeAttributesClassName: string(10, 'VolumeAttributesClass whose settings the volume has.'),
});

export interface PersistentVolumeSpec extends Infer<typeof PersistentVolumeSpec> {}

export const PersistentVolumeStatus = defineType('io.k8s.api.core.v1.PersistentVolumeStatus', 'The state that was found last.', {
  phase: oneOf(
    1,
    ['Available', 'Bound', 'Failed', 'Pending', 'Released'],
    'Available, Bound to a claim, Released when the claim is gone but the data is kept, Failed, or Pending.',
  ),
  message: string(2, 'What has led to the phase, in a sentence.'),
  reason: string(3, 'What has led to the phase, in one word.'),
  lastPhaseTransitionTime: time(4, 'When the phase last changed.'),
});

export interface PersistentVolumeStatus extends Infer<typeof PersistentVolumeStatus> {}
