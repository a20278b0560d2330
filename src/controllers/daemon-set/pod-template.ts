import type { DaemonSet } from '../../kinds/apps/daemon-set/index.ts';
import { templateGeneration } from '../../kinds/apps/daemon-set/template-generation.ts';
import type { Affinity, Toleration } from '../../kinds/core/pod/affinity.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';
import type { New } from '../../model/kind.ts';
import { podFromTemplate } from '../pods/pod-from-template.ts';

export const hashLabel = 'controller-revision-hash';
const generationLabel = 'pod-template-generation';

/** Daemons stay where others have to go, and come where others may not yet. */
const addedTolerations: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const hostNetworkToleration: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

export function daemonTolerations({ tolerations = [], hostNetwork = false }: PodSpec): readonly Toleration[] {
  const added = hostNetwork ? [...addedTolerations, hostNetworkToleration] : addedTolerations;
  const isThere = (toleration: Toleration) =>
    tolerations.some(({ key, effect, operator, value }) => {
      const same = key === toleration.key && effect === toleration.effect && operator === toleration.operator;
      return same && !value;
    });
  return [...tolerations, ...added.filter((toleration) => !isThere(toleration))];
}

/** The pod for one node. The scheduler places it there, since affinity leaves it no other choice. */
export function daemonPod(daemonSet: DaemonSet, { nodeName, hash }: { nodeName: string; hash: string }): New<Pod> {
  const { metadata, spec } = podFromTemplate(daemonSet.spec.template, daemonSet);
  const generation = generationText(daemonSet);
  return {
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...(generation !== undefined && { [generationLabel]: generation }), [hashLabel]: hash },
    },
    spec: { ...spec, tolerations: [...daemonTolerations(spec)], affinity: boundTo(nodeName, spec.affinity) },
  };
}

const boundTo = (nodeName: string, affinity: Affinity | undefined): Affinity => ({
  ...affinity,
  nodeAffinity: {
    ...affinity?.nodeAffinity,
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }],
    },
  },
});

/** Where the pod is, or is to be. Undefined for one that was not made for a node. */
export function targetNode({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const { matchFields = [] } of terms) {
    const field = matchFields.find(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    if (field) return field.values?.length === 1 ? field.values[0] : undefined;
  }
  return undefined;
}

/** Whether the pod is of the present template. */
export function isUpdated({ metadata }: Pod, daemonSet: DaemonSet, hash: string): boolean {
  const generation = generationText(daemonSet);
  const labels = metadata.labels ?? {};
  return labels[hashLabel] === hash || (generation !== undefined && labels[generationLabel] === generation);
}

/** None for those from before it was counted. */
const generationText = (daemonSet: DaemonSet): string | undefined => {
  const generation = templateGeneration(daemonSet);
  return generation === 0 ? undefined : String(generation);
};
