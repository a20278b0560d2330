import { LimitRange, type LimitRangeItem } from '../../kinds/core/limit-range.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { podLimits, podRequests } from '../../kinds/core/pod/requests.ts';
import type { ResourceList } from '../../kinds/core/resource-list.ts';
import type { Reader } from '../reader.ts';
import { isAbout } from './about.ts';
import { addDefaults } from './limit-ranger/defaults.ts';
import { aboveMaximum, aboveRatio, belowMinimum } from './limit-ranger/constraints.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';
import { refuse } from './refuse.ts';

/** Containers and claims stay within what their namespace allows, and get its defaults. */
export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  async mutate(request, reader) {
    if (!isLimited(request) || !isAbout(request, Pod) || !request.object) return;
    for (const limits of await limitsOf(request, reader)) addDefaults(request.object, limits);
  },
  async validate(request, reader) {
    if (!isLimited(request)) return;
    for (const limits of await limitsOf(request, reader)) {
      const problems = [...new Set(problemsOf(request, limits))];
      if (problems.length > 0) throw refuse(request, problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`);
    }
  },
};

/** Containers of a pod that exists only change by resizing. What is on its way out is left alone. */
function isLimited(request: AdmissionRequest): boolean {
  const { operation, subresource, oldObject } = request;
  if (operation === 'DELETE' || oldObject?.metadata.deletionTimestamp !== undefined) return false;
  if (isAbout(request, Pod)) return operation === 'CREATE' ? subresource === '' : subresource === 'resize';
  return subresource === '' && isAbout(request, PersistentVolumeClaim);
}

/** Of each range of the namespace. One may limit nothing. */
async function limitsOf({ namespace }: AdmissionRequest, reader: Reader): Promise<readonly (readonly LimitRangeItem[])[]> {
  const ranges = await reader.list(LimitRange, namespace);
  return ranges.map(({ spec }) => spec?.limits ?? []);
}

function* problemsOf(request: AdmissionRequest, limits: readonly LimitRangeItem[]): Iterable<string> {
  for (const limit of limits) {
    if (isAbout(request, Pod) && request.object) yield* problemsOfPod(request.object, limit);
    if (isAbout(request, PersistentVolumeClaim) && request.object) yield* problemsOfClaim(request.object, limit);
  }
}

function* problemsOfPod(pod: Readonly<Pod>, limit: LimitRangeItem): Iterable<string> {
  const { containers, initContainers = [] } = pod.spec;
  if (limit.type === 'Container') {
    for (const { resources = {} } of [...containers, ...initContainers]) yield* problemsOfUse(limit, resources);
  }
  if (limit.type === 'Pod') {
    const withoutOverhead = true;
    yield* problemsOfUse(limit, { requests: podRequests(pod, { withoutOverhead }), limits: podLimits(pod, { withoutOverhead }) });
  }
}

interface Use {
  readonly requests?: ResourceList;
  readonly limits?: ResourceList;
}

function* problemsOfUse({ type, min, max, maxLimitRequestRatio }: LimitRangeItem, { requests = {}, limits = {} }: Use): Iterable<string> {
  for (const [resource, enforced] of Object.entries(min ?? {})) {
    yield* belowMinimum({ type, resource, enforced, request: requests[resource], limit: limits[resource] });
  }
  for (const [resource, enforced] of Object.entries(max ?? {})) {
    yield* aboveMaximum({ type, resource, enforced, request: requests[resource], limit: limits[resource], of: 'limit' });
  }
  for (const [resource, enforced] of Object.entries(maxLimitRequestRatio ?? {})) {
    yield* aboveRatio({ type, resource, enforced, request: requests[resource], limit: limits[resource] });
  }
}

/** Only what claims request counts. */
function* problemsOfClaim({ spec }: Readonly<PersistentVolumeClaim>, { type, min, max }: LimitRangeItem): Iterable<string> {
  if (type !== 'PersistentVolumeClaim') return;
  const requests = spec.resources?.requests ?? {};
  for (const [resource, enforced] of Object.entries(min ?? {})) {
    yield* belowMinimum({ type, resource, enforced, request: requests[resource], limit: undefined });
  }
  for (const [resource, enforced] of Object.entries(max ?? {})) {
    yield* aboveMaximum({ type, resource, enforced, request: requests[resource], limit: undefined, of: 'request' });
  }
}
