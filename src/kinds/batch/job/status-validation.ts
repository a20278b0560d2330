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
  yield* validateConditions(next, previous, field);
  yield* validateFinished(next, previous, field);
  yield* validateIndexLists(next, previous, field);
  yield* validateReadyPods(next, previous, field);
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

function* validateConditions(next: JobView, previous: JobView, field: Field): FieldErrors {
  const changed = differs(next, previous);
  const conditions = field.at('conditions');
  const [complete, failed, failing, succeeding] = [isJobComplete(next), isJobFailed(next), isJobFailing(next), isJobSucceeding(next)];
  if (complete && failed && (changed(isJobComplete) || changed(isJobFailed))) {
    yield conditions.inconsistent('cannot set Complete=True and Failed=true conditions');
  }
  if (complete && failing && (changed(isJobComplete) || changed(isJobFailing))) {
    yield conditions.inconsistent('cannot set Complete=True and FailureTarget=true conditions');
  }
  if (failed && !failing && (changed(isJobFailed) || isChanged(next, previous, 'failedIndexes'))) {
    yield conditions.inconsistent('cannot set Failed=True condition without the FailureTarget=true condition');
  }
  if (complete && !succeeding && (changed(isJobComplete) || changed(isJobSucceeding))) {
    yield conditions.inconsistent('cannot set Complete=True condition without the SuccessCriteriaMet=true condition');
  }
  if (succeeding && failed) yield conditions.inconsistent('cannot set SuccessCriteriaMet=True and Failed=true conditions');
  if (succeeding && failing) yield conditions.inconsistent('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions');
  if (next.spec.successPolicy && complete && !succeeding) {
    yield conditions.inconsistent('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True');
  }
}

function* validateFinished(next: JobView, previous: JobView, field: Field): FieldErrors {
  const { spec, status } = next;
  const { startTime, completionTime, active = 0, terminating = 0, uncountedTerminatedPods: uncounted } = status;
  const changed = differs(next, previous);
  const finishedChanged = changed(isJobFinished);
  const finished = isJobFinished(next);
  const completion = field.at('completionTime');
  if (changed(isJobComplete) || isChanged(next, previous, 'completionTime')) {
    if (completionTime && !isJobComplete(next)) {
      yield completion.invalid(completionTime, 'cannot set completionTime when there is no Complete=True condition');
    }
    if (!completionTime && isJobComplete(next)) yield completion.required('completionTime is required for Complete jobs');
  }
  if (startTime && completionTime && Date.parse(completionTime) < Date.parse(startTime)) {
    if (isChanged(next, previous, 'startTime') || isChanged(next, previous, 'completionTime')) {
      yield completion.invalid(completionTime, 'must be equal to or after `startTime`');
    }
  }
  if (!finished) return;
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
  if (terminating > 0 && (finishedChanged || isChanged(next, previous, 'terminating'))) {
    yield field.at('terminating').invalid(terminating, 'terminating>0 is invalid for finished job');
  }
}

function* validateIndexLists(next: JobView, previous: JobView, field: Field): FieldErrors {
  const { completions, backoffLimitPerIndex, completionMode } = next.spec;
  const { completedIndexes = '', failedIndexes } = next.status;
  const completedChanged = isChanged(next, previous, 'completedIndexes');
  const failedChanged = isChanged(next, previous, 'failedIndexes');
  const [completedField, failedField] = [field.at('completedIndexes'), field.at('failedIndexes')];
  if (completedChanged) {
    const { problem } = completions === undefined ? {} : parseIndexes(completedIndexes, completions);
    if (problem !== undefined) yield completedField.invalid(completedIndexes, `error parsing completedIndexes: ${problem}`);
    if (completedIndexes && completionMode !== 'Indexed') {
      yield completedField.invalid(completedIndexes, 'cannot set non-empty completedIndexes when non-indexed completion mode');
    }
  }
  if (failedIndexes === undefined) return;
  if (failedChanged && backoffLimitPerIndex === undefined) {
    yield failedField.invalid(failedIndexes, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null');
  } else if (failedChanged && completions !== undefined) {
    const { problem } = parseIndexes(failedIndexes, completions);
    if (problem !== undefined) yield failedField.invalid(failedIndexes, `error parsing failedIndexes: ${problem}`);
  }
  if (completions === undefined || !(failedChanged || completedChanged)) return;
  const common = commonIndex(completedIndexes, failedIndexes, completions);
  if (common !== undefined) {
    yield failedField.invalid(failedIndexes, `failedIndexes and completedIndexes overlap at index: ${common}`);
  }
}

function* validateReadyPods(next: JobView, previous: JobView, field: Field): FieldErrors {
  const { ready, active = 0 } = next.status;
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
