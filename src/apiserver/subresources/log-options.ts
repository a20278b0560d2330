import type { FeatureGates } from '../../model/features/feature-gates.ts';
import { badRequest, invalid } from '../../model/errors.ts';
import { Field, type FieldErrors } from '../../model/field.ts';
import { canonicalTime, TimeError } from '../../model/timestamp.ts';
import { integer } from '../query-options.ts';

const numbers = ['sinceSeconds', 'tailLines', 'limitBytes'] as const;
const switches = ['follow', 'previous', 'timestamps'] as const;
const streams: readonly string[] = ['All', 'Stderr', 'Stdout'];

interface LogOptions extends Partial<Record<(typeof numbers)[number], number | undefined>> {
  readonly sinceTime?: string | undefined;
  readonly stream?: string | undefined;
}

/** What a request asks of a container's output, as kubelets are asked. Throws BadRequest for what is no number or time, and Invalid. */
export function logParameters(query: URLSearchParams, { name, gates }: { name: string; gates: FeatureGates }): URLSearchParams {
  const splitsStreams = gates.isOn('PodLogsQuerySplitStreams');
  const given: LogOptions = {
    sinceSeconds: integer(query, 'sinceSeconds'),
    sinceTime: time(query.get('sinceTime')),
    tailLines: integer(query, 'tailLines'),
    limitBytes: integer(query, 'limitBytes'),
    stream: query.get('stream') ?? (splitsStreams ? 'All' : undefined),
  };
  const problems = [...problemsOf(given, { splitsStreams })];
  if (problems.length > 0) throw invalid({ group: '', kind: 'PodLogOptions', name }, problems);
  const parameters = new URLSearchParams();
  for (const option of switches) if (isSet(query.get(option))) parameters.set(option, 'true');
  for (const option of [...numbers, 'sinceTime', 'stream'] as const) {
    const value = given[option];
    if (value !== undefined && value !== '') parameters.set(option, String(value));
  }
  return parameters;
}

function* problemsOf(options: LogOptions, { splitsStreams }: { splitsStreams: boolean }): FieldErrors {
  const { tailLines, limitBytes, sinceSeconds, sinceTime, stream } = options;
  const field = new Field();
  if (tailLines !== undefined && tailLines < 0) yield field.at('tailLines').invalid(tailLines, 'must be greater than or equal to 0');
  if (limitBytes !== undefined && limitBytes < 1) yield field.at('limitBytes').invalid(limitBytes, positive);
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    yield Field.whole.forbidden('at most one of `sinceTime` or `sinceSeconds` may be specified');
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) yield field.at('sinceSeconds').invalid(sinceSeconds, positive);
  if (stream === undefined) return;
  const at = field.at('stream');
  if (!splitsStreams) {
    yield at.forbidden('may not be specified');
    return;
  }
  if (!streams.includes(stream)) yield at.notSupported(stream, streams);
  if (stream !== 'All' && tailLines !== undefined) {
    yield Field.whole.forbidden('`tailLines` and specific `stream` are mutually exclusive for now');
  }
}

const positive = 'must be greater than 0';

const isSet = (value: string | null): boolean => value !== null && value !== '0' && value.toLowerCase() !== 'false';

/** In canonical form; '' where it is as good as none. */
function time(text: string | null): string | undefined {
  if (text === null) return undefined;
  if (text === '' || text === 'null') return '';
  try {
    return canonicalTime(text);
  } catch (error) {
    if (error instanceof TimeError) throw badRequest(error.message, error);
    throw error;
  }
}
