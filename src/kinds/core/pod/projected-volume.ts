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

export const ConfigMapVolumeSource = defineType('io.k8s.api.core.v1.ConfigMapVolumeSource', {
  items: list(2, KeyToPath, { listType: 'atomic' }),
  defaultMode: int32(3),
  optional: boolean(4),
  ...embed(1, LocalObjectReference),
});

export interface ConfigMapVolumeSource extends Infer<typeof ConfigMapVolumeSource> {}

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
