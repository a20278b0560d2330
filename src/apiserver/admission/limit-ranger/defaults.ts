import type { LimitRangeItem } from '../../../kinds/core/limit-range.ts';
import type { Pod } from '../../../kinds/core/pod/index.ts';
import type { Container } from '../../../kinds/core/pod/container.ts';
import type { ResourceList } from '../../../kinds/core/resource-list.ts';

/** Tells people where the numbers come from. */
const annotation = 'kubernetes.io/limit-ranger';

interface Defaults {
  readonly limits: ResourceList;
  readonly requests: ResourceList;
}

/** Gives containers the requests and limits that they do not say themselves, and notes which. Changes the pod. */
export function addDefaults({ metadata, spec }: Pod, items: readonly LimitRangeItem[]): void {
  const defaults: Defaults = { limits: {}, requests: {} };
  for (const item of items) {
    if (item.type !== 'Container') continue;
    Object.assign(defaults.requests, item.defaultRequest);
    Object.assign(defaults.limits, item.default);
  }
  const notes = [
    ...spec.containers.flatMap((container) => fill(container, defaults, 'container')),
    ...(spec.initContainers ?? []).flatMap((container) => fill(container, defaults, 'init container')),
  ];
  if (notes.length > 0) metadata.annotations = { ...metadata.annotations, [annotation]: `LimitRanger plugin set: ${notes.join('; ')}` };
}

function fill(container: Container, defaults: Defaults, what: string): string[] {
  const notes: string[] = [];
  for (const [kind, field] of [
    ['request', 'requests'],
    ['limit', 'limits'],
  ] as const) {
    const given = container.resources?.[field] ?? {};
    const missing = Object.keys(defaults[field]).filter((name) => given[name] === undefined);
    if (missing.length === 0) continue;
    container.resources = { ...container.resources, [field]: { ...defaults[field], ...given } };
    notes.push(`${missing.sort().join(', ')} ${kind} for ${what} ${container.name}`);
  }
  return notes;
}
