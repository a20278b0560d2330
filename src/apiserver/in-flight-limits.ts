import type { Deadlines } from '../base/deadlines.ts';
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

/** As many wait for each place as upstream's queues hold of its requests with default settings, about. */
const waitingForAPlace = 25;
/** As upstream: a quarter of the time that a request may take. */
const maxWaitMs = 15_000;

export interface InFlightOptions {
  readonly maximums: InFlightMaximums;
  readonly deadlines: Deadlines;
}

/** Somebody's place, to be disposed of when the request has been answered. */
export type Place = Disposable;

/**
 * Keeps places for requests, of which there are so many; the others wait in the order they came. Requests that last do not need
 * one.
 */
export class InFlightLimits {
  readonly #groups: { readonly readOnly: Places; readonly mutating: Places };

  constructor({ maximums, deadlines }: InFlightOptions) {
    const places = (maximum: number) => new Places(maximum, deadlines);
    this.#groups = { readOnly: places(maximums.readOnly), mutating: places(maximums.mutating) };
  }

  /**
   * A place, or nothing when there was none in time or too many wait for one. Administrators always get one at once, and so do
   * callers in this process, who are as many as it lets there be.
   */
  enter(
    { credentials }: Pick<ApiRequest, 'credentials'>,
    { info, user }: { info: RequestInfo; user: User },
  ): Place | Promise<Place | undefined> | undefined {
    if (credentials.type === 'user' || user.groups.includes(mastersGroup) || isLongRunning(info)) return unlimited;
    return this.#groups[readOnlyVerbs.includes(info.verb) ? 'readOnly' : 'mutating'].take();
  }
}

class Places {
  readonly #maximum: number;
  readonly #deadlines: Deadlines;
  readonly #waiting = new Set<(place: Place) => void>();
  #taken = 0;
  readonly #place: Place = { [Symbol.dispose]: () => this.#leave() };

  constructor(maximum: number, deadlines: Deadlines) {
    this.#maximum = maximum;
    this.#deadlines = deadlines;
  }

  take(): Place | Promise<Place | undefined> | undefined {
    if (this.#maximum === 0) return unlimited;
    if (this.#taken < this.#maximum) {
      this.#taken += 1;
      return this.#place;
    }
    return this.#waiting.size < this.#maximum * waitingForAPlace ? this.#wait() : undefined;
  }

  async #wait(): Promise<Place | undefined> {
    const { promise, resolve } = Promise.withResolvers<Place>();
    this.#waiting.add(resolve);
    try {
      return await this.#deadlines.within(promise, { timeoutMs: maxWaitMs, otherwise: () => new Error('no place in time') });
    } catch {
      // It may have been given one in this very moment, which is then for the next.
      if (!this.#waiting.delete(resolve)) this.#leave();
      return undefined;
    }
  }

  /** Hands the place to who has waited longest. */
  #leave(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#taken -= 1;
      return;
    }
    this.#waiting.delete(next);
    next(this.#place);
  }
}

const unlimited: Place = { [Symbol.dispose]() {} };

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
