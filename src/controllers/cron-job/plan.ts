import type { CronJob } from '../../kinds/batch/cron-job/index.ts';
import { nextTimeMs } from '../../kinds/batch/cron-job/next-time.ts';
import { isTimeZone, parseSchedule, type Interval, type Schedule } from '../../kinds/batch/cron-job/schedule.ts';

/** What to do for a cron job now. */
export type Decision =
  /** Nothing, until somebody changes the cron job. `warning` is told. */
  | { readonly do: 'nothing'; readonly warning?: Warning }
  /** Nothing before the next time. */
  | { readonly do: 'wait'; readonly afterMs: number; readonly warning?: Warning }
  | { readonly do: 'start'; readonly scheduledMs: number; readonly nextMs: number; readonly warning?: Warning };

export interface Warning {
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

const warning = (reason: string, message: string): Warning => ({ type: 'Warning', reason, message });

/** The watch and the clock may not quite agree; a little later is surely due. */
const deltaMs = 100;

/** Beyond so many missed starts something is wrong with the clock, or was with the controller. */
const manyMissed = 100;

export function decide(cronJob: CronJob, nowMs: number): Decision {
  const { spec, status, metadata } = cronJob;
  if (metadata.deletionTimestamp !== undefined) return { do: 'nothing' };
  if (spec.timeZone !== undefined && !isTimeZone(spec.timeZone)) {
    const text = `invalid timeZone: ${JSON.stringify(spec.timeZone)}: unknown time zone ${spec.timeZone}`;
    return { do: 'nothing', warning: warning('UnknownTimeZone', text) };
  }
  if (spec.suspend) return { do: 'nothing' };
  const parsed = parseSchedule(spec.schedule);
  if ('problem' in parsed) {
    return {
      do: 'nothing',
      warning: warning('UnparseableSchedule', `unparseable schedule: ${JSON.stringify(spec.schedule)} : ${parsed.problem}`),
    };
  }
  const nextAfter = (timeMs: number) => nextTimeMs(parsed.schedule, timeMs, spec.timeZone);
  const missed = missedTimes(cronJob, nextAfter, { nowMs, withDeadline: true });
  if (!missed) {
    const text = `invalid schedule: ${spec.schedule} : time difference between two schedules is less than 1 second`;
    return { do: 'nothing', warning: warning('InvalidSchedule', text) };
  }
  const nextMs = untilNext(cronJob, nextAfter, nowMs);
  if (missed.lastMs === undefined) return { do: 'wait', afterMs: nextMs };
  const scheduledMs = missed.lastMs;
  if (spec.startingDeadlineSeconds !== undefined && scheduledMs + spec.startingDeadlineSeconds * 1000 < nowMs) {
    const text = `Missed scheduled time to start a job: ${rfc1123(scheduledMs)}`;
    return { do: 'wait', afterMs: nextMs, warning: warning('MissSchedule', text) };
  }
  const isKnown = status.active?.some(({ name }) => name === jobName(cronJob, scheduledMs)) ?? false;
  if (isKnown || Date.parse(status.lastScheduleTime ?? '') === scheduledMs) return { do: 'wait', afterMs: nextMs };
  if (spec.concurrencyPolicy === 'Forbid' && (status.active?.length ?? 0) > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    return { do: 'wait', afterMs: nextMs, warning: { reason: 'JobAlreadyActive', message } };
  }
  const tooMany = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
  return { do: 'start', scheduledMs, nextMs, ...(missed.count > manyMissed && { warning: warning('TooManyMissedTimes', tooMany) }) };
}

/** The name tells the minute, so that no minute gets two jobs. */
export const jobName = ({ metadata }: CronJob, scheduledMs: number): string => `${metadata.name}-${Math.floor(scheduledMs / 60_000)}`;

type NextAfter = (timeMs: number) => number | undefined;

interface Missed {
  /** The last time that was due and not served; undefined when there was none. */
  readonly lastMs: number | undefined;
  /** About how many there were. */
  readonly count: number;
  readonly sinceMs: number;
}

/** Undefined for schedules that are never due. */
function missedTimes(
  { metadata, spec, status }: CronJob,
  nextAfter: NextAfter,
  { nowMs, withDeadline }: { nowMs: number; withDeadline: boolean },
): Missed | undefined {
  const served = Date.parse(status.lastScheduleTime ?? metadata.creationTimestamp);
  const deadlineMs = withDeadline && spec.startingDeadlineSeconds !== undefined ? nowMs - spec.startingDeadlineSeconds * 1000 : served;
  const sinceMs = Math.max(served, deadlineMs);
  const first = nextAfter(sinceMs);
  const second = first === undefined ? undefined : nextAfter(first);
  if (first === undefined || second === undefined) return undefined;
  if (nowMs < first) return { lastMs: undefined, count: 0, sinceMs };
  if (nowMs < second) return { lastMs: first, count: 0, sinceMs };
  const betweenMs = second - first;
  const count = Math.floor((nowMs - first) / betweenMs) + 1;
  // Not all of what was missed need be gone through: it is enough to begin shortly before now.
  let lastMs: number | undefined;
  for (let time = nextAfter(first + (count - 2) * betweenMs); time !== undefined && time <= nowMs; time = nextAfter(time)) lastMs = time;
  return { lastMs, count, sinceMs };
}

/** How long until the cron job is due again. */
export function untilNext(cronJob: CronJob, nextAfter: NextAfter, nowMs: number): number {
  const missed = missedTimes(cronJob, nextAfter, { nowMs, withDeadline: false });
  const fromMs = missed ? (missed.lastMs ?? (missed.count === 0 ? missed.sinceMs : nowMs)) : nowMs;
  return (nextAfter(fromMs) ?? nowMs) + deltaMs - nowMs;
}

/** The same for a schedule that has just been given: what it would have missed does not count. */
export function untilNextOf(cronJob: CronJob, nowMs: number): number | undefined {
  const parsed = parseSchedule(cronJob.spec.schedule);
  if ('problem' in parsed) return undefined;
  const schedule: Schedule | Interval = parsed.schedule;
  return untilNext(cronJob, (timeMs) => nextTimeMs(schedule, timeMs, cronJob.spec.timeZone), nowMs);
}

/** E.g. `Thu, 01 Jan 2026 00:00:00 +0000`. */
const rfc1123 = (timeMs: number): string => new Date(timeMs).toUTCString().replace('GMT', '+0000');
