import { Histogram } from '../base/metrics/histogram.ts';
import type { Metric, Sample } from '../base/metrics/text.ts';
import type { AttemptResult, PendingPods, SchedulingObserver } from '../scheduler/observer.ts';

const powersOfTwo = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, power) => first * 2 ** power);

/** Upstream's. */
const attemptBoundsSeconds = powersOfTwo(0.001, 15);
const placingBoundsSeconds = powersOfTwo(0.01, 20);
const attemptBounds = powersOfTwo(1, 5);
const victimBounds = powersOfTwo(1, 7);
/** From here on they are counted together. */
const manyAttempts = 15;

interface Attempts {
  readonly labels: { readonly profile: string; readonly result: AttemptResult };
  readonly times: Histogram;
}

/** What is counted of a scheduler, under upstream's names. */
export class SchedulingMetrics implements SchedulingObserver {
  readonly #attempts = new Map<string, Attempts>();
  readonly #placings = new Map<string, Histogram>();
  readonly #attemptsToPlace = new Histogram(attemptBounds);
  readonly #victims = new Histogram(victimBounds);
  #preemptions = 0;
  #pending: (() => PendingPods) | undefined;

  attempted(result: AttemptResult, { profile, tookMs }: { readonly profile: string; readonly tookMs: number }): void {
    const { times } = this.#attempts.getOrInsertComputed(`${profile} ${result}`, () => ({
      labels: { profile, result },
      times: new Histogram(attemptBoundsSeconds),
    }));
    times.add(tookMs / 1000);
  }

  placed({ attempts, sinceFirstMs }: { readonly attempts: number; readonly sinceFirstMs: number }): void {
    this.#attemptsToPlace.add(attempts);
    const label = attempts >= manyAttempts ? `${manyAttempts}+` : String(attempts);
    this.#placings.getOrInsertComputed(label, () => new Histogram(placingBoundsSeconds)).add(sinceFirstMs / 1000);
  }

  preempts(): void {
    this.#preemptions++;
  }

  victims(count: number): void {
    this.#victims.add(count);
  }

  pending(count: () => PendingPods): Disposable {
    this.#pending = count;
    return { [Symbol.dispose]: () => void (this.#pending = undefined) };
  }

  /** Nothing, before there is a scheduler that works. */
  *metrics(): Generator<Metric> {
    const pending = this.#pending?.();
    if (!pending) return;
    const attempts = [...this.#attempts.values()];
    const metric = (name: string, type: Metric['type'], help: string, samples: Iterable<Sample>): Metric => ({
      name: `scheduler_${name}`,
      type,
      help,
      samples,
    });
    yield metric(
      'schedule_attempts_total',
      'counter',
      'Attempts to place a pod, by how they ended.',
      attempts.map(({ labels, times }) => ({ labels, value: times.count })),
    );
    yield metric(
      'scheduling_attempt_duration_seconds',
      'histogram',
      'How long attempts to place a pod took, until it was bound or given back.',
      attempts.flatMap(({ labels, times }) => [...times.samples(labels)]),
    );
    yield metric(
      'pod_scheduling_sli_duration_seconds',
      'histogram',
      'How long it took from the first attempt to place a pod until it was bound.',
      [...this.#placings].flatMap(([count, times]) => [...times.samples({ attempts: count })]),
    );
    yield metric('pod_scheduling_attempts', 'histogram', 'How many attempts it took to place a pod.', this.#attemptsToPlace.samples({}));
    yield metric('preemption_attempts_total', 'counter', 'How often others were to make room for a pod.', [{ value: this.#preemptions }]);
    yield metric('preemption_victims', 'histogram', 'How many pods had to make room for one.', this.#victims.samples({}));
    yield metric(
      'pending_pods',
      'gauge',
      'Pods that wait to be placed.',
      Object.entries(pending).map(([queue, value]: [string, number]) => ({ labels: { queue }, value })),
    );
  }
}
