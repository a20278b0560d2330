import type { Clock } from '../../../base/clock.ts';
import { silentLog } from '../../../base/log.ts';
import type { Client } from '../../../client/client.ts';
import { createInformers } from '../../../client/create-informers.ts';
import type { User } from '../../../model/request.ts';
import { controllerComponents } from '../../index.ts';
import { controllerUser } from '../users.ts';
import { faultyClient } from './faulty-client.ts';
import type { Random } from './random.ts';

export interface ManagerOptions {
  readonly clientAs: (user: User) => Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly lagMs: number;
  /** Which controllers it runs, as `--controllers` names them. */
  readonly controllerNames: readonly string[];
}

/** A controller manager that can be killed between any two of its writes and started anew, with nothing remembered. */
export class Manager {
  readonly #options: ManagerOptions;
  #stopping = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #writesLeft = Number.POSITIVE_INFINITY;
  #diesAt: 'before' | 'after' = 'before';
  crashes = 0;
  writes = 0;

  constructor(options: ManagerOptions) {
    this.#options = options;
  }

  get isDead(): boolean {
    return this.#stopping.signal.aborted;
  }

  start(): void {
    const { clientAs, clock, random, lagMs, controllerNames } = this.#options;
    const stopping = new AbortController();
    this.#stopping = stopping;
    const { signal } = stopping;
    const life = { signal, wrote: (when: 'before' | 'after') => this.#wrote(when, stopping) };
    const clientFor = (account: string | undefined) => faultyClient(clientAs(controllerUser(account)), { life, clock, random, lagMs });
    const informers = createInformers({ client: clientFor(undefined), clock, log: silentLog });
    const components = controllerComponents({
      clientFor,
      informers,
      clock,
      log: silentLog,
      settings: {},
      controllers: controllerNames,
    });
    this.#running = Promise.all([informers.run(signal), ...components.map((component) => component.run(signal))]);
  }

  /** Dies at one of its next writes: just before the server hears of it, or just after, without having heard the answer. */
  killSoon(): void {
    const { random } = this.#options;
    this.#writesLeft = 1 + random.below(8);
    this.#diesAt = random.chance(0.5) ? 'before' : 'after';
  }

  #wrote(when: 'before' | 'after', stopping: AbortController): void {
    if (when === 'before') this.writes++;
    if (when !== this.#diesAt || --this.#writesLeft > 0) return;
    this.#writesLeft = Number.POSITIVE_INFINITY;
    this.crashes++;
    stopping.abort();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }
}
