import type { Clock } from '../base/clock.ts';
import type { Metric } from '../base/metrics/text.ts';
import type { DebugView } from '../apiserver/endpoints/debug.ts';
import type { Informers } from '../client/informer.ts';
import { SchedulingMetrics } from './scheduling-metrics.ts';
import { QueueMetrics } from './queue-metrics.ts';

/** What goes on in the parts that run in the API server's process, for its metrics and its debug paths. */
export class PartObserver {
  readonly queues: QueueMetrics;
  readonly scheduling = new SchedulingMetrics();
  readonly #informers = new Map<string, Informers>();

  readonly #controllers = new Map<string, number>();

  constructor({ clock }: { clock: Clock }) {
    this.queues = new QueueMetrics({ clock });
  }

  /** Tells that a controller runs, until disposed. */
  readonly controller = (name: string): Disposable => {
    this.#controllers.set(name, 1);
    return { [Symbol.dispose]: () => void this.#controllers.set(name, 0) };
  };

  *metrics(): Generator<Metric> {
    yield* this.queues.metrics();
    yield* this.scheduling.metrics();
    yield {
      name: 'running_managed_controllers',
      type: 'gauge',
      help: 'Which controllers run here.',
      samples: [...this.#controllers].map(([name, value]) => ({ labels: { name, manager: 'kube-controller-manager' }, value })),
    };
  }

  /** Shows the informers under the part's name from now on. */
  add(part: string, informers: Informers): void {
    this.#informers.set(part, informers);
  }

  /** The resources whose informers have not listed yet. */
  informersBehind(): readonly string[] {
    const all = [...this.#informers.values()].flatMap((informers) => [...informers.all()]);
    return all.filter(({ isReady }) => !isReady).map(({ kind: { group, plural } }) => (group ? `${plural}.${group}` : plural));
  }

  /** For the API server: `/debug/queues` and `/debug/informers`. */
  readonly debugViews: readonly DebugView[] = [
    { name: 'queues', state: () => ({ queues: this.queues.state() }) },
    {
      name: 'informers',
      state: () => ({ parts: [...this.#informers].map(([part, informers]) => ({ part, informers: shown(informers) })) }),
    },
  ];
}

const shown = (informers: Informers): readonly object[] =>
  [...informers.all()].map(({ kind: { group, plural }, size, isReady }) => ({ group, resource: plural, objects: size, ready: isReady }));
