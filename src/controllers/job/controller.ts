import { isJobFinished } from '../../kinds/batch/job/conditions.ts';
import { Job } from '../../kinds/batch/job/index.ts';
import { JobStatus } from '../../kinds/batch/job/schema.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodReady } from '../../kinds/core/pod/readiness.ts';
import { isSame } from '../../kinds/same.ts';
import { keyOf } from '../../client/informer.ts';
import { selectorFromObject } from '../../model/labels.ts';
import { formatTime } from '../../model/timestamp.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import { claim } from '../claim.ts';
import { wakenByOrphans } from '../pods/orphan-wake.ts';
import { createPod, removePod } from '../pods/pod-control.ts';
import { slowStart } from '../slow-start.ts';
import { noFailures, recorded, type FailureRecord } from './backoff.ts';
import { announced, finished, withCondition } from './conditions.ts';
import { observe, type Observation } from './observation.ts';
import { plan, type Plan } from './plan.ts';
import { jobPod } from './pod-template.ts';
import { isOwn, isSuspended, trackingFinalizer } from './pods.ts';
import { releasePod, releasePods } from './release.ts';
import { countReleased, track } from './tracking.ts';
import { completionsReached, deadlineMs, verdictOf, type Verdict } from './verdict.ts';

/** Changes of pods come in crowds. */
const batchMs = 1000;

/** Runs pods until enough of them have succeeded. */
export function jobController(): Controller {
  const records = new Map<string, FailureRecord>();

  return defineController({
    name: 'job',
    for: Job,
    owns: [Pod],
    ownedDelayMs: batchMs,
    wakes: [wakenByOrphans(Job, wants)],
    workers: 5,
    firstRetryMs: 1000,
    maxRetryMs: 60_000,

    async reconcile(job, context) {
      const key = keyOf(job.metadata);
      if (isJobFinished(job)) records.delete(key);
      if (isJobFinished(job) || !isOwn(job)) return undefined;
      const nowMs = context.clock.now();
      const observation = observe(job, await podsOf(job, context));
      const record = recorded(records.get(key) ?? noFailures, observation.newSucceeded, observation.newFailed);
      const started = startedStatus(job, nowMs);

      const decided = verdictOf({ ...job, status: started }, observation, nowMs);
      const moved = decided
        ? await removeActive(job, observation, context)
        : await manage(job, observation, { plan: plan(job, observation, { record, nowMs }), context });
      const isDone = !decided && hasCompleted(job, observation, moved.active);
      const verdict = isDone ? completionsReached : moved.failure === undefined ? decided : undefined;
      const suspended = decided || isDone ? started : tellSuspension({ ...job, status: started }, { context, nowMs });
      const status = withCounts(suspended, moved);
      await settle({ ...job, status }, job, {
        observation,
        verdict,
        terminating: moved.terminating,
        context,
        noted: () => records.set(key, record),
      });

      if (moved.failure !== undefined) throw moved.failure;
      const leftMs = verdict ? undefined : deadlineMs({ ...job, status }, nowMs);
      const afterMs = Math.min(moved.afterMs ?? Number.POSITIVE_INFINITY, leftMs ?? Number.POSITIVE_INFINITY);
      return Number.isFinite(afterMs) ? { afterMs: Math.max(0, afterMs) } : undefined;
    },

    async reconcileDeleted(ref) {
      records.delete(keyOf(ref));
    },
  });
}

const wants = ({ spec, metadata }: Job, pod: Pod): boolean =>
  metadata.namespace === pod.metadata.namespace && selectorFromObject(spec.selector).matches(pod.metadata.labels);

const podsOf = (job: Job, { client, cache }: Context): Promise<readonly Pod[]> =>
  claim([...cache.owned(Pod, job), ...cache.orphans(Pod, job.metadata.namespace ?? '')], {
    owner: job,
    ownerKind: Job,
    kind: Pod,
    client,
    matches: (pod) => wants(job, pod),
    finalizer: trackingFinalizer,
  });

const startedStatus = (job: Job, nowMs: number): JobStatus =>
  job.status.startTime || isSuspended(job) ? job.status : { ...job.status, startTime: formatTime(nowMs) };

/** Where the job stands after what was done to its pods. */
interface Moved {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  readonly afterMs?: number | undefined;
  readonly failure?: unknown;
}

/** A job that ends needs its pods no more. They still count. */
async function removeActive(job: Job, observation: Observation, context: Context): Promise<Moved> {
  return without(observation, observation.active, (pod) => removePod(job, pod, context));
}

