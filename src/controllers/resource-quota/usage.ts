import { addResources, type ResourceList } from '../../kinds/core/resource-list.ts';
import type { ResourceQuota } from '../../kinds/core/resource-quota.ts';
import type { Measure } from '../../kinds/quota/measure.ts';
import { isWithinQuota } from '../../kinds/quota/within-quota.ts';
import type { KubeObject } from '../../model/kind.ts';

export interface Counted {
  readonly measure: Measure;
  /** Those in the quota's namespace. */
  readonly objects: readonly KubeObject[];
}

/** How much of what a quota limits is used by objects of one kind. What is limited and not used is zero. */
export function usageOf(quota: ResourceQuota, { measure, objects }: Counted, nowMs: number): ResourceList {
  const names = Object.keys(quota.spec.hard ?? {}).filter((name) => measure.counts(name));
  const used: ResourceList = Object.fromEntries(names.map((name) => [name, '0']));
  if (names.length === 0) return used;
  for (const object of objects) {
    if (!isWithinQuota(object, quota, measure)) continue;
    const usage = measure.usage(object, nowMs);
    addResources(used, Object.fromEntries(names.flatMap((name) => (usage[name] === undefined ? [] : [[name, usage[name]]]))));
  }
  return used;
}

/** The resources that a quota limits by their number, e.g. `deployments.apps`. */
export const countedResources = ({ spec }: ResourceQuota): readonly string[] => [
  ...new Set(Object.keys(spec.hard ?? {}).flatMap((name) => countedResource(name) ?? [])),
];

/** Some could be limited before `count/` could be written. */
const olderNames: readonly string[] = ['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'];

function countedResource(name: string): string | undefined {
  if (olderNames.includes(name)) return name;
  return name.startsWith('count/') ? name.slice('count/'.length) : undefined;
}
