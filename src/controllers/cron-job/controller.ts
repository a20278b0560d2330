import { CronJob } from '../../kinds/batch/cron-job/index.ts';
import { CronJobStatus } from '../../kinds/batch/cron-job/schema.ts';
import { isJobComplete, isJobFinished } from '../../kinds/batch/job/conditions.ts';
import { Job } from '../../kinds/batch/job/index.ts';
import type { ObjectReference } from '../../kinds/core/reference.ts';
import { isSame } from '../../kinds/same.ts';
import { ApiError } from '../../model/errors.ts';
import { isControlledBy } from '../../model/owner-references.ts';
import { formatTime } from '../../model/timestamp.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import type { Work } from '../../runtime/work-queue.ts';
import { messageOf } from '../failure.ts';
import { superfluousJobs } from './history.ts';
import { jobOf } from './job.ts';
import { decide, untilNextOf, type Decision } from './plan.ts';

/** Starts jobs when they are due. */
export function cronJobController(): Controller {
  /** By uid, the schedule that was last gone by. */
  const schedules = new Map<string, string>();
  const uids = new Map<string, string>();

  return defineController({
    name: 'cronjob',
    for: CronJob,
    owns: [Job],
    workers: 5,

    async reconcile(cronJob, context) {
      const { client, cache, clock } = context;
      const removed = await removeOld(cronJob, context);
      const jobs = cache.owned(Job, cronJob).filter(({ metadata }) => !removed.has(metadata.uid));
      let current = await withActive(cronJob, { jobs, removed, context });

      const { metadata, spec } = cronJob;
      const schedule = `${spec.timeZone ?? ''} ${spec.schedule}`;
      const before = schedules.get(metadata.uid);
      schedules.set(metadata.uid, schedule);
      uids.set(`${metadata.namespace}/${metadata.name}`, metadata.uid);
      const nowMs = clock.now();
      let work: Work | undefined;
      let failure: unknown;
      if (before !== undefined && before !== schedule && !spec.suspend) {
        const afterMs = untilNextOf(cronJob, nowMs);
        work = afterMs === undefined ? undefined : { afterMs };
      } else {
        const decision = decide(current, nowMs);
        if (decision.do !== 'start') work = decision.do === 'wait' ? { afterMs: decision.afterMs } : undefined;
        if (decision.warning) context.events.event(cronJob, decision.warning);
        try {
          if (decision.do === 'start') {
            current = await start(current, decision, context);
            work = { afterMs: decision.nextMs };
          }
        } catch (error) {
          failure = error;
        }
      }
      if (!isSame(CronJobStatus, cronJob.status, current.status)) await client.update(CronJob, current, { subresource: 'status' });
      if (failure !== undefined) throw failure;
      return work && { afterMs: Math.max(0, work.afterMs ?? 0) };
    },

    async reconcileDeleted({ name, namespace }) {
      const key = `${namespace}/${name}`;
      schedules.delete(uids.get(key) ?? '');
      uids.delete(key);
    },
  });
}

/** Answers the uids of the jobs that are gone. */
async function removeOld(cronJob: CronJob, context: Context): Promise<ReadonlySet<string>> {
  const removed = new Set<string>();
  for (const job of superfluousJobs(cronJob, context.cache.owned(Job, cronJob)))
    if (await remove(cronJob, job, context)) removed.add(job.metadata.uid);
  return removed;
}

async function remove(cronJob: CronJob, { metadata }: Pick<Job, 'metadata'>, { client, events }: Context): Promise<boolean> {
  try {
    await client.delete(Job, metadata, { propagationPolicy: 'Background' });
    events.event(cronJob, { reason: 'SuccessfulDelete', message: `Deleted job ${metadata.name}` });
    return true;
  } catch (error) {
    events.event(cronJob, { type: 'Warning', reason: 'FailedDelete', message: `Deleted job: ${messageOf(error)}` });
    return false;
  }
}

interface Children {
  readonly jobs: readonly Job[];
  readonly removed: ReadonlySet<string>;
  readonly context: Context;
}

