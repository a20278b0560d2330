import type { PodAffinityTerm } from '../core/pod/affinity.ts';
import type { Pod } from '../core/pod/index.ts';
import { qosClassOf } from '../core/pod/qos.ts';
import { isPodTerminal } from '../core/pod/readiness.ts';
import { podLimits, podRequests } from '../core/pod/requests.ts';
import type { ResourceList } from '../core/resource-list.ts';
import { isExtendedResource, isHugePages, isNativeResource } from '../core/resource-name.ts';
import type { ScopedResourceSelectorRequirement } from '../core/resource-quota.ts';
import type { Measure } from './measure.ts';
import { matchesNames } from './scope-names.ts';

const computed = ['cpu', 'memory', 'ephemeral-storage'] as const;
const names = new Set<string>(['count/pods', 'pods', ...computed.flatMap((name) => [name, `requests.${name}`, `limits.${name}`])]);
const deviceClassPrefix = 'requests.deviceclass.resource.kubernetes.io/';

/** Pods count as such for as long as they exist, and by what they use until they have ended. */
export const podMeasure: Measure<Pod> = {
  counts: (name) =>
    names.has(name) ||
    isHugePages(name) ||
    name.startsWith('requests.hugepages-') ||
    (name.startsWith('requests.') && !isNativeResource(name)) ||
    name.startsWith(deviceClassPrefix),
  usage(pod, nowMs) {
    if (!isCharged(pod, nowMs)) return { 'count/pods': '1' };
    return { 'count/pods': '1', ...usageOf(podRequests(pod, { withStatus: true }), podLimits(pod)) };
  },
  isInScope,
  missing,
};

/** What is stuck on its way out is not held against those who want to replace it. */
function isCharged(pod: Readonly<Pod>, nowMs: number): boolean {
  if (isPodTerminal(pod)) return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return nowMs <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}

function usageOf(requests: Readonly<ResourceList> = {}, limits: Readonly<ResourceList> = {}): ResourceList {
  const usage: ResourceList = { pods: '1' };
  for (const name of computed) {
    const [request, limit] = [requests[name], limits[name]];
    if (request !== undefined) usage[name] = usage[`requests.${name}`] = request;
    if (limit !== undefined) usage[`limits.${name}`] = limit;
  }
  for (const [name, request] of Object.entries(requests)) {
    if (isHugePages(name)) usage[name] = usage[`requests.${name}`] = request;
    if (isExtendedResource(name)) usage[`requests.${name}`] = request;
  }
  return usage;
}

function isInScope(pod: Readonly<Pod>, scope: ScopedResourceSelectorRequirement): boolean {
  const { activeDeadlineSeconds, priorityClassName } = pod.spec;
  const isTerminating = activeDeadlineSeconds !== undefined && activeDeadlineSeconds >= 0;
  switch (scope.scopeName) {
    case 'Terminating':
      return isTerminating;
    case 'NotTerminating':
      return !isTerminating;
    case 'BestEffort':
      return qosClassOf(pod) === 'BestEffort';
    case 'NotBestEffort':
      return qosClassOf(pod) !== 'BestEffort';
    case 'PriorityClass':
      return matchesNames(scope, priorityClassName ? [priorityClassName] : []);
    case 'CrossNamespacePodAffinity':
      return affinityTerms(pod).some(({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined);
    default:
      return false;
  }
}

function affinityTerms({ spec: { affinity } }: Readonly<Pod>): readonly PodAffinityTerm[] {
  return [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((each) => [
    ...(each?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(each?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]);
}

const demanded = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);

/** Where CPU and memory are limited every container must say how much it wants, as it always had to. */
function missing({ spec }: Readonly<Pod>, limited: readonly string[]): string | undefined {
  if (Object.keys({ ...spec.resources?.requests, ...spec.resources?.limits }).length > 0) return undefined;
  const silent = new Map<string, string[]>();
  for (const { name, resources } of [...spec.containers, ...(spec.initContainers ?? [])]) {
    const given = usageOf(resources?.requests, resources?.limits);
    for (const each of limited) if (demanded.has(each) && given[each] === undefined) silent.getOrInsertComputed(each, () => []).push(name);
  }
  if (silent.size === 0) return undefined;
  const parts = [...silent]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, containers]) => `${name} for: ${containers.sort().join(',')}`);
  return `must specify ${parts.join('; ')}`;
}
