import { readInt64 } from '../../../base/go-integer.ts';
import type { StoredMeta } from '../../../model/kind.ts';
import type { DaemonSet } from './index.ts';

const annotation = 'deprecated.daemonset.template.generation';

/** How often the template has changed: once a field, now kept in an annotation for those who still look at it. */
export const templateGeneration = ({ metadata }: Readonly<DaemonSet>): number => Number(metadata.annotations?.[annotation] ?? 0) || 0;

/** Why the count cannot be read. */
export function templateGenerationProblem({ metadata }: Readonly<DaemonSet>): string | undefined {
  const text = metadata.annotations?.[annotation];
  return text === undefined ? undefined : readInt64(text).problem;
}

export function setTemplateGeneration({ metadata }: DaemonSet, generation: number): void {
  metadata.annotations = { ...metadata.annotations, [annotation]: String(generation) };
}

/** Metadata for those who know the count as a field. */
export function withoutTemplateGeneration({ annotations, ...metadata }: Readonly<StoredMeta>): StoredMeta {
  if (!annotations) return { ...metadata };
  const { [annotation]: _, ...kept } = annotations;
  return { ...metadata, ...(Object.keys(kept).length > 0 && { annotations: kept }) };
}
