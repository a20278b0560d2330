import type { Field } from '../../../model/field.ts';
import { podTemplateWarnings } from '../../core/pod/warnings.ts';
import type { JobSpec } from './schema.ts';

export function* jobSpecWarnings(
  { completionMode, completions = 0, parallelism = 0, template }: Readonly<JobSpec>,
  field: Field,
): Iterable<string> {
  if (completionMode === 'Indexed' && completions > 100_000 && parallelism > 10_000) {
    yield `${field.path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail`;
  }
  yield* podTemplateWarnings(template, field.at('template'));
}
