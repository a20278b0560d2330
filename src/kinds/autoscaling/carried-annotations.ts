import type { ObjectMeta } from '../../model/meta.ts';

const prefix = 'autoscaling.alpha.kubernetes.io/';

/** Annotations by which version 1 carries what it has no fields for. They exist in that version only, and are never stored. */
export const carried = {
  metrics: `${prefix}metrics`,
  statuses: `${prefix}current-metrics`,
  conditions: `${prefix}conditions`,
  behavior: `${prefix}behavior`,
};

const all: readonly string[] = [...Object.values(carried), `${prefix}scale-down-tolerance`, `${prefix}scale-up-tolerance`];

/** May change the metadata. */
export function dropCarried(metadata: ObjectMeta): void {
  const { annotations } = metadata;
  if (!annotations || !all.some((name) => name in annotations)) return;
  const kept = Object.entries(annotations).filter(([name]) => !all.includes(name));
  if (kept.length > 0) metadata.annotations = Object.fromEntries(kept);
  else delete metadata.annotations;
}
