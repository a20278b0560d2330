import type { Container } from './container.ts';
import type { Pod } from './index.ts';
import type { Volume } from './volume.ts';

/** The names of the secrets that a pod needs, in its own namespace. */
export function podSecretNames(pod: Readonly<Pod>): ReadonlySet<string> {
  const names = [
    ...(pod.spec.imagePullSecrets ?? []).map(({ name }) => name),
    ...containersOf(pod).flatMap(({ env = [], envFrom = [] }) => [
      ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
      ...envFrom.map(({ secretRef }) => secretRef?.name),
    ]),
    ...(pod.spec.volumes ?? []).flatMap(secretsOfVolume),
  ];
  return new Set(names.filter(isGiven));
}

/** The names of the config maps that a pod needs. */
export function podConfigMapNames(pod: Readonly<Pod>): ReadonlySet<string> {
  const names = [
    ...containersOf(pod).flatMap(({ env = [], envFrom = [] }) => [
      ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
      ...envFrom.map(({ configMapRef }) => configMapRef?.name),
    ]),
    ...(pod.spec.volumes ?? []).flatMap(({ configMap, projected }) => [
      configMap?.name,
      ...(projected?.sources ?? []).map((source) => source.configMap?.name),
    ]),
  ];
  return new Set(names.filter(isGiven));
}

/** The names of the claims whose volumes a pod mounts, those that are made for it included. */
export function podClaimNames({ metadata, spec }: Readonly<Pod>): ReadonlySet<string> {
  const names = (spec.volumes ?? []).map(({ name, persistentVolumeClaim, ephemeral }) =>
    ephemeral ? `${metadata.name}-${name}` : persistentVolumeClaim?.claimName,
  );
  return new Set(names.filter(isGiven));
}

/** What kind of other object a pod needs, if it needs any; in the words of upstream. */
export function podReferencesApiObject(pod: Readonly<Pod>): string | undefined {
  if (pod.spec.serviceAccountName) return 'serviceaccounts';
  if (podSecretNames(pod).size > 0) return 'secrets';
  if (podConfigMapNames(pod).size > 0) return 'configmaps';
  if ((pod.spec.resourceClaims ?? []).length > 0) return 'resourceclaims';
  for (const volume of pod.spec.volumes ?? []) {
    const referenced = volumeReferencesApiObject(volume);
    if (referenced) return referenced;
  }
  return undefined;
}

function volumeReferencesApiObject(volume: Volume): string | undefined {
  if (volume.configMap) return 'configmaps (via configmap volumes)';
  if (volume.secret) return 'secrets (via secret volumes)';
  if (volume.csi) return 'csidrivers (via CSI volumes)';
  if (volume.glusterfs) return 'endpoints (via glusterFS volumes)';
  if (volume.persistentVolumeClaim) return 'persistentvolumeclaims';
  if (volume.ephemeral) return 'persistentvolumeclaims (via ephemeral volumes)';
  if (volume.azureFile) return 'secrets (via azureFile volumes)';
  for (const source of volume.projected?.sources ?? []) {
    if (source.configMap) return 'configmaps (via projected volumes)';
    if (source.secret) return 'secrets (via projected volumes)';
    if (source.serviceAccountToken) return 'serviceaccounts (via projected volumes)';
    if (source.clusterTrustBundle) return 'clustertrustbundles';
    if (source.podCertificate) return 'podcertificates';
  }
  return undefined;
}

const isGiven = (name: string | undefined): name is string => name !== undefined && name !== '';

const containersOf = ({ spec }: Readonly<Pod>): readonly Pick<Container, 'env' | 'envFrom'>[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
  ...(spec.ephemeralContainers ?? []),
];

const secretsOfVolume = (volume: Volume): readonly (string | undefined)[] => [
  volume.secret?.secretName,
  volume.azureFile?.secretName,
  volume.cephfs?.secretRef?.name,
  volume.cinder?.secretRef?.name,
  volume.csi?.nodePublishSecretRef?.name,
  volume.flexVolume?.secretRef?.name,
  volume.iscsi?.secretRef?.name,
  volume.rbd?.secretRef?.name,
  volume.scaleIO?.secretRef?.name,
  volume.storageos?.secretRef?.name,
  ...(volume.projected?.sources ?? []).map((source) => source.secret?.name),
];
