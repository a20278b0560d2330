import type { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodAvailable, isPodReady } from '../../kinds/core/pod/readiness.ts';
import type { PodTemplateSpec } from '../../kinds/core/pod/template.ts';
import type { Volume } from '../../kinds/core/pod/volume.ts';
import type { New } from '../../model/kind.ts';
import { podFromTemplate } from '../pods/pod-from-template.ts';
import { claimsFor } from './claims.ts';
import { ordinalOf, podName } from './ordinal.ts';

export const revisionLabel = 'controller-revision-hash';
const nameLabel = 'statefulset.kubernetes.io/pod-name';
const indexLabel = 'apps.kubernetes.io/pod-index';

export const revisionOf = ({ metadata }: Pod): string => metadata.labels?.[revisionLabel] ?? '';

export const isGoing = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;

export const isRunningAndReady = (pod: Pod): boolean => pod.status.phase === 'Running' && isPodReady(pod);

export const isUnavailable = (pod: Pod, { spec }: StatefulSet, nowMs: number): boolean =>
  !isPodAvailable(pod, spec.minReadySeconds ?? 0, nowMs) || isGoing(pod);

/** The pod of an ordinal, with its name, host name and claims. */
export function podOf(
  set: StatefulSet,
  ordinal: number,
  { template, revision }: { template: PodTemplateSpec; revision: string },
): New<Pod> {
  const name = podName(set, ordinal);
  const { metadata, spec } = podFromTemplate(template, set);
  const { generateName: _, ...rest } = metadata;
  return {
    metadata: { ...rest, name, labels: { ...metadata.labels, ...identityLabels(name, ordinal), [revisionLabel]: revision } },
    spec: {
      ...spec,
      hostname: name,
      ...(set.spec.serviceName && { subdomain: set.spec.serviceName }),
      volumes: volumesOf(set, ordinal, spec.volumes),
    },
  };
}

const identityLabels = (name: string, ordinal: number) => ({ [nameLabel]: name, [indexLabel]: String(ordinal) });

/** Claims come first and take the place of volumes of the same name. */
function volumesOf(set: StatefulSet, ordinal: number, volumes: readonly Volume[] = []): Volume[] {
  const ofClaims = claimsFor(set, { ordinal, name: podName(set, ordinal) }).map(({ volume, claim }) => ({
    name: volume,
    persistentVolumeClaim: { claimName: claim.metadata.name ?? '', readOnly: false },
  }));
  const taken = new Set(ofClaims.map(({ name }) => name));
  return [...ofClaims, ...volumes.filter(({ name }) => !taken.has(name))];
}

export function hasIdentity(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod);
  const names = new Map(pod.spec.volumes?.map(({ name, persistentVolumeClaim }) => [name, persistentVolumeClaim?.claimName]));
  return (
    pod.metadata.labels?.[nameLabel] === pod.metadata.name &&
    claimsFor(set, { ordinal, name: pod.metadata.name }).every(({ volume, claim }) => names.get(volume) === claim.metadata.name)
  );
}

export function withIdentity(set: StatefulSet, pod: Pod): Pod {
  const ordinal = ordinalOf(pod);
  const labels = { ...pod.metadata.labels, ...identityLabels(pod.metadata.name, ordinal) };
  return { ...pod, metadata: { ...pod.metadata, labels }, spec: { ...pod.spec, volumes: volumesOf(set, ordinal, pod.spec.volumes) } };
}
