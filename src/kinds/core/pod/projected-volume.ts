import { LabelSelector } from '../../../model/meta.ts';
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
  required,
  string,
  type Infer,
} from '../../../model/schema.ts';
import { LocalObjectReference } from '../reference.ts';
import { ObjectFieldSelector, ResourceFieldSelector } from './field-reference.ts';

export const KeyToPath = defineType('io.k8s.api.core.v1.KeyToPath', 'Which file a key becomes.', {
  key: required(string(1, 'Key whose value is written.')),
  path: required(string(2, 'Relative path of the file in the volume; no part may be `..`.')),
  mode: int32(3, "Permissions of the file, octal in YAML (0400) and decimal in JSON (256). The volume's defaultMode unless given."),
});

export interface KeyToPath extends Infer<typeof KeyToPath> {}

export const SecretVolumeSource = defineType(
  'io.k8s.api.core.v1.SecretVolumeSource',
  'Shows the keys of a Secret as files, in memory only.',
  {
    secretName: string(1, 'Which Secret; it must be in the same namespace.'),
    items: list(2, KeyToPath, 'Keys to show, and under which paths. All keys under their own names unless given.', { listType: 'atomic' }),
    defaultMode: int32(3, 'Permissions of the files: 0644 unless given. Decimal in JSON (420).'),
    optional: boolean(4, 'Whether the pod starts even if the Secret or one of its items is missing.'),
  },
);

export interface SecretVolumeSource extends Infer<typeof SecretVolumeSource> {}

export const DownwardAPIVolumeFile = defineType(
  'io.k8s.api.core.v1.DownwardAPIVolumeFile',
  'A file that tells the pod something about itself.',
  {
    path: required(string(1, 'Relative path of the file in the volume; no part may be `..`.')),
    fieldRef: object(2, ObjectFieldSelector, 'Field of the pod: name, namespace, uid, labels or annotations.'),
    resourceFieldRef: object(3, ResourceFieldSelector, 'How much CPU, memory or the like a container asks for or may use.'),
    mode: int32(4, "Permissions of the file; the volume's defaultMode unless given."),
  },
);

export interface DownwardAPIVolumeFile extends Infer<typeof DownwardAPIVolumeFile> {}

export const DownwardAPIVolumeSource = defineType(
  'io.k8s.api.core.v1.DownwardAPIVolumeSource',
  'Files that tell the pod about itself. They follow its labels and annotations.',
  {
    items: list(1, DownwardAPIVolumeFile, 'The files.', { listType: 'atomic' }),
    defaultMode: int32(2, 'Permissions of the files: 0644 unless given. Decimal in JSON (420).'),
  },
);

export interface DownwardAPIVolumeSource extends Infer<typeof DownwardAPIVolumeSource> {}

export const ConfigMapVolumeSource = defineType(
  'io.k8s.api.core.v1.ConfigMapVolumeSource',
  'Shows the keys of a ConfigMap as files. They follow its changes within about a minute.',
  {
    ...embed(1, LocalObjectReference),
    items: list(2, KeyToPath, 'Keys to show, and under which paths. All keys under their own names unless given.', { listType: 'atomic' }),
    defaultMode: int32(3, 'Permissions of the files: 0644 unless given. Decimal in JSON (420).'),
    optional: boolean(4, 'Whether the pod starts even if the ConfigMap or one of its items is missing.'),
  },
);

export interface ConfigMapVolumeSource extends Infer<typeof ConfigMapVolumeSource> {}

export const ClusterTrustBundleProjection = defineType(
  'io.k8s.api.core.v1.ClusterTrustBundleProjection',
  'A file with certificates of authorities to trust.',
  {
    name: string(1, 'Name of the one ClusterTrustBundle to show; either this or signerName.'),
    signerName: string(2, 'Shows the certificates of all bundles of this signer, put together.'),
    labelSelector: object(3, LabelSelector, "Labels of the signer's bundles to show. None unless given; empty means all."),
    optional: boolean(5, 'Whether the pod starts even if there is no such bundle.'),
    path: required(string(4, 'Relative path of the file in the volume.')),
  },
);

export interface ClusterTrustBundleProjection extends Infer<typeof ClusterTrustBundleProjection> {}

