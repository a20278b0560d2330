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

/** What kind of other object a pod needs, if it needs any. */
export function podReferencesApiObject(pod: Readonly<Pod>): string | undefined {
  if (pod.spec.serviceAccountName) return 'serviceaccounts';
  if (podSecretNames(pod).size > 0) return 'secrets';
  if (podConfigMapNames(pod).size > 0) return 'configmaps';
  if (podClaimNames(pod).size > 0) return 'persistentvolumeclaims';
  const projected = (pod.spec.volumes ?? []).flatMap((volume) => volume.projected?.sources ?? []);
  if (projected.some(({ serviceAccountToken }) => serviceAccountToken))
    return 'serviceaccounts (via projected service account token volumes)';
  if (projected.some(({ clusterTrustBundle }) => clusterTrustBundle)) return 'clustertrustbundles';
  if ((pod.spec.resourceClaims ?? []).length > 0) return 'resourceclaims';
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