async function manage(job: Job, observation: Observation, { plan: planned, context }: { plan: Plan; context: Context }): Promise<Moved> {
  const { active, ready, terminating, lastFailed } = observation;
  const { afterMs } = planned;
  if (job.metadata.deletionTimestamp !== undefined) return { active: active.length, ready, terminating };
  if (planned.remove.length > 0) {
    // These are not wanted, so they are not failures either.
    return without(observation, planned.remove, async (pod) => {
      await releasePod(pod, context);
      await removePod(job, pod, context);
    });
  }
  let made = 0;
  let failure: unknown;
  try {
    await slowStart(planned.create.length, async (position) => {
      const index = planned.create[position];
      const last = index === undefined ? undefined : lastFailed.get(index);
      const pod = await createPod(job, jobPod(job, { index, lastFailed: last }), context);
      if (pod) made++;
    });
  } catch (error) {
    failure = error;
  }
  return { active: active.length + made, ready, terminating, afterMs, failure };
}

async function without(
  { active, ready, terminating }: Observation,
  pods: readonly Pod[],
  remove: (pod: Pod) => Promise<void>,
): Promise<Moved> {
  const results = await Promise.allSettled(pods.map(remove));
  const gone = pods.filter((_, position) => results[position]?.status === 'fulfilled');
  const failure: unknown = results.find((result) => result.status === 'rejected')?.reason;
  return {
    active: active.length - gone.length,
    ready: ready - gone.filter(isPodReady).length,
    terminating: terminating + gone.length,
    failure,
  };
}

function hasCompleted({ spec }: Job, { succeeded }: Observation, active: number): boolean {
  return active === 0 && (spec.completions === undefined ? succeeded > 0 : succeeded >= spec.completions);
}

/** The API leaves zeroes out, but for those that say that they are known. */
function withCounts(status: JobStatus, { active, ready, terminating }: Moved): JobStatus {
  const { active: _before, ...rest } = status;
  return { ...rest, ...(active > 0 && { active }), ready, terminating };
}

function tellSuspension(job: Job, { context: { events }, nowMs }: { context: Context; nowMs: number }): JobStatus {
  if (job.metadata.deletionTimestamp !== undefined) return job.status;
  const isStopped = isSuspended(job);
  const text = isStopped
    ? ({ status: 'True', reason: 'JobSuspended', message: 'Job suspended' } as const)
    : ({ status: 'False', reason: 'JobResumed', message: 'Job resumed' } as const);
  const status = withCondition(job.status, { type: 'Suspended', ...text }, nowMs);
  if (status === job.status) return status;
  events.event(job, { reason: isStopped ? 'Suspended' : 'Resumed', message: text.message });
  // The time that a job has does not run while it is suspended.
  const { startTime: _, ...rest } = status;
  return isStopped ? rest : { ...rest, startTime: formatTime(nowMs) };
}

interface Settling {
  readonly observation: Observation;
  readonly verdict: Verdict | undefined;
  readonly terminating: number;
  readonly context: Context;
  /** The failures that the next pod is put off by are in the status now. */
  readonly noted: () => void;
}

/** Counts what has ended, lets it go, and ends the job once nothing of it is left. */
async function settle(job: Job, before: Job, { observation, verdict, terminating, context, noted }: Settling): Promise<void> {
  const { client, clock } = context;
  const nowMs = clock.now();
  const write = async (current: Job, status: JobStatus): Promise<Job> => {
    if (isSame(JobStatus, current.status, status)) return current;
    return client.update(Job, { ...current, status }, { subresource: 'status' });
  };

  const tracking = track(job, job.status, { observation, verdict });
  const noting = verdict ? announced(tracking.status, verdict, nowMs) : tracking.status;
  const noticed = await write(before, noting);
  noted();
  const { released, failure } = await releasePods(tracking.release, context);
  const counted = countReleased(noticed.status, (uid) => released.has(uid));
  if (failure !== undefined) {
    await write(noticed, counted);
    throw failure;
  }
  const { succeeded = [], failed = [] } = counted.uncountedTerminatedPods ?? {};
  const isOver = verdict !== undefined && !tracking.isFull && succeeded.length + failed.length === 0 && terminating === 0;
  const over = await write(noticed, isOver ? finished(counted, verdict, nowMs) : counted);
  if (isOver) tellEnd(over, verdict, context);
}

function tellEnd(job: Job, { end, reason, message }: Verdict, { events }: Context): void {
  if (end === 'Failed') {
    events.event(job, { type: 'Warning', reason, message });
    return;
  }
  if (job.spec.completions !== undefined && (job.status.succeeded ?? 0) > job.spec.completions) {
    const text = 'Too many succeeded pods running after completion count reached';
    events.event(job, { type: 'Warning', reason: 'TooManySucceededPods', message: text });
  }
  events.event(job, { reason: 'Completed', message: 'Job completed' });
}
