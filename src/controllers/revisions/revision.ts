import type { ControllerRevision } from '../../kinds/apps/controller-revision.ts';
import { PodTemplateSpec } from '../../kinds/core/pod/template.ts';
import { isSame } from '../../kinds/same.ts';

/** What a revision keeps: a strategic merge patch that brings the workload's template back, as `kubectl rollout undo` applies it. */
export const dataOf = (template: PodTemplateSpec): Record<string, unknown> => ({ spec: { template: { ...template, $patch: 'replace' } } });

/** The template that a revision keeps. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const { spec } = (data ?? {}) as { spec?: { template?: PodTemplateSpec & { $patch?: string } } }; // as `dataOf` made it
  const { $patch: _, ...template } = spec?.template ?? {};
  return template;
}

export const keepsTemplate = (revision: ControllerRevision, template: PodTemplateSpec): boolean =>
  isSame(PodTemplateSpec, templateOf(revision), template);

/** Oldest first. */
export function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  if (a.revision !== b.revision) return a.revision - b.revision;
  const [aTime, bTime] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  if (aTime !== bTime) return aTime < bTime ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

export const nextRevision = (revisions: readonly ControllerRevision[]): number =>
  Math.max(0, ...revisions.map(({ revision }) => revision)) + 1;

const prefixLimit = 223;

export const revisionName = (workloadName: string, hash: string): string => `${workloadName.slice(0, prefixLimit)}-${hash}`;

export interface Superfluous {
  readonly revisions: readonly ControllerRevision[];
  /** Whether something still needs it. */
  readonly isLive: (revision: ControllerRevision) => boolean;
  /** How many that nothing needs are kept; all, when negative. */
  readonly limit: number;
}

/** The oldest of those that nothing needs any more, beyond the limit. */
export function superfluousRevisions({ revisions, isLive, limit }: Superfluous): readonly ControllerRevision[] {
  const history = revisions.filter((revision) => !isLive(revision)).toSorted(byRevision);
  return limit < 0 ? [] : history.slice(0, Math.max(0, history.length - limit));
}
