import { findCondition, isConditionTrue } from '../../../model/conditions.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateNonNegative } from '../../field-checks.ts';
import { isSame } from '../../same.ts';
import { isJobComplete, isJobFailed, isJobFailing, isJobFinished, isJobSucceeding } from './conditions.ts';
import { commonIndex, parseIndexes } from './indexes.ts';
import type { Job } from './index.ts';
import { UncountedTerminatedPods } from './schema.ts';

type JobView = Readonly<Job>;

/**
 * Statuses are also written by other controllers than ours. Each rule is applied when what it is about has changed, so that
 * what was once stored never blocks a job.
 */
export function* validateJobStatusUpdate(next: JobView, previous: JobView, field: Field): FieldErrors {
  yield* validateCounters(next, field);
  yield* validateUncountedPods(next, field.at('uncountedTerminatedPods'));
  yield* validateCompletion(next, previous, field);
  yield* validateReasons(next, previous, field.at('conditions'));
  yield* validateFinished(next, previous, field);
  yield* validateIndexLists(next, previous, field);
  yield* validateLastPods(next, previous, field);
  yield* validateSuccess(next, field.at('conditions'));
  yield* validateProgress(next, previous, field);
}

const counters = ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const;

function* validateCounters({ status }: JobView, field: Field): FieldErrors {
  for (const name of counters) yield* validateNonNegative(status[name], field.at(name));
}

function* validateUncountedPods({ status: { uncountedTerminatedPods } }: JobView, field: Field): FieldErrors {
  const seen = new Set<string>();
  for (const name of ['succeeded', 'failed'] as const) {
    for (const [index, uid] of uncountedTerminatedPods?.[name]?.entries() ?? []) {
      const at = field.at(name, index);
      if (uid === '') yield at.invalid(uid, 'must not be empty');
      else if (seen.has(uid)) yield at.duplicate(uid);
      seen.add(uid);
    }
  }
}

const differs =
  (next: JobView, previous: JobView) =>
  (isTrue: (job: JobView) => boolean): boolean =>
    isTrue(next) !== isTrue(previous);

const isChanged = (next: JobView, previous: JobView, name: keyof Job['status']): boolean => next.status[name] !== previous.status[name];

function* validateCompletion(next: JobView, previous: JobView, field: Field): FieldErrors {
  const changed = differs(next, previous);
  const { startTime, completionTime } = next.status;
  const [conditions, completion] = [field.at('conditions'), field.at('completionTime')];
  const complete = isJobComplete(next);
  if (complete && isJobFailed(next) && (changed(isJobComplete) || changed(isJobFailed))) {
    yield conditions.inconsistent('cannot set Complete=True and Failed=true conditions');
  }
  if (complete && isJobFailing(next) && (changed(isJobComplete) || changed(isJobFailing))) {
    yield conditions.inconsistent('cannot set Complete=True and FailureTarget=true conditions');
  }
  if (changed(isJobComplete) || isChanged(next, previous, 'completionTime')) {
    if (completionTime && !complete) {
      yield completion.invalid(completionTime, 'cannot set completionTime when there is no Complete=True condition');
    }
    if (!completionTime && complete) yield completion.required('completionTime is required for Complete jobs');
  }
  if (startTime && completionTime && Date.parse(completionTime) < Date.parse(startTime)) {
    if (isChanged(next, previous, 'startTime') || isChanged(next, previous, 'completionTime')) {
      yield completion.invalid(completionTime, 'must be equal to or after `startTime`');
    }
  }
}

/** Before a job is at its end it is told which end it comes to. */
function* validateReasons(next: JobView, previous: JobView, conditions: Field): FieldErrors {
  const changed = differs(next, previous);
  if (isJobFailed(next) && !isJobFailing(next) && (changed(isJobFailed) || isChanged(next, previous, 'failedIndexes'))) {
    yield conditions.inconsistent('cannot set Failed=True condition without the FailureTarget=true condition');
  }
  if (isJobComplete(next) && !isJobSucceeding(next) && (changed(isJobComplete) || changed(isJobSucceeding))) {
    yield conditions.inconsistent('cannot set Complete=True condition without the SuccessCriteriaMet=true condition');
  }
}

function* validateSuccess(next: JobView, conditions: Field): FieldErrors {
  const succeeding = isJobSucceeding(next);
  if (succeeding && isJobFailed(next)) yield conditions.inconsistent('cannot set SuccessCriteriaMet=True and Failed=true conditions');
  if (succeeding && isJobFailing(next)) {
    yield conditions.inconsistent('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions');
  }
  if (next.spec.successPolicy && isJobComplete(next) && !succeeding) {
    yield conditions.inconsistent('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True');
  }
}

