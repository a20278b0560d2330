import type { LogStream } from './log-line.ts';

/** What of a container's output is wanted, and how. */
export interface LogOptions {
  readonly follow: boolean;
  /** Of the container before the one that is there now. */
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number | undefined;
  readonly limitBytes?: number | undefined;
  /** Nothing that was written before. */
  readonly sinceMs?: number | undefined;
  readonly streams: ReadonlySet<LogStream>;
}

export type LogOptionsResult =
  | { readonly type: 'options'; readonly options: LogOptions }
  /** Not even of the right form. */
  | { readonly type: 'undecodable' }
  | { readonly type: 'invalid' };

const streams: Readonly<Record<string, readonly LogStream[]>> = { All: ['stdout', 'stderr'], Stdout: ['stdout'], Stderr: ['stderr'] };

export function logOptions(query: URLSearchParams, nowMs: number): LogOptionsResult {
  const isSet = (name: string) => query.has(name) && !['false', '0'].includes((query.get(name) ?? '').toLowerCase());
  const tail = query.get('tail') || query.get('tailLines');
  const numbers = [tail === 'all' ? null : tail, query.get('limitBytes'), query.get('sinceSeconds')].map(wholeNumber);
  const [tailLines, limitBytes, sinceSeconds] = numbers;
  const sinceTime = query.get('sinceTime') || undefined;
  const sinceTimeMs = sinceTime === undefined ? undefined : Date.parse(sinceTime);
  if (Number.isNaN(sinceTimeMs) || numbers.some(Number.isNaN)) return { type: 'undecodable' };

  const stream = query.get('stream') || 'All';
  const wanted = Object.hasOwn(streams, stream) ? streams[stream] : undefined;
  const isInvalid =
    (tailLines ?? 0) < 0 ||
    (limitBytes ?? 1) < 1 ||
    (sinceSeconds ?? 1) < 1 ||
    (sinceSeconds !== undefined && sinceTime !== undefined) ||
    (stream !== 'All' && tailLines !== undefined);
  if (!wanted || isInvalid) return { type: 'invalid' };
  const options = {
    follow: isSet('follow'),
    previous: isSet('previous'),
    timestamps: isSet('timestamps'),
    tailLines,
    limitBytes,
    sinceMs: sinceSeconds === undefined ? sinceTimeMs : nowMs - sinceSeconds * 1000,
    streams: new Set(wanted),
  };
  return { type: 'options', options };
}

function wholeNumber(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  return /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
}
