import type { Clock } from '../base/clock.ts';
import { withDeadline } from '../base/deadline.ts';
import type { Deadlines } from '../base/deadlines.ts';
import { LazySignal } from '../base/lazy-signal.ts';
import { parseGoDuration } from '../base/go-duration.ts';
import { ApiError, badRequest } from '../model/errors.ts';
import type { ApiRequest, ApiResponse } from '../model/request.ts';
import type { RequestInfo } from './request-info.ts';

const lastingVerbs: readonly string[] = ['watch', 'proxy'];
const lastingSubresources: readonly string[] = ['attach', 'exec', 'proxy', 'log', 'portforward'];

/** Requests that are meant to last have no timeout: they end when the client wants, or by a time of their own. */
export const isLongRunning = (info: RequestInfo): boolean =>
  lastingVerbs.includes(info.verb) || (info.isResource && lastingSubresources.includes(info.subresource));

/**
 * How long a request may take: as long as it asks for by `timeout`, but no longer than the server allows, which is as long
 * as it likes unless a limit is given. Throws BadRequest when what it asks for is no time.
 */
export function timeoutMsOf({ query }: Pick<ApiRequest, 'query'>, info: RequestInfo, maxTimeoutMs: number | undefined): number | undefined {
  if (isLongRunning(info)) return undefined;
  const text = query.get('timeout');
  if (!text) return maxTimeoutMs;
  const asked = parseGoDuration(text);
  if ('problem' in asked) throw badRequest(`invalid timeout specified in the request URL - ${asked.problem}`);
  return asked.ms > 0 && asked.ms < (maxTimeoutMs ?? Infinity) ? asked.ms : maxTimeoutMs;
}

const tooLate = () => new ApiError('Timeout', 'Timeout: request did not complete within the allotted timeout', { details: {} });

interface WithinOptions {
  readonly request: ApiRequest;
  readonly timeoutMs: number;
  /** For the time that most requests have; others get a timer of their own. */
  readonly shared?: { readonly deadlines: Deadlines; readonly timeoutMs: number } | undefined;
  readonly clock: Clock;
}

/**
 * Runs what answers a request. When the time is up, the signal of the request it was given aborts and the answer is
 * Timeout; what was done until then stays done.
 */
export async function withinTimeout(
  serve: (request: ApiRequest) => Promise<ApiResponse>,
  { request, timeoutMs, shared, clock }: WithinOptions,
): Promise<ApiResponse> {
  const ending = new LazySignal(request);
  const otherwise = () => {
    const timeout = tooLate();
    ending.abort(timeout);
    return timeout;
  };
  const served = {
    ...request,
    get signal() {
      return ending.signal;
    },
  };
  if (timeoutMs === shared?.timeoutMs) return shared.deadlines.within(serve(served), { timeoutMs, otherwise });
  return withDeadline(serve(served), { timeoutMs, otherwise, clock });
}
