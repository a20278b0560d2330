import type { FeatureGates } from '../../../model/features/feature-gates.ts';
import { LabelSelector } from '../../../model/meta.ts';
import { goForm } from '../../go-form.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateChoice, validateNonNegative } from '../../field-checks.ts';
import type { JobTemplateSpec } from './schema.ts';
import { validateJobTemplate } from '../job/validation.ts';
import type { CronJobSpec } from './schema.ts';
import { isTimeZone, parseSchedule } from './schedule.ts';

const concurrencyPolicies: readonly string[] = ['Allow', 'Forbid', 'Replace'];

type Spec = Readonly<CronJobSpec>;

/** Without a previous one it is new, and may not say what old ones still may. */
export function* validateCronJobSpec(spec: Spec, previous: Spec | undefined, field: Field, gates: FeatureGates): FieldErrors {
  const { schedule, startingDeadlineSeconds, concurrencyPolicy, jobTemplate, timeZone } = spec;
  if (schedule === '') yield field.at('schedule').required();
  else yield* validateSchedule(spec, previous, field.at('schedule'));
  yield* validateNonNegative(startingDeadlineSeconds, field.at('startingDeadlineSeconds'));
  if (timeZone !== undefined && timeZone !== previous?.timeZone) yield* validateTimeZone(timeZone, field.at('timeZone'));
  yield* validateChoice(concurrencyPolicy, concurrencyPolicies, field.at('concurrencyPolicy'));
  yield* validateTemplate(jobTemplate, field.at('jobTemplate'), gates);
  yield* validateNonNegative(spec.successfulJobsHistoryLimit, field.at('successfulJobsHistoryLimit'));
  yield* validateNonNegative(spec.failedJobsHistoryLimit, field.at('failedJobsHistoryLimit'));
}

/** Old schedules have the time zone in them, which now is a field of its own. */
function* validateSchedule({ schedule, timeZone }: Spec, previous: Spec | undefined, field: Field): FieldErrors {
  const parsed = parseSchedule(schedule);
  if ('problem' in parsed) yield field.invalid(schedule, parsed.problem);
  if (!schedule.includes('TZ')) return;
  const wasInSchedule = previous?.schedule.includes('TZ') ?? false;
  if (!wasInSchedule) yield field.invalid(schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
  else if (timeZone !== undefined) yield field.invalid(schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule');
}

function* validateTimeZone(timeZone: string, field: Field): FieldErrors {
  if (timeZone === '') {
    yield field.invalid(timeZone, 'timeZone must be nil or non-empty string');
    return;
  }
  const isPath = timeZone.split('/').every((part) => /^(?!-)[A-Za-z._\-0-9+]{1,14}$/.test(part) && part !== '.' && part !== '..');
  if (!isPath) {
    yield field.invalid(timeZone, `unknown time zone ${timeZone}`);
    return;
  }
  if (timeZone.toLowerCase() === 'local') {
    yield field.invalid(timeZone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones');
  }
  if (timeZone !== 'Local' && !isTimeZone(timeZone)) yield field.invalid(timeZone, `unknown time zone ${timeZone}`);
}

function* validateTemplate({ spec }: Readonly<JobTemplateSpec>, field: Field, gates: FeatureGates): FieldErrors {
  if (!spec) return;
  yield* validateJobTemplate(spec, field.at('spec'), gates);
  if (spec.selector) yield field.at('spec', 'selector').invalid(goForm(LabelSelector, spec.selector), '`selector` will be auto-generated');
  if (spec.manualSelector) yield field.at('spec', 'manualSelector').notSupported(true, ['nil', 'false']);
}
