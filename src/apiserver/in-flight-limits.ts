import type { ApiRequest, ApiResponse, User } from '../model/request.ts';
import { mastersGroup } from './authentication/user.ts';
import type { RequestInfo } from './request-info.ts';
import { isLongRunning } from './request-timeout.ts';

/** How many requests are answered at once; 0 is as many as come. */
export interface InFlightMaximums {
  readonly readOnly: number;
  readonly mutating: number;
}

/** As upstream. */
export const defaultInFlightMaximums: InFlightMaximums = { readOnly: 400, mutating: 200 };

/** As upstream, whatever the method: what does not read by one of these is taken for a write. */
const readOnlyVerbs: readonly string[] = ['get', 'list', 'watch'];

/** Keeps places for requests, of which there are so many. Requests that last do not need one. */
export class InFlightLimits {
  readonly #maximums: InFlightMaximums;
  readonly #taken = { readOnly: 0, mutating: 0 };

  constructor(maximums: InFlightMaximums) {
    this.#maximums = maximums;
  }

  /**
   * A place, to be disposed of when the request has been answered; nothing when all are taken. Administrators always get
   * one, and so do callers in this process, who are as many as it lets there be.
   */
  enter({ credentials }: Pick<ApiRequest, 'credentials'>, { info, user }: { info: RequestInfo; user: User }): Disposable | undefined {
    const group = readOnlyVerbs.includes(info.verb) ? 'readOnly' : 'mutating';
    const maximum = this.#maximums[group];
    if (maximum === 0 || credentials.type === 'user' || isLongRunning(info)) return unlimited;
    if (this.#taken[group] >= maximum) return user.groups.includes(mastersGroup) ? unlimited : undefined;
    this.#taken[group]++;
    return { [Symbol.dispose]: () => void this.#taken[group]-- };
  }
}

const unlimited: Disposable = { [Symbol.dispose]() {} };

/** In upstream's words, and as it says them: not in a Status. */
export const tooManyRequests: ApiResponse = {
  code: 429,
  headers: { 'retry-after': '1', 'x-content-type-options': 'nosniff' },
  body: {
    type: 'bytes',
    contentType: 'text/plain; charset=utf-8',
    bytes: Buffer.from('Too many requests, please try again later.\n'),
  },
};
