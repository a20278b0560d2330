import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodCondition, PodStatus } from '../../kinds/core/pod/status.ts';
import { isOwnCondition } from './conditions.ts';

/** Fields the kubelet decides. The others, such as what the scheduler nominates, stay as they are. */
const ownFields = [
  'phase',
  'reason',
  'message',
  'hostIP',
  'hostIPs',
  'podIP',
  'podIPs',
  'startTime',
  'qosClass',
  'containerStatuses',
  'initContainerStatuses',
  'ephemeralContainerStatuses',
  'allocatedResources',
  'resources',
  'observedGeneration',
] as const satisfies readonly (keyof PodStatus)[];

/** Lists that the server merges by a key, unless told otherwise. */
const mergedLists = new Set<string>(['hostIPs', 'podIPs']);

/**
 * The strategic merge patch from what the API server has to what the kubelet says; nothing when they agree. It only holds for
 * the pod with this uid.
 */
export function statusPatch({ metadata, status: current }: Pod, wanted: PodStatus): object | undefined {
  const changes: Record<string, unknown> = {};
  for (const field of ownFields) {
    if (isSame(current[field], wanted[field])) continue;
    const value = wanted[field];
    if (value === undefined) changes[field] = null;
    else changes[field] = mergedLists.has(field) && Array.isArray(value) && current[field] ? [{ $patch: 'replace' }, ...value] : value;
  }
  const conditions = conditionChanges(current.conditions ?? [], wanted.conditions ?? []);
  if (conditions.length > 0) changes['conditions'] = conditions;
  if (Object.keys(changes).length === 0) return undefined;
  return { metadata: { uid: metadata.uid }, status: changes };
}

/** Conditions that are the kubelet's own, and others it was asked to add, such as the reason of an eviction. */
function conditionChanges(current: readonly PodCondition[], wanted: readonly PodCondition[]): readonly object[] {
  const changed = wanted.filter((condition) => {
    const before = current.find(({ type }) => type === condition.type);
    return !isSame(before, condition) && (isOwnCondition(condition.type) || before === undefined);
  });
  const removed = current.filter(({ type }) => isOwnCondition(type) && !wanted.some((condition) => condition.type === type));
  return [
    ...changed.map((condition) => ({ ...withdrawn(current.find(({ type }) => type === condition.type)), ...condition })),
    ...removed.map(({ type }) => ({ $patch: 'delete', type })),
  ];
}

/** What a condition no longer says has to be taken back by name. */
const withdrawn = (before: PodCondition | undefined) => ({
  ...(before?.reason && { reason: null }),
  ...(before?.message && { message: null }),
});

/** Nothing, null, and empty texts, lists and objects are the same to the API. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => isSame(left[key], right[key]));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}
