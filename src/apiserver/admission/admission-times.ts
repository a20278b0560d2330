import type { Clock } from '../../base/clock.ts';
import { Histogram } from '../metrics/histogram.ts';
import type { Metric } from '../metrics/text.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';

/** Upstream's. */
const boundsSeconds = [0.005, 0.025, 0.1, 0.5, 1, 2.5];

type Hook = NonNullable<AdmissionPlugin['mutate']>;

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly times: Histogram;
}

/** How long admission plugins take. */
export class AdmissionTimes {
  readonly #clock: Clock;
  readonly #series: Series[] = [];

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
    this.#series.push({ labels, times });
    return times;
  }

  metric(): Metric {
    return {
      name: 'apiserver_admission_controller_admission_duration_seconds',
      type: 'histogram',
      help: 'How long admission plugins took, by what they did and whether they refused.',
      samples: this.#series.flatMap(({ labels, times }) => [...times.samples(labels)]),
    };
  }
}
