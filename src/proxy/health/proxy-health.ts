import type { Clock } from '../../base/clock.ts';

export interface HealthState {
  readonly isHealthy: boolean;
  readonly lastUpdatedMs: number;
  readonly nowMs: number;
}

/** A change that has not reached the kernel after this time makes the proxy unhealthy. As upstream. */
const timeoutMs = 60_000;

/** Whether the rules keep up with changes. */
export class ProxyHealth {
  readonly #clock: Clock;
  #lastUpdatedMs: number;
  #oldestQueuedMs: number | undefined;

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
    this.#lastUpdatedMs = clock.now();
  }

  queued(): void {
    this.#oldestQueuedMs ??= this.#clock.now();
  }

  updated(): void {
    this.#oldestQueuedMs = undefined;
    this.#lastUpdatedMs = this.#clock.now();
  }

  state(): HealthState {
    const nowMs = this.#clock.now();
    const isHealthy = this.#oldestQueuedMs === undefined || nowMs - this.#oldestQueuedMs < timeoutMs;
    return { isHealthy, nowMs, lastUpdatedMs: this.#lastUpdatedMs };
  }
}
