import { isConditionTrue } from '../../../model/conditions.ts';
import { humanDuration } from '../../../model/duration.ts';
import type { Column } from '../../../model/kind.ts';
import { formatSelector } from '../../../model/labels.ts';
import { ageColumn } from '../../columns.ts';
import { templateColumns } from '../../core/pod/template-columns.ts';
import type { Job } from './index.ts';

export const jobColumns: readonly Column<Job>[] = [
  { name: 'Status', description: 'How far it has come.', value: jobState },
  { name: 'Completions', description: 'Succeeded pods of those wanted.', value: completionsText },
  { name: 'Duration', description: 'How long it has taken.', value: durationText },
  ageColumn,
  ...templateColumns<Job>(({ spec }) => spec.template),
  { name: 'Selector', wide: true, description: 'Labels of its pods.', value: ({ spec }) => formatSelector(spec.selector) },
];

function jobState({ metadata, status: { conditions } }: Readonly<Job>): string {
  const firstOf = (...types: string[]): string | undefined => types.find((type) => isConditionTrue(conditions, type));
  const ended = firstOf('Complete', 'Failed');
  if (ended) return ended;
  return metadata.deletionTimestamp ? 'Terminating' : (firstOf('Suspended', 'FailureTarget', 'SuccessCriteriaMet') ?? 'Running');
}

function completionsText({ spec: { completions, parallelism = 0 }, status: { succeeded = 0 } }: Readonly<Job>): string {
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText({ status: { startTime, completionTime } }: Readonly<Job>, nowMs: number): string {
  if (!startTime) return '';
  return humanDuration((completionTime ? Date.parse(completionTime) : nowMs) - Date.parse(startTime));
}