function* validateFinished(next: JobView, previous: JobView, field: Field): FieldErrors {
  if (!isJobFinished(next)) return;
  const { spec, status } = next;
  const { startTime, active = 0, uncountedTerminatedPods: uncounted } = status;
  const finishedChanged = differs(next, previous)(isJobFinished);
  if (active > 0 && (finishedChanged || isChanged(next, previous, 'active'))) {
    yield field.at('active').invalid(active, 'active>0 is invalid for finished job');
  }
  const neverRuns = spec.suspend === true && spec.completions === 0;
  if (!startTime && !neverRuns && (finishedChanged || isChanged(next, previous, 'startTime'))) {
    yield field.at('startTime').required('startTime is required for finished job');
  }
  const uncountedChanged = !isSame(UncountedTerminatedPods, uncounted, previous.status.uncountedTerminatedPods);
  if ((uncounted?.succeeded?.length || uncounted?.failed?.length) && (finishedChanged || uncountedChanged)) {
    const shown = { Succeeded: uncounted.succeeded ?? null, Failed: uncounted.failed ?? null };
    yield field.at('uncountedTerminatedPods').invalid(shown, 'must be empty for finished job');
  }
}

function* validateIndexLists(next: JobView, previous: JobView, field: Field): FieldErrors {
  const { completions, backoffLimitPerIndex, completionMode } = next.spec;
  const { completedIndexes = '', failedIndexes } = next.status;
  const completedChanged = isChanged(next, previous, 'completedIndexes');
  const failedChanged = failedIndexes !== undefined && isChanged(next, previous, 'failedIndexes');
  const [completedField, failedField] = [field.at('completedIndexes'), field.at('failedIndexes')];
  if (completedChanged && completions !== undefined) {
    const { problem } = parseIndexes(completedIndexes, completions);
    if (problem !== undefined) yield completedField.invalid(completedIndexes, `error parsing completedIndexes: ${problem}`);
  }
  if (failedChanged && completions !== undefined && backoffLimitPerIndex !== undefined) {
    const { problem } = parseIndexes(failedIndexes, completions);
    if (problem !== undefined) yield failedField.invalid(failedIndexes, `error parsing failedIndexes: ${problem}`);
  }
  if (completedChanged && completedIndexes && completionMode !== 'Indexed') {
    yield completedField.invalid(completedIndexes, 'cannot set non-empty completedIndexes when non-indexed completion mode');
  }
  if (failedChanged && backoffLimitPerIndex === undefined) {
    yield failedField.invalid(failedIndexes, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null');
  }
  if (failedIndexes === undefined || completions === undefined || !(failedChanged || completedChanged)) return;
  const common = commonIndex(completedIndexes, failedIndexes, completions);
  if (common !== undefined) {
    yield failedField.invalid(failedIndexes, `failedIndexes and completedIndexes overlap at index: ${common}`);
  }
}

function* validateLastPods(next: JobView, previous: JobView, field: Field): FieldErrors {
  const { ready, active = 0, terminating = 0 } = next.status;
  const finishedChanged = differs(next, previous)(isJobFinished);
  if (isJobFinished(next) && terminating > 0 && (finishedChanged || isChanged(next, previous, 'terminating'))) {
    yield field.at('terminating').invalid(terminating, 'terminating>0 is invalid for finished job');
  }
  if (ready !== undefined && ready > active && (isChanged(next, previous, 'ready') || isChanged(next, previous, 'active'))) {
    yield field.at('ready').invalid(ready, 'cannot set more ready pods than active');
  }
}

/** What has happened has happened. */
function* validateProgress(next: JobView, previous: JobView, field: Field): FieldErrors {
  const { spec, status } = next;
  const before = previous.status;
  for (const type of ['Failed', 'Complete', 'FailureTarget']) {
    if (isConditionTrue(before.conditions, type) && !isConditionTrue(status.conditions, type)) {
      yield field.at('conditions').inconsistent(`cannot disable the terminal ${type}=True condition`);
    }
  }
  if ((status.failed ?? 0) < (before.failed ?? 0))
    yield field.at('failed').invalid(status.failed ?? 0, 'cannot decrease the failed counter');
  // Indexed jobs that run all at once may be scaled down, which takes completed indexes with it.
  const isScalable = spec.completionMode === 'Indexed' && spec.completions === spec.parallelism;
  if (!isScalable && (status.succeeded ?? 0) < (before.succeeded ?? 0)) {
    yield field.at('succeeded').invalid(status.succeeded ?? 0, 'cannot decrease the succeeded counter');
  }
  if (status.completionTime && before.completionTime && status.completionTime !== before.completionTime) {
    yield field.at('completionTime').invalid(status.completionTime, 'field is immutable');
  }
  const isResuming = isConditionTrue(before.conditions, 'Suspended') && findCondition(status.conditions, 'Suspended')?.status === 'False';
  if (before.startTime && status.startTime !== before.startTime && !spec.suspend && !isResuming) {
    yield field.at('startTime').invalid(status.startTime ?? null, 'field is immutable for unsuspended job once set');
  }
  if (isJobSucceeding(previous) && !isJobSucceeding(next)) {
    yield field.at('conditions').inconsistent('cannot disable the SuccessCriteriaMet=True condition');
  }
  if (isJobComplete(previous) && !isJobSucceeding(previous) && isJobSucceeding(next)) {
    yield field.at('conditions').inconsistent('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions');
  }
}
