import { jittered } from '../../base/random.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { equalResources, type ResourceList } from '../../kinds/core/resource-list.ts';
import { ResourceQuota } from '../../kinds/core/resource-quota.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { measureOf } from '../../kinds/quota/measure.ts';
import type { Ref } from '../../client/client.ts';
import { resourceNameOf, type Kind, type KubeObject } from '../../model/kind.ts';
import type { Cache } from '../../runtime/cache.ts';
import { defineController, on, type ChangeOf, type Context, type Controller } from '../../runtime/controller.ts';
import { MetadataCopies } from './metadata-copies.ts';
import { countedResources, usageOf } from './usage.ts';

/** How often everything is counted again, for what changes by the passing of time. */
const recountMs = 5 * 60_000;

/** Of these more than their number counts. */
const measured: readonly Kind[] = [Pod, Service, PersistentVolumeClaim];

/** Gives back to quotas what is not used any more. Taking from them is up to admission, which alone knows what is coming. */
export function resourceQuotaController(): Controller {
  let wakeNamespace: (namespace: string) => void = () => {};
  const copies = new MetadataCopies({ deleted: (namespace) => wakeNamespace(namespace) });

  return defineController({
    name: 'resource_quota',
    for: ResourceQuota,
    wakes: [
      ...measured.map((kind) => on(kind, (object, change) => (isLess(kind, object, change) ? quotasOf(object, change.cache) : []))),
      {
        kind: ResourceQuota,
        observe(wake, { cache }) {
          wakeNamespace = (namespace) => cache.list(ResourceQuota, namespace).forEach(({ metadata }) => wake(metadata));
          return { [Symbol.dispose]: () => void (wakeNamespace = () => {}) };
        },
      },
    ],
    workers: 5,
    // What admission takes is no reason to count.
    isWokenBy: (next, previous) => !equalResources(next.spec.hard, previous.spec.hard),

    async reconcile(quota, context) {
      const { spec, status } = quota;
      const hard = spec.hard ?? {};
      const usage: ResourceList = { ...status.used, ...measuredUsage(quota, context), ...(await countedUsage(quota, copies, context)) };
      const used = Object.fromEntries(Object.keys(hard).flatMap((name) => (usage[name] === undefined ? [] : [[name, usage[name]]])));
      if (!status.hard || !status.used || !equalResources(status.hard, hard) || !equalResources(status.used, used)) {
        await context.client.update(ResourceQuota, { ...quota, status: { hard, used } }, { subresource: 'status' });
      }
      return { afterMs: jittered(recountMs) };
    },
  });
}

const quotasOf = ({ metadata }: KubeObject, cache: Cache): readonly Ref[] =>
  cache.list(ResourceQuota, metadata.namespace).map(({ metadata: { name, namespace } }) => ({ name, namespace }));

/** Whether a change may have given something back. */
function isLess(kind: Kind, object: KubeObject, { previous, isDeleted, cache }: ChangeOf<KubeObject>): boolean {
  if (cache.list(ResourceQuota, object.metadata.namespace).length === 0) return false;
  if (isDeleted) return true;
  if (!previous) return false;
  const measure = measureOf(kind);
  const usage = (of: KubeObject) => measure.usage(of, 0);
  const isTerminating = (of: KubeObject) => measure.isInScope(of, { scopeName: 'Terminating', operator: 'Exists' });
  return !equalResources(usage(object), usage(previous)) || isTerminating(object) !== isTerminating(previous);
}

function measuredUsage(quota: ResourceQuota, { cache, clock }: Context): ResourceList {
  const usages = measured.map((kind) => {
    const measure = measureOf(kind);
    const isLimited = Object.keys(quota.spec.hard ?? {}).some((name) => measure.counts(name));
    return isLimited ? usageOf(quota, { measure, objects: cache.list(kind, quota.metadata.namespace) }, clock.now()) : {};
  });
  return Object.assign({}, ...usages) as ResourceList;
}

const measuredNames = new Set(measured.map(resourceNameOf));

/** Resources whose number alone counts, built in or not. What cannot be found keeps the count it has. */
async function countedUsage(quota: ResourceQuota, copies: MetadataCopies, context: Context): Promise<ResourceList> {
  const { namespace } = quota.metadata;
  const used: ResourceList = {};
  for (const resource of countedResources(quota)) {
    if (measuredNames.has(resource)) continue;
    const copy = await copies.of(resource, context);
    if (!copy) continue;
    const objects = copy.list(namespace);
    Object.assign(used, usageOf(quota, { measure: measureOf(copy.kind), objects }, context.clock.now()));
  }
  return used;
}
