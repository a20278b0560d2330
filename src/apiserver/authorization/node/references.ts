import type { PersistentVolume } from '../../../kinds/core/persistent-volume/index.ts';
import type { Pod } from '../../../kinds/core/pod/index.ts';
import { podClaimNames, podConfigMapNames, podSecretNames } from '../../../kinds/core/pod/references.ts';

/** The names of what a pod uses, all of its own namespace. */
export interface PodReferences {
  readonly serviceAccounts: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
  readonly configMaps: ReadonlySet<string>;
  readonly volumeClaims: ReadonlySet<string>;
  readonly resourceClaims: ReadonlySet<string>;
}

const mirrorAnnotation = 'kubernetes.io/config.mirror';
const none: PodReferences = {
  serviceAccounts: new Set(),
  secrets: new Set(),
  configMaps: new Set(),
  volumeClaims: new Set(),
  resourceClaims: new Set(),
};

export function referencesOf(pod: Readonly<Pod>): PodReferences {
  const { metadata, spec, status } = pod;
  // Nodes make mirror pods themselves, and must not come to see anything by that.
  if (metadata.annotations?.[mirrorAnnotation] !== undefined) return none;
  return {
    serviceAccounts: names([spec.serviceAccountName]),
    secrets: podSecretNames(pod),
    configMaps: podConfigMapNames(pod),
    volumeClaims: podClaimNames(pod),
    resourceClaims: names([
      ...(spec.resourceClaims ?? []).map(
        ({ name, resourceClaimName }) =>
          resourceClaimName ?? status?.resourceClaimStatuses?.find((each) => each.name === name)?.resourceClaimName,
      ),
      status?.extendedResourceClaimStatus?.resourceClaimName,
    ]),
  };
}

/** The secrets, as `namespace/name`, that a kubelet needs to mount a bound volume. */
export function volumeSecrets({ spec }: Readonly<PersistentVolume>): ReadonlySet<string> {
  const own = spec.claimRef?.namespace ?? '';
  const { azureFile, csi, cinder, storageos } = spec;
  const named = [spec.cephfs, spec.flexVolume, spec.rbd, spec.scaleIO, spec.iscsi].map((source) => source?.secretRef);
  const references = [
    ...named.map((reference) => reference && { name: reference.name, namespace: reference.namespace || own }),
    cinder?.secretRef,
    storageos?.secretRef,
    csi?.nodePublishSecretRef,
    csi?.nodeStageSecretRef,
    csi?.nodeExpandSecretRef,
    azureFile && { name: azureFile.secretName, namespace: azureFile.secretNamespace || own },
  ];
  return names(references.map((reference) => reference?.name && `${reference.namespace ?? ''}/${reference.name}`));
}

function names(values: readonly (string | undefined)[]): ReadonlySet<string> {
  const present = new Set<string>();
  for (const value of values) if (value) present.add(value);
  return present;
}
