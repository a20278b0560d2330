import type { DebugView } from '../apiserver/endpoints/debug.ts';
import type { Informers } from '../client/informer.ts';
import { QueueMetrics } from './queue-metrics.ts';

/** What goes on in the parts that run in the API server's process, for its metrics and its debug paths. */
export class PartObserver {
  readonly queues = new QueueMetrics();
  readonly #informers = new Map<string, Informers>();

  /** Shows the informers under the part's name from now on. */
  add(part: string, informers: Informers): void {
    this.#informers.set(part, informers);
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
