import type { Clock } from '../base/clock.ts';
import { Histogram } from '../base/metrics/histogram.ts';
import type { Metric } from '../base/metrics/text.ts';
import type { QueueObserver } from '../runtime/queue-observer.ts';

/** Upstream's, from ten nanoseconds to a thousand seconds. */
const boundsSeconds = Array.from({ length: 12 }, (_, power) => 10 ** (power - 8));

interface Queue {
  readonly name: string;
  added: number;
  retried: number;
  depth: number;
  /** What is being worked on, with when that began. */
  readonly active: Map<string, number>;
  readonly waited: Histogram;
  readonly worked: Histogram;
}

/** What is counted of the work queues of this process, by their names. */
export class QueueMetrics {
  readonly #clock: Clock;
  readonly #queues = new Map<string, Queue>();

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  /** Counts a queue from now on. Queues of the same name are counted together. */
  observe(name: string): QueueObserver {
    const queue = this.#queues.getOrInsertComputed(name, () => ({
      name,
      added: 0,
      retried: 0,
      depth: 0,
      active: new Map(),
      waited: new Histogram(boundsSeconds),
      worked: new Histogram(boundsSeconds),
    }));
    return {
      added: () => void queue.added++,
      depth: (keys) => void (queue.depth = keys),
      taken: (key, waitedMs) => {
        queue.active.set(key, this.#clock.now());
        queue.waited.add(waitedMs / 1000);
      },
      done(key, workedMs) {
        queue.active.delete(key);
        queue.worked.add(workedMs / 1000);
      },
      retried: () => void queue.retried++,
    };
  }

  /** How each queue is now. */
  state(): readonly object[] {
    return [...this.#queues.values()].map(({ name, depth, active, added, retried, worked }) => ({
      name,
      waiting: depth,
      active: active.size,
      added,
      done: worked.count,
      retried,
    }));
  }

  /** Under upstream's names. */
  *metrics(): Generator<Metric> {
    const queues = [...this.#queues.values()];
    const underWay = ({ active }: Queue): number[] => [...active.values()].map((startedMs) => (this.#clock.now() - startedMs) / 1000);
    const numbers = (name: string, type: 'counter' | 'gauge', help: string, valueOf: (queue: Queue) => number): Metric => ({
      name,
      type,
      help,
      samples: queues.map((queue) => ({ labels: { name: queue.name }, value: valueOf(queue) })),
    });
    const times = (name: string, help: string, timesOf: (queue: Queue) => Histogram): Metric => ({
      name,
      type: 'histogram',
      help,
      samples: queues.flatMap((queue) => [...timesOf(queue).samples({ name: queue.name })]),
    });
    yield numbers('workqueue_depth', 'gauge', 'Keys that wait to be worked on.', ({ depth }) => depth);
    yield numbers('workqueue_adds_total', 'counter', 'Keys that came in.', ({ added }) => added);
    yield numbers('workqueue_retries_total', 'counter', 'Keys that are tried again because they failed.', ({ retried }) => retried);
    yield numbers(
      'workqueue_unfinished_work_seconds',
      'gauge',
      'How long everything that is being worked on has taken so far, together.',
      (queue) => underWay(queue).reduce((sum, seconds) => sum + seconds, 0),
    );
    yield numbers(
      'workqueue_longest_running_processor_seconds',
      'gauge',
      'How long the oldest of what is being worked on has taken so far.',
      (queue) => Math.max(0, ...underWay(queue)),
    );
    yield times('workqueue_queue_duration_seconds', 'How long keys waited.', ({ waited }) => waited);
    yield times('workqueue_work_duration_seconds', 'How long work on a key took.', ({ worked }) => worked);
  }
}
