import { defaultPodTemplate } from '../../core/pod/defaults.ts';
import type { Job } from './index.ts';
import type { JobSpec } from './schema.ts';

const unlimited = 2_147_483_647;

export function defaultJob({ metadata, spec }: Job): void {
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  // With a limit for each index there is none for all of them.
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : unlimited;
  // The very same labels, so that the ones a new job's template still gets are the job's, too.
  const { labels = {} } = metadata;
  if (Object.keys(labels).length === 0 && spec.template.metadata?.labels) metadata.labels = spec.template.metadata.labels;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  // A policy judges pods that have failed for good, so these are what has to be replaced.
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
  spec.manualSelector ??= false;
  defaultJobTemplate(spec);
}

/** What is also filled in where jobs are only described. */
export function defaultJobTemplate({ template, podFailurePolicy }: JobSpec): void {
  if (template) defaultPodTemplate(template);
  for (const { onPodConditions } of podFailurePolicy?.rules ?? []) {
    for (const pattern of onPodConditions ?? []) pattern.status ||= 'True';
  }
}
