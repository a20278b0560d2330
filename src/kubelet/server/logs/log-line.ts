/** One line of a log file in the format of CRI: `TIME STREAM TAGS TEXT`. */
export interface LogLine {
  /** RFC 3339, as the runtime wrote it. */
  readonly time: string;
  readonly stream: LogStream;
  /** With its end of line, unless the runtime has split a long line here. */
  readonly text: Uint8Array;
}

export type LogStream = 'stdout' | 'stderr';

const space = 0x20;
const newLine = 0x0a;

/** The line is given with its end. Undefined for what is not in that format. */
export function parseLogLine(line: Uint8Array): LogLine | undefined {
  const timeEnd = line.indexOf(space);
  const streamEnd = line.indexOf(space, timeEnd + 1);
  const tagsEnd = line.indexOf(space, streamEnd + 1);
  if (timeEnd < 0 || streamEnd < 0 || tagsEnd < 0) return undefined;
  const part = (from: number, to: number) => Buffer.from(line.buffer, line.byteOffset + from, to - from).toString('latin1');
  const time = part(0, timeEnd);
  const stream = part(timeEnd + 1, streamEnd);
  if ((stream !== 'stdout' && stream !== 'stderr') || Number.isNaN(Date.parse(time))) return undefined;
  const isPartial = part(streamEnd + 1, tagsEnd).split(':')[0] === 'P';
  const end = isPartial && line.at(-1) === newLine ? line.length - 1 : line.length;
  return { time, stream, text: line.subarray(tagsEnd + 1, end) };
}

/** The time with all nine digits of its fraction, as logs are shown. */
export function fullTime(time: string): string {
  const [, seconds = time, fraction = '', zone = ''] = /^([^.]*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i.exec(time) ?? [];
  return `${seconds}.${fraction.slice(0, 9).padEnd(9, '0')}${zone}`;
}
