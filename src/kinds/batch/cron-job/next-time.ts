import type { Interval, Schedule } from './schedule.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Schedules that are not due within so long never are, such as one for the 30th of February. */
const horizonMs = 5 * 366 * 24 * hourMs;

/**
 * When the schedule is due next after the given time, by the clocks of the time zone (those of this machine, unless given).
 * What falls into an hour that clocks leave out is not due that day; what falls into one that they repeat is due twice.
 * Undefined for schedules that are never due.
 */
export function nextTimeMs(schedule: Schedule | Interval, afterMs: number, timeZone?: string): number | undefined {
  if ('everyMs' in schedule) return Math.floor((afterMs + schedule.everyMs) / 1000) * 1000;
  const clockAt = localClock(schedule.timeZone ?? timeZone);
  let timeMs = (Math.floor(afterMs / minuteMs) + 1) * minuteMs;
  while (timeMs - afterMs <= horizonMs) {
    const local = clockAt(timeMs);
    if (!isDueOn(schedule, local)) {
      // Clocks are never put forward by more than an hour or two, so this stays within the day or goes to the next by hours.
      timeMs += Math.max(1, 21 - local.hour) * hourMs - local.minute * minuteMs;
    } else if (!schedule.hours.has(local.hour)) timeMs += hourMs - local.minute * minuteMs;
    else if (!schedule.minutes.has(local.minute)) timeMs += minuteMs;
    else return timeMs;
  }
  return undefined;
}

interface LocalTime {
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

function isDueOn({ months, daysOfMonth, daysOfWeek, bothDays }: Schedule, { month, day, weekday }: LocalTime): boolean {
  if (!months.has(month)) return false;
  const [isDay, isWeekday] = [daysOfMonth.has(day), daysOfWeek.has(weekday)];
  return bothDays ? isDay && isWeekday : isDay || isWeekday;
}

function localClock(timeZone: string | undefined): (timeMs: number) => LocalTime {
  const offsetAt = timeZone === 'UTC' || timeZone === '' ? () => 0 : (timeMs: number) => offsetMs(timeMs, timeZone);
  return (timeMs) => {
    const date = new Date(timeMs + offsetAt(timeMs));
    return {
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      weekday: date.getUTCDay(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
    };
  };
}

const formats = new Map<string | undefined, Intl.DateTimeFormat>();

/** How far the clocks of a time zone are ahead of UTC at a time. */
export function offsetMs(timeMs: number, timeZone: string | undefined): number {
  const known = formats.get(timeZone);
  const format = known ?? new Intl.DateTimeFormat('en', { ...(timeZone && { timeZone }), timeZoneName: 'longOffset' });
  if (!known) formats.set(timeZone, format);
  const name = format.formatToParts(timeMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /^GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(name) ?? [];
  const size = Number(hours) * hourMs + Number(minutes) * minuteMs + Number(seconds) * 1000;
  return sign === '-' ? -size : size;
}
