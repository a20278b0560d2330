import { Namespace } from '../../kinds/core/namespace.ts';
import { ResourceQuota } from '../../kinds/core/resource-quota.ts';
import type { ResourceList } from '../../kinds/core/resource-list.ts';
import { measureOf, type Measure } from '../../kinds/quota/measure.ts';
import { isWithinQuota } from '../../kinds/quota/within-quota.ts';
import type { Clock } from '../../base/clock.ts';
import { ApiError } from '../../model/errors.ts';
import { resourceNameOf, type KubeObject } from '../../model/kind.ts';
import type { Resource } from '../resource.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';
import { refuse } from './refuse.ts';
import { addUsage, exceeding, listed, without, zeroless } from './resource-quota/usage.ts';

export interface ResourceQuotaOptions {
  readonly resourceOf: (group: string, plural: string) => Resource | undefined;
  readonly clock: Clock;
}

/** Not stored, or not worth counting. */
const ignored = new Set(['bindings', 'events', 'events.events.k8s.io']);

/** What is made in a namespace stays within its quotas, and counts against them from then on. */
export const resourceQuota = ({ resourceOf, clock }: ResourceQuotaOptions): AdmissionPlugin => ({
  name: 'ResourceQuota',
  async validate(request, reader) {
    const { namespace, resource, object } = request;
    if (!namespace || !object || isAbout(request, Namespace) || ignored.has(resourceNameOf(resource.kind)) || !isCounted(request)) return;
    const quotas = await reader.list(ResourceQuota, namespace);
    if (quotas.length === 0) return;
    const measure = measureOf(resource.kind);
    const charges = quotas.flatMap((quota) => chargeOf(quota, { request, object, measure, nowMs: clock.now() }) ?? []);
    // All are looked at before any is charged.
    for (const { quota, delta } of charges) check(quota, delta, request);
    if (request.dryRun) return;
    for (const { quota, delta } of charges) await spend(quota, delta, { request, resourceOf });
  },
});

/** Updates only count for kinds of which they change how much is used. */
function isCounted({ operation, subresource, resource: { kind } }: AdmissionRequest): boolean {
  if (operation === 'CREATE') return subresource === '';
  if (operation !== 'UPDATE' || kind.group !== '') return false;
  switch (kind.plural) {
    case 'pods':
      return subresource === '' || subresource === 'resize';
    case 'persistentvolumeclaims':
    case 'services':
      return subresource === '';
    default:
      return false;
  }
}

interface Counted {
  readonly request: AdmissionRequest;
  readonly object: KubeObject;
  readonly measure: Measure;
  readonly nowMs: number;
}

interface Charge {
  readonly quota: ResourceQuota;
  readonly delta: ResourceList;
}

/** What a quota is charged with, if anything. Throws when that cannot be told. */
function chargeOf(quota: ResourceQuota, { request, object, measure, nowMs }: Counted): Charge | undefined {
  const names = Object.keys(quota.status.hard ?? {}).filter((name) => measure.counts(name));
  if (names.length === 0 || !isWithinQuota(object, quota, measure)) return undefined;
  const { name } = quota.metadata;
  const missing = measure.missing?.(object, names);
  if (missing) throw refuse(request, `failed quota: ${name}: ${missing}`);
  if (names.some((each) => quota.status.used?.[each] === undefined)) {
    throw refuse(request, `status unknown for quota: ${name}, resources: ${names.toSorted().join(',')}`);
  }
  const usage = measure.usage(object, nowMs);
  const { oldObject } = request;
  const before = oldObject && isWithinQuota(oldObject, quota, measure) ? measure.usage(oldObject, nowMs) : {};
  const delta = zeroless(without(usage, before), quota.status.hard ?? {});
  return Object.keys(delta).length > 0 ? { quota, delta } : undefined;
}

function check({ metadata, status }: ResourceQuota, delta: ResourceList, request: AdmissionRequest): void {
  const { hard = {}, used = {} } = status;
  const names = exceeding(addUsage(used, delta), { hard, delta });
  if (names.length === 0) return;
  const [requested, before, limited] = [delta, used, hard].map((list) => listed(list, names));
  throw refuse(request, `exceeded quota: ${metadata.name}, requested: ${requested}, used: ${before}, limited: ${limited}`);
}

interface SpendOptions extends Pick<ResourceQuotaOptions, 'resourceOf'> {
  readonly request: AdmissionRequest;
}

/** Looked at once more against what others have spent meanwhile. */
async function spend({ metadata }: ResourceQuota, delta: ResourceList, { request, resourceOf }: SpendOptions): Promise<void> {
  // Looked up by its own name, so it holds quotas.
  const quotas = resourceOf(ResourceQuota.group, ResourceQuota.plural) as Resource<ResourceQuota> | undefined;
  try {
    await quotas?.update({ name: metadata.name, namespace: metadata.namespace ?? '' }, ({ object }) => {
      check(object, delta, request);
      return { ...object, status: { ...object.status, used: addUsage(object.status.used ?? {}, delta) } };
    });
  } catch (error) {
    // A quota that is gone limits nobody.
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}