/** The cron job with the jobs that run, and when one last succeeded. */
async function withActive(cronJob: CronJob, { jobs, removed, context }: Children): Promise<CronJob> {
  const { events } = context;
  const byUid = new Map(jobs.map((job) => [job.metadata.uid, job]));
  const active: ObjectReference[] = [];
  for (const reference of cronJob.status.active ?? []) {
    const { uid = '', name = '' } = reference;
    const job = byUid.get(uid);
    if (removed.has(uid)) continue;
    if (job && isJobFinished(job)) {
      const condition = isJobComplete(job) ? 'Complete' : 'Failed';
      events.event(cronJob, { reason: 'SawCompletedJob', message: `Saw completed job: ${name}, condition: ${condition}` });
    } else if (job || (await exists(cronJob, name, context))) active.push(reference);
    else events.event(cronJob, { reason: 'MissingJob', message: `Active job went missing: ${name}` });
  }
  const known = new Set(active.map(({ uid }) => uid));
  for (const { metadata, status } of jobs) {
    if (known.has(metadata.uid) || isJobFinished({ status })) continue;
    const message = `Saw a job that the controller did not create or forgot: ${metadata.name}`;
    events.event(cronJob, { type: 'Warning', reason: 'UnexpectedJob', message });
  }
  const lastSuccessfulTime = lastSuccess(cronJob, jobs);
  const { active: _, ...status } = cronJob.status;
  return {
    ...cronJob,
    status: { ...status, ...(active.length > 0 && { active }), ...(lastSuccessfulTime !== undefined && { lastSuccessfulTime }) },
  };
}

function lastSuccess({ status }: CronJob, jobs: readonly Job[]): string | undefined {
  const times = jobs.filter(isJobComplete).flatMap((job) => job.status.completionTime ?? []);
  return [...times, ...(status.lastSuccessfulTime ? [status.lastSuccessfulTime] : [])]
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

async function exists({ metadata }: CronJob, name: string, { client }: Context): Promise<boolean> {
  try {
    await client.get(Job, { name, namespace: metadata.namespace });
    return true;
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return false;
    throw error;
  }
}

async function start(cronJob: CronJob, { scheduledMs }: Decision & { do: 'start' }, context: Context): Promise<CronJob> {
  const kept = cronJob.spec.concurrencyPolicy === 'Replace' ? await replace(cronJob, context) : (cronJob.status.active ?? []);
  const job = await create(cronJob, scheduledMs, context);
  if (!isControlledBy(job, cronJob)) return cronJob;
  const { name, namespace = '', uid, resourceVersion } = job.metadata;
  const reference = { kind: 'Job', apiVersion: 'batch/v1', namespace, name, uid, resourceVersion };
  const active = [...kept.filter((each) => each.uid !== uid), reference];
  return { ...cronJob, status: { ...cronJob.status, active, lastScheduleTime: formatTime(scheduledMs) } };
}

/** Ends what still runs. Answers what is left, which is nothing. */
async function replace(cronJob: CronJob, context: Context): Promise<readonly ObjectReference[]> {
  for (const { name = '', namespace = '' } of cronJob.status.active ?? []) {
    const job = await context.client.get(Job, { name, namespace }).catch((error: unknown) => {
      context.events.event(cronJob, { type: 'Warning', reason: 'FailedGet', message: `Get job: ${messageOf(error)}` });
      throw error;
    });
    if (!(await remove(cronJob, job, context))) throw new Error(`could not replace job ${namespace}/${name}`);
  }
  return [];
}

/** A job of that name is there already where this was done before, and was not noted then. */
async function create(cronJob: CronJob, scheduledMs: number, { client, events }: Context): Promise<Job> {
  const job = jobOf(cronJob, scheduledMs);
  try {
    const created = await client.create(Job, job);
    events.event(cronJob, { reason: 'SuccessfulCreate', message: `Created job ${created.metadata.name}` });
    return created;
  } catch (error) {
    if (ApiError.is(error, 'AlreadyExists'))
      return client.get(Job, { name: job.metadata.name ?? '', namespace: cronJob.metadata.namespace });
    events.event(cronJob, { type: 'Warning', reason: 'FailedCreate', message: `Error creating job: ${messageOf(error)}` });
    throw error;
  }
}
