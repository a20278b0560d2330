import type { Metric } from '../../base/metrics/text.ts';

/** Whether this process is the one that works. */
export class Leadership {
  isLeading = false;
  readonly #lease: string;

  /** By the name of the lease that it holds then. */
  constructor(lease: string) {
    this.#lease = lease;
  }

  /** Until what it returns is disposed of, it is. */
  begin(): Disposable {
    this.isLeading = true;
    return { [Symbol.dispose]: () => void (this.isLeading = false) };
  }

  *metrics(): Generator<Metric> {
    yield {
      name: 'leader_election_master_status',
      type: 'gauge',
      help: 'Whether this process holds the lease.',
      samples: [{ labels: { name: this.#lease }, value: this.isLeading ? 1 : 0 }],
    };
  }
}
