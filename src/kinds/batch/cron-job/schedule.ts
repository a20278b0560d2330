import { parseGoDuration } from '../../../base/go-duration.ts';

/**
 * When a cron job is due, as five sets: minute, hour, day of the month, month, day of the week. Cron's old quirk holds: when
 * both days are restricted, one of them has to match.
 */
export interface Schedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly daysOfWeek: ReadonlySet<number>;
  /** Whether both days have to match, because one of them is any. */
  readonly bothDays: boolean;
  /** `TZ=` before the schedule, which is only found in old objects. */
  readonly timeZone?: string;
}

/** Every so often, counted from the last time. */
export interface Interval {
  readonly everyMs: number;
}

export type ParsedSchedule = { readonly schedule: Schedule | Interval } | { readonly problem: string };

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const bounds: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: ['', ...months] },
  { min: 0, max: 6, names: days },
];

const named: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

export function parseSchedule(text: string): ParsedSchedule {
  if (text === '') return { problem: 'empty spec string' };
  const zoned = /^(?:CRON_)?TZ=([^ ]*)(?: (.*))?$/s.exec(text);
  if (zoned && zoned[2] === undefined) return { problem: 'invalid schedule format: runtime error: slice bounds out of range [:-1]' };
  const [, timeZone, rest = text] = zoned ?? [];
  const zone = timeZone === undefined ? {} : { timeZone };
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    return { problem: `provided bad location ${timeZone}: unknown time zone ${timeZone}` };
  }
  const spec = rest.trim();
  if (spec.startsWith('@every ')) return parseInterval(spec);
  const standard = named[spec] ?? spec;
  if (standard.startsWith('@')) return { problem: `unrecognized descriptor: ${spec}` };
  return parseFields(standard, zone);
}

/** Names of the time zone database, whose case matters. */
export function isTimeZone(name: string): boolean {
  if (name === '' || name === 'UTC') return true;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function parseFields(text: string, zone: { timeZone?: string }): ParsedSchedule {
  const fields = text.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== bounds.length) {
    return { problem: `expected exactly ${bounds.length} fields, found ${fields.length}: [${fields.join(' ')}]` };
  }
  const sets: Set<number>[] = [];
  const isAny: boolean[] = [];
  for (const [index, range] of bounds.entries()) {
    const parsed = parseField(fields[index] ?? '', range);
    if (typeof parsed === 'string') return { problem: parsed };
    sets.push(parsed.values);
    isAny.push(parsed.isAny);
  }
  const [minutes, hours, daysOfMonth, monthSet, daysOfWeek] = sets;
  if (!minutes || !hours || !daysOfMonth || !monthSet || !daysOfWeek) throw new Error('a schedule has five fields');
  const bothDays = isAny[2] === true || isAny[4] === true;
  return { schedule: { minutes, hours, daysOfMonth, months: monthSet, daysOfWeek, bothDays, ...zone } };
}

interface ParsedField {
  readonly values: Set<number>;
  readonly isAny: boolean;
}

function parseField(text: string, range: Bounds): ParsedField | string {
  const values = new Set<number>();
  let isAny = false;
  for (const part of text.split(',').filter((each) => each !== '')) {
    const parsed = parsePart(part, range);
    if (typeof parsed === 'string') return parsed;
    for (let value = parsed.start; value <= parsed.end; value += parsed.step) values.add(value);
    isAny ||= parsed.isAny;
  }
  return { values, isAny };
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly isAny: boolean;
}

/** `*`, `5`, `1-5`, each also with `/2`. */
function parsePart(text: string, range: Bounds): Part | string {
  const [limits = '', stepText, ...moreSlashes] = text.split('/');
  const [low = '', high, ...moreHyphens] = limits.split('-');
  const isStar = low === '*' || low === '?';
  const start = isStar ? range.min : parseNumber(low, range.names);
  if (typeof start === 'string') return start;
  if (!isStar && moreHyphens.length > 0) return `too many hyphens: ${text}`;
  const limit = isStar ? range.max : high === undefined ? start : parseNumber(high, range.names);
  if (typeof limit === 'string') return limit;
  if (moreSlashes.length > 0) return `too many slashes: ${text}`;
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  if (typeof step === 'string') return step;
  // A single number with a step is where to begin.
  const end = stepText !== undefined && high === undefined ? range.max : limit;
  if (start < range.min) return `beginning of range (${start}) below minimum (${range.min}): ${text}`;
  if (end > range.max) return `end of range (${end}) above maximum (${range.max}): ${text}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${text}`;
  if (step === 0) return `step of range should be a positive number: ${text}`;
  return { start, end, step, isAny: isStar && step === 1 };
}

function parseNumber(text: string, names: readonly string[] = []): number | string {
  const named = text === '' ? -1 : names.indexOf(text.toLowerCase());
  if (named >= 0) return named;
  if (!/^[+-]?\d+$/.test(text)) return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  return Number(text) < 0 ? `negative number (${Number(text)}) not allowed: ${text}` : Number(text);
}

function parseInterval(spec: string): ParsedSchedule {
  const every = parseGoDuration(spec.slice('@every '.length));
  if ('problem' in every) return { problem: `failed to parse duration ${spec}: ${every.problem}` };
  // Whole seconds, and at least one.
  return { schedule: { everyMs: Math.max(1000, Math.floor(every.ms / 1000) * 1000) } };
}
