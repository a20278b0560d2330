import type { Clock } from '../../base/clock.ts';
import { Histogram } from '../../base/metrics/histogram.ts';
import type { Metric } from '../../base/metrics/text.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';

/** Upstream's. */
const boundsSeconds = [0.005, 0.025, 0.1, 0.5, 1, 2.5];

type Hook = NonNullable<AdmissionPlugin['mutate']>;
/** Changing what is written, and refusing it. */
export type AdmissionStep = 'admit' | 'validate';

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly times: Histogram;
}

/** How long admission plugins take. */
export class AdmissionTimes {
  readonly #clock: Clock;
  readonly #plugins: Series[] = [];
  readonly #steps = new Map<string, Series>();

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  /** The same plugins, with their time taken. */
  timed(plugins: readonly AdmissionPlugin[]): readonly AdmissionPlugin[] {
    return plugins.map((plugin) => ({
      name: plugin.name,
      ...(plugin.mutate && { mutate: this.#timed(plugin.mutate.bind(plugin), { name: plugin.name, type: 'admit' }) }),
      ...(plugin.validate && { validate: this.#timed(plugin.validate.bind(plugin), { name: plugin.name, type: 'validate' }) }),
    }));
  }

  /** Runs one step, all plugins of it, with its time taken. */
  async step(type: AdmissionStep, { operation }: AdmissionRequest, run: () => Promise<void>): Promise<void> {
    const startedMs = this.#clock.now();
    let rejected = true;
    try {
      await run();
      rejected = false;
    } finally {
      const { times } = this.#steps.getOrInsertComputed(`${type} ${operation} ${rejected}`, () => ({
        labels: { type, operation, rejected: String(rejected) },
        times: new Histogram(boundsSeconds),
      }));
      times.add((this.#clock.now() - startedMs) / 1000);
    }
  }

  #timed(hook: Hook, labels: { readonly name: string; readonly type: string }): Hook {
    const clock = this.#clock;
    const accepted = new Map<string, Histogram>();
    const refused = new Map<string, Histogram>();
    const note = ({ operation }: AdmissionRequest, rejected: boolean, startedMs: number): void => {
      const times = (rejected ? refused : accepted).getOrInsertComputed(operation, () =>
        this.#add({ ...labels, operation, rejected: String(rejected) }),
      );
      times.add((clock.now() - startedMs) / 1000);
    };
    return (request, reader) => {
      const startedMs = clock.now();
      let pending: Promise<void> | void;
      try {
        pending = hook(request, reader);
      } catch (error) {
        note(request, true, startedMs);
        throw error;
      }
      if (!pending) return note(request, false, startedMs);
      return pending.then(
        () => note(request, false, startedMs),
        (error: unknown) => {
          note(request, true, startedMs);
          throw error;
        },
      );
    };
  }

  #add(labels: Readonly<Record<string, string>>): Histogram {
    const times = new Histogram(boundsSeconds);
    this.#plugins.push({ labels, times });
    return times;
  }

  *metrics(): Generator<Metric> {
    yield {
      name: 'apiserver_admission_step_admission_duration_seconds',
      type: 'histogram',
      help: 'How long the steps of admission took, and whether they refused.',
      samples: [...this.#steps.values()].flatMap(({ labels, times }) => [...times.samples(labels)]),
    };
    yield {
      name: 'apiserver_admission_controller_admission_duration_seconds',
      type: 'histogram',
      help: 'How long admission plugins took, by what they did and whether they refused.',
      samples: this.#plugins.flatMap(({ labels, times }) => [...times.samples(labels)]),
    };
  }
}
