/** Times as the API shows them: UTC, with seconds, or with microseconds where it says so. */

export const formatTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** The day in UTC, as labels have it, e.g. `2026-01-31`. Days sort like their texts. */
export const formatDay = (ms: number): string => new Date(ms).toISOString().slice(0, 'yyyy-mm-dd'.length);

export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

export const formatMicroTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 23)}000Z`;

/** The text is no time. */
export class TimeError extends Error {
  override readonly name = 'TimeError';
}

/** How Go shows a time that was never set. */
const zeroTime = '0001-01-01T00:00:00Z';
const timeLayout = '2006-01-02T15:04:05Z07:00';
const microTimeLayout = '2006-01-02T15:04:05.000000Z07:00';

/** As it is shown; '' for the zero time. Throws TimeError with the message of Go's parser. */
export function canonicalTime(text: string): string {
  if (text.length === 20 && isPlain(text)) return text === zeroTime ? '' : text;
  const { seconds } = parse(text, timeLayout);
  const shown = `${utc(seconds)}Z`;
  return shown === zeroTime ? '' : shown;
}

/** The same with microseconds, of which there must be exactly six digits. */
export function canonicalMicroTime(text: string): string {
  const { seconds, micros } = parse(text, microTimeLayout);
  if (text.length === 27 && text.endsWith('Z') && text[10] === 'T') return text === '0001-01-01T00:00:00.000000Z' ? '' : text;
  const shown = `${utc(seconds)}.${micros}Z`;
  return shown === '0001-01-01T00:00:00.000000Z' ? '' : shown;
}

const day = '(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31';
const plain = new RegExp(`^\\d{4}-(?:${day})T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$`);
/** Surely a time in canonical form: leap days take the longer way. */
const isPlain = (text: string): boolean => plain.test(text);

const utc = (seconds: number): string => {
  const iso = new Date(seconds * 1000).toISOString();
  return iso.slice(0, iso.length - 5);
};

/** Reads the parts in the order of the layout and says, like Go, which part did not fit. */
function parse(text: string, layout: string): { seconds: number; micros: string } {
  let rest = text;
  let outOfRange = '';
  const fail = (part: string): never => {
    throw new TimeError(
      `parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as "${part}"`,
    );
  };
  const literal = (character: string): void => {
    if (rest[0] !== character) fail(character);
    rest = rest.slice(1);
  };
  const number = (part: string, { name, min, max }: { name: string; min: number; max: number }, pattern = /^\d\d/): number => {
    const digits = pattern.exec(rest)?.[0] ?? fail(part);
    const value = Number(digits);
    if (!outOfRange && (value < min || value > max)) outOfRange = name;
    rest = rest.slice(digits.length);
    if (outOfRange) throw new TimeError(`parsing time ${JSON.stringify(text)}: ${outOfRange} out of range`);
    return value;
  };

  const year = number('2006', { name: 'year', min: 0, max: 9999 }, /^\d{4}/);
  literal('-');
  const month = number('01', { name: 'month', min: 1, max: 12 });
  literal('-');
  const day = number('02', { name: 'day', min: 0, max: 99 });
  literal('T');
  const hour = number('15', { name: 'hour', min: 0, max: 23 }, /^\d\d?/);
  literal(':');
  const minute = number('04', { name: 'minute', min: 0, max: 59 });
  literal(':');
  const second = number('05', { name: 'second', min: 0, max: 59 });
  let micros = '';
  if (layout === microTimeLayout) {
    micros = /^\.\d{6}/.exec(rest)?.[0].slice(1) ?? fail('.000000');
    rest = rest.slice(7);
  } else {
    rest = rest.replace(/^[.,]\d+/, '');
  }
  const offsetSeconds = offset();
  if (rest !== '') throw new TimeError(`parsing time ${JSON.stringify(text)}: extra text: ${JSON.stringify(rest)}`);
  if (day < 1 || day > daysIn(year, month)) throw new TimeError(`parsing time ${JSON.stringify(text)}: day out of range`);

  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return { seconds: date.getTime() / 1000 - offsetSeconds, micros };

  function offset(): number {
    if (rest[0] === 'Z') {
      rest = rest.slice(1);
      return 0;
    }
    const [all = fail('Z07:00'), sign, hours, minutes] = /^([+-])(\d\d):(\d\d)/.exec(rest) ?? [];
    if (Number(hours) > 24) throw new TimeError(`parsing time ${JSON.stringify(text)}: time zone offset hour out of range`);
    if (Number(minutes) > 60) throw new TimeError(`parsing time ${JSON.stringify(text)}: time zone offset minute out of range`);
    rest = rest.slice(all.length);
    return (sign === '-' ? -60 : 60) * (Number(hours) * 60 + Number(minutes));
  }
}

const daysIn = (year: number, month: number): number => {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
};