export const ConfigMapProjection = defineType('io.k8s.api.core.v1.ConfigMapProjection', 'Keys of a ConfigMap as files.', {
  ...embed(1, LocalObjectReference),
  items: list(2, KeyToPath, 'Keys to show, and under which paths. All keys under their own names unless given.', { listType: 'atomic' }),
  optional: boolean(4, 'Whether the pod starts even if the ConfigMap or one of its items is missing.'),
});

export interface ConfigMapProjection extends Infer<typeof ConfigMapProjection> {}

export const DownwardAPIProjection = defineType('io.k8s.api.core.v1.DownwardAPIProjection', 'Files that tell the pod about itself.', {
  items: list(1, DownwardAPIVolumeFile, 'The files.', { listType: 'atomic' }),
});

export interface DownwardAPIProjection extends Infer<typeof DownwardAPIProjection> {}

export const PodCertificateProjection = defineType(
  'io.k8s.api.core.v1.PodCertificateProjection',
  'A private key and a certificate for the pod. The node renews both.',
  {
    signerName: required(string(1, 'Signer to ask for the certificate.', { omitEmpty: true })),
    keyType: required(
      string(2, 'Kind of key that the node makes: RSA3072, RSA4096, ECDSAP256, ECDSAP384, ECDSAP521 or ED25519.', { omitEmpty: true }),
    ),
    maxExpirationSeconds: int32(3, 'Longest lifetime wanted, in seconds: 86400 unless given, at least 3600. The signer may give less.'),
    credentialBundlePath: string(4, 'File for key and certificates together: programs that read it never see them mismatch.'),
    keyPath: string(5, 'File for the private key alone.'),
    certificateChainPath: string(6, "File for the certificates alone, the pod's own first."),
    userAnnotations: map(7, 'string', 'Further data for the signer; its documentation says what it understands.'),
  },
);

export interface PodCertificateProjection extends Infer<typeof PodCertificateProjection> {}

export const SecretProjection = defineType('io.k8s.api.core.v1.SecretProjection', 'Keys of a Secret as files.', {
  ...embed(1, LocalObjectReference),
  items: list(2, KeyToPath, 'Keys to show, and under which paths. All keys under their own names unless given.', { listType: 'atomic' }),
  optional: boolean(4, 'Whether the pod starts even if the Secret or one of its items is missing.'),
});

export interface SecretProjection extends Infer<typeof SecretProjection> {}

export const ServiceAccountTokenProjection = defineType(
  'io.k8s.api.core.v1.ServiceAccountTokenProjection',
  "A token of the pod's service account. The node renews it in time.",
  {
    audience: string(1, 'Who the token is for; the API server unless given. Others must refuse it.'),
    expirationSeconds: int64(2, 'How many seconds the token is valid: 3600 unless given, at least 600.'),
    path: required(string(3, 'Relative path of the file in the volume.')),
  },
);

export interface ServiceAccountTokenProjection extends Infer<typeof ServiceAccountTokenProjection> {}

export const VolumeProjection = defineType(
  'io.k8s.api.core.v1.VolumeProjection',
  'One source of a projected volume. Exactly one field is set.',
  {
    secret: object(1, SecretProjection, 'Secrets, one entry each.'),
    downwardAPI: object(2, DownwardAPIProjection, 'Fields of the pod itself.'),
    configMap: object(3, ConfigMapProjection, 'ConfigMaps, one entry each.'),
    serviceAccountToken: object(4, ServiceAccountTokenProjection, "Proof of the pod's identity, for the API or others."),
    clusterTrustBundle: object(5, ClusterTrustBundleProjection, 'Certificates of authorities to trust.'),
    podCertificate: object(6, PodCertificateProjection, "Proof of the pod's identity for TLS."),
  },
);

export interface VolumeProjection extends Infer<typeof VolumeProjection> {}

export const ProjectedVolumeSource = defineType('io.k8s.api.core.v1.ProjectedVolumeSource', 'Several sources in one directory.', {
  sources: always(list(1, VolumeProjection, 'What is put together. No two may write the same path.', { listType: 'atomic' })),
  defaultMode: int32(2, 'Permissions of files that say nothing else: 0644 unless given. Decimal in JSON (420).'),
});

export interface ProjectedVolumeSource extends Infer<typeof ProjectedVolumeSource> {}
