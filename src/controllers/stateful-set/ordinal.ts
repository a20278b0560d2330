import type { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';

const ordinalName = /^(.*)-(\d+)$/s;

/** Which number of which set a pod is, by its name. Undefined for other names. */
export function parsePodName(name: string): { readonly setName: string; readonly ordinal: number } | undefined {
  const [, setName = '', digits = ''] = ordinalName.exec(name) ?? [];
  const ordinal = Number(digits);
  return digits === '' || ordinal >= 2 ** 31 ? undefined : { setName, ordinal };
}

export const ordinalOf = ({ metadata }: { readonly metadata: { readonly name?: string | undefined } }): number =>
  parsePodName(metadata.name ?? '')?.ordinal ?? -1;

export const podName = ({ metadata }: StatefulSet, ordinal: number): string => `${metadata.name}-${ordinal}`;

export const firstOrdinal = ({ spec }: StatefulSet): number => spec.ordinals?.start ?? 0;

export const wantedReplicas = ({ spec }: StatefulSet): number => spec.replicas ?? 1;

export const isWanted = (set: StatefulSet, ordinal: number): boolean =>
  ordinal >= firstOrdinal(set) && ordinal < firstOrdinal(set) + wantedReplicas(set);
