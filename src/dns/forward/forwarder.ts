import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import type { Log } from '../../base/log.ts';
import type { UpstreamResponse } from '../message/upstream-response.ts';
import { exchangeByTcp, exchangeByUdp } from './exchange.ts';
import type { UpstreamAddress } from './upstream-address.ts';

export interface ForwarderOptions {
  readonly upstreams: readonly UpstreamAddress[];
  readonly clock: Clock;
  readonly log: Log;
}

export interface Forwarding {
  readonly message: Buffer;
  readonly question: Buffer;
  readonly byTcp: boolean;
  readonly signal: AbortSignal;
}

/** Two attempts are over before the clients that give up first do. */
const attemptMs = 900;
const attempts = 2;
const concurrencyLimit = 1000;
/** So many failures in a row, and a server is not asked for a while: who waits for it waits for nothing. */
const failuresUntilDown = 3;
const downMs = 5000;

interface UpstreamState extends UpstreamAddress {
  failures: number;
  downUntilMs: number;
}

/** Asks other servers about names outside of the cluster. Never takes longer than two seconds. */
export class Forwarder {
  readonly #upstreams: readonly UpstreamState[];
  readonly #clock: Clock;
  readonly #log: Log;
  #running = 0;

  constructor({ upstreams, clock, log }: ForwarderOptions) {
    this.#upstreams = upstreams.map((upstream) => ({ ...upstream, failures: 0, downUntilMs: 0 }));
    this.#clock = clock;
    this.#log = log;
  }

  get hasUpstreams(): boolean {
    return this.#upstreams.length > 0;
  }

  /** Undefined when nobody answers, or there is too much to do already. */
  async forward(forwarding: Forwarding): Promise<UpstreamResponse | undefined> {
    if (this.#running >= concurrencyLimit) return undefined;
    this.#running++;
    try {
      const up = this.#upstreams.filter(({ downUntilMs }) => downUntilMs <= this.#clock.now());
      // A single server gets a second chance, as packets may be lost.
      const order = Array.from({ length: up.length === 0 ? 0 : Math.max(attempts, 1) }, (_, index) => up[index % up.length]);
      for (const upstream of order) {
        if (!upstream || upstream.downUntilMs > this.#clock.now()) continue;
        const response = await this.#attempt(upstream, forwarding);
        if (response || forwarding.signal.aborted) return response;
      }
      return undefined;
    } finally {
      this.#running--;
    }
  }

  async #attempt(upstream: UpstreamState, { message, question, byTcp, signal }: Forwarding): Promise<UpstreamResponse | undefined> {
    const ending = new AbortController();
    const exchange = byTcp ? exchangeByTcp : exchangeByUdp;
    try {
      const work = exchange({ upstream, message, question, signal: AbortSignal.any([signal, ending.signal]) });
      const response = await withDeadline(work, { timeoutMs: attemptMs, otherwise: 'no answer in time', signal, clock: this.#clock });
      upstream.failures = 0;
      return response;
    } catch (error) {
      ending.abort(error);
      if (!signal.aborted) this.#fail(upstream, error);
      return undefined;
    }
  }

  #fail(upstream: UpstreamState, error: unknown): void {
    upstream.failures++;
    if (upstream.failures < failuresUntilDown) return;
    upstream.downUntilMs = this.#clock.now() + downMs;
    this.#log.debug({ err: error, upstream: upstream.address }, 'DNS server does not answer; it is not asked for a while');
  }
}
