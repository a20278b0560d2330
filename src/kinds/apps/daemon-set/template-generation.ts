import type { DaemonSet } from './index.ts';

const annotation = 'deprecated.daemonset.template.generation';

/** How often the template has changed: once a field, now kept in an annotation for those who still look at it. */
export const templateGeneration = ({ metadata }: Readonly<DaemonSet>): number => Number(metadata.annotations?.[annotation] ?? 0) || 0;

export function setTemplateGeneration({ metadata }: DaemonSet, generation: number): void {
  metadata.annotations = { ...metadata.annotations, [annotation]: String(generation) };
}
