import type { Clock } from '../../base/clock.ts';

export interface TurnOptions {
  readonly clock: Clock;
  readonly groupSize: number;
  /** How long one group after the other may go on before the event loop comes round. */
  readonly budgetMs: number;
}

/**
 * Lets those that come in one turn of the event loop go on together, each of their stages one after the other, instead of each
 * of them from its beginning to its end. The code of a stage is then in the processor's caches for all but the first: under
 * load that halves what a request costs. See docs/decisions/0006-requests-in-step.md.
 *
 * They go on in the order they came, in groups, and only as many groups in one turn as there is time for.
 */
export class Turn {
  readonly #options: TurnOptions;
  readonly #waiting: (() => void)[] = [];
  #passed = 0;
  #isComing = false;

  constructor(options: TurnOptions) {
    this.#options = options;
  }

  /** Resolves when this turn's input has been read, or in a later turn when too much has. */
  end(): Promise<void> {
    this.#begin();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Nothing for those who may go on at once, as a group may in each turn when nobody waits. */
  pass(): Promise<void> | undefined {
    if (this.#passed >= this.#options.groupSize || this.#waiting.length > 0) return this.end();
    this.#passed += 1;
    this.#begin();
    return undefined;
  }

  #begin(): void {
    if (this.#isComing) return;
    this.#isComing = true;
    setImmediate(() => {
      this.#isComing = false;
      this.#passed = 0;
      const { clock, budgetMs } = this.#options;
      this.#goOn(clock.now() + budgetMs);
    });
  }

  #goOn(untilMs: number): void {
    for (const resolve of this.#waiting.splice(0, this.#options.groupSize)) resolve();
    if (this.#waiting.length === 0) return;
    if (this.#options.clock.now() >= untilMs) return this.#begin();
    afterTheirWrites(() => this.#goOn(untilMs));
  }
}

/**
 * Runs something when those who go on in promises have done so, and what they wrote to sockets is on its way, which Node sees to
 * on the tick after: ticks that are asked for in a promise begin when all promises have been heard, and the second of them comes
 * behind the ticks that others asked for.
 */
function afterTheirWrites(run: () => void): void {
  queueMicrotask(() => process.nextTick(() => process.nextTick(run)));
}
