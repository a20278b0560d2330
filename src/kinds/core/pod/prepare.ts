import { isSame } from '../../same.ts';
import type { Write } from '../../../model/kind.ts';
import type { LabelSelector } from '../../../model/meta.ts';
import type { PodAffinityTerm } from './affinity.ts';
import { allContainers } from './containers.ts';
import { syncServiceAccount } from './defaults.ts';
import { dropGatedFields } from './gated-fields.ts';
import type { Pod } from './index.ts';
import { computeQosClass } from './qos.ts';
import { AppArmorProfile } from './security.ts';
import { appArmorOfContainer } from './validation/annotations.ts';

export function prepareNewPod(pod: Pod, { gates }: Write): void {
  const { spec } = pod;
  pod.status = { phase: 'Pending', qosClass: computeQosClass(spec) };
  dropGatedFields(spec, gates);
  if (spec.schedulingGates) {
    pod.status.conditions = [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ];
  }
  mergeLabelKeys(pod);
  takeOverAppArmorAnnotations(pod);
}

export function preparePodUpdate(next: Pod, previous: Readonly<Pod>, { gates }: Write): void {
  dropGatedFields(next.spec, gates, previous.spec);
  syncServiceAccount(next.spec);
}

/** What a writer of the status leaves out of what the server keeps there. */
export function preparePodStatusUpdate(next: Pod, previous: Readonly<Pod>): void {
  delete next.metadata.deletionTimestamp;
  if (previous.metadata.deletionTimestamp !== undefined) next.metadata.deletionTimestamp = previous.metadata.deletionTimestamp;
  // Old kubelets corrupted owner references.
  delete next.metadata.ownerReferences;
  if (previous.metadata.ownerReferences) next.metadata.ownerReferences = previous.metadata.ownerReferences;
  const { status } = next;
  if (!status.qosClass && previous.status.qosClass) status.qosClass = previous.status.qosClass;
  if (!status.observedGeneration && previous.status.observedGeneration) status.observedGeneration = previous.status.observedGeneration;
  const left = [...(previous.status.conditions ?? [])];
  for (const condition of status.conditions ?? []) {
    const index = left.findIndex(({ type }) => type === condition.type);
    const before = index < 0 ? undefined : left.splice(index, 1)[0];
    if (!condition.observedGeneration && before?.observedGeneration) condition.observedGeneration = before.observedGeneration;
  }
}

/** Selectors that take values from the pod's labels get them once and for all (KEP-3633, KEP-3243). */
function mergeLabelKeys({ metadata: { labels = {} }, spec }: Pod): void {
  const ofTerm = ({ labelSelector, matchLabelKeys, mismatchLabelKeys }: PodAffinityTerm) => {
    requireLabels(labelSelector, matchLabelKeys, 'In', labels);
    requireLabels(labelSelector, mismatchLabelKeys, 'NotIn', labels);
  };
  for (const affinity of [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity]) {
    for (const { podAffinityTerm } of affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) ofTerm(podAffinityTerm);
    for (const term of affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []) ofTerm(term);
  }
  for (const { labelSelector, matchLabelKeys } of spec.topologySpreadConstraints ?? [])
    requireLabels(labelSelector, matchLabelKeys, 'In', labels);
}

function requireLabels(
  selector: LabelSelector | undefined,
  keys: readonly string[] | undefined,
  operator: 'In' | 'NotIn',
  labels: Readonly<Record<string, string>>,
): void {
  if (!selector) return;
  for (const key of keys ?? []) {
    const value = labels[key];
    if (value !== undefined) selector.matchExpressions = [...(selector.matchExpressions ?? []), { key, operator, values: [value] }];
  }
}

/** Profiles given the old way count as if they were given by field (KEP-24). */
function takeOverAppArmorAnnotations({ metadata: { annotations }, spec }: Pod): void {
  if (!annotations || spec.os?.name === 'windows') return;
  for (const container of allContainers(spec)) {
    const text = annotations[`${appArmorOfContainer}${container.name}`];
    if (text === undefined || container.securityContext?.appArmorProfile) continue;
    const profile = appArmorProfileOf(text);
    if (!profile || isSame(AppArmorProfile, profile, spec.securityContext?.appArmorProfile)) continue;
    container.securityContext = { ...container.securityContext, appArmorProfile: profile };
  }
}

export function appArmorProfileOf(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const [, localhostProfile] = /^localhost\/(.+)$/s.exec(annotation) ?? [];
  return localhostProfile === undefined ? undefined : { type: 'Localhost', localhostProfile };
}
