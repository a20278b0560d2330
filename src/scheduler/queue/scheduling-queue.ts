import type { Clock } from '../../base/clock.ts';
import { Doorbell } from '../../base/doorbell.ts';
import type { ClusterEvent } from '../cluster-event.ts';
import type { Plugin } from '../plugin.ts';
import { schedulingGates } from '../plugins/scheduling-gates.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { PodHeap } from './pod-heap.ts';
import { backoffUntilMs, isBefore, newQueuedPod, type QueuedPod } from './queued-pod.ts';
import { WaitingPods } from './waiting-pods.ts';

export interface SchedulingQueueOptions {
  readonly plugins: readonly Plugin[];
  readonly cluster: ClusterView;
  readonly clock: Clock;
}

/** Lest a pod be forgotten because a plugin overlooked what helps it. */
const maxWaitMs = 5 * 60_000;

/**
 * Pods to be placed: the active ones next, then those that back off after a failure; the rest wait for an event that may
 * help them. A pod that is taken is no longer here, until it is given back.
 */
export class SchedulingQueue {
  readonly #plugins: readonly Plugin[];
  readonly #cluster: ClusterView;
  readonly #clock: Clock;
  readonly #active = new PodHeap(isBefore);
  readonly #rejected = new PodHeap(isSooner);
  /** Apart, as those are never tried before their time: whatever broke should have time to recover. */
  readonly #broken = new PodHeap((a, b) => backoffUntilMs(a) < backoffUntilMs(b));
  readonly #waiting = new WaitingPods();
  #arrived: (() => void) | undefined;
  readonly #bell: Doorbell;

  constructor({ plugins, cluster, clock }: SchedulingQueueOptions) {
    this.#plugins = plugins;
    this.#cluster = cluster;
    this.#clock = clock;
    this.#bell = new Doorbell({ clock });
  }

  get sizes(): { readonly active: number; readonly backingOff: number; readonly waiting: number } {
    return { active: this.#active.size, backingOff: this.#rejected.size + this.#broken.size, waiting: this.#waiting.size };
  }

  /** Of those that wait, the ones that somebody holds back by gates. */
  get gated(): number {
    return this.#waiting.rejectedBy(schedulingGates.name).size;
  }

  /** A new pod, or another version of one that is here; the event says what became different. */
  put(info: PodInfo, event?: ClusterEvent): void {
    const queued = this.#get(info.uid);
    if (!queued) return this.#activate(newQueuedPod(info, this.#clock.now()));
    queued.info = info;
    if (this.#waiting.get(info.uid) && event && this.#mayHelp(queued, event)) this.#requeue(queued);
  }

  delete(uid: string): void {
    this.#take(uid);
  }

  /** The pod to place next. When there is nothing better to do, one that is backing off. */
  next(): QueuedPod | undefined {
    const queued = this.#active.pop() ?? this.#rejected.pop();
    if (!queued) return undefined;
    queued.attempts++;
    queued.lastAttemptMs = this.#clock.now();
    queued.firstAttemptMs ??= queued.lastAttemptMs;
    return queued;
  }

  /** Resolves when there may be a pod to place, or the signal aborts. */
  arrival(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || this.#active.size + this.#rejected.size > 0) return resolve();
      const done = () => {
        signal.removeEventListener('abort', done);
        this.#arrived = undefined;
        resolve();
      };
      this.#arrived = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /** Takes back a pod that does not fit anywhere: it waits for what may help it. */
  giveBackRejected(queued: QueuedPod, rejectors: ReadonlySet<string>): void {
    queued.rejectors = rejectors;
    queued.rejections++;
    queued.errors = 0;
    queued.queuedMs = this.#clock.now();
    this.#wait(queued);
  }

  /** Takes back a pod whose placing broke: it is tried again after a while. */
  giveBackBroken(queued: QueuedPod): void {
    queued.rejectors = new Set();
    queued.errors++;
    queued.queuedMs = this.#clock.now();
    this.#broken.push(queued);
    this.#wakeBefore(backoffUntilMs(queued));
  }

  /** Tries those pods again that the event may help. */
  notify(event: ClusterEvent): void {
    for (const plugin of this.#plugins) {
      const rejected = this.#waiting.rejectedBy(plugin.name);
      if (rejected.size === 0) continue;
      const helped = [...rejected].filter(({ info }) => plugin.mayHelp?.(info, event, this.#cluster));
      for (const queued of helped) this.#requeue(queued);
    }
  }

  /** Tries a pod again that this plugin has held back until now. */
  release(uid: string, plugin: Plugin): void {
    const queued = this.#waiting.get(uid);
    if (queued?.rejectors.has(plugin.name)) this.#requeue(queued);
  }

  /** Ends back-offs and waits that last too long, until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const nowMs = this.#clock.now();
      this.#endBackoffs(nowMs);
      this.#endWaits(nowMs);
      await this.#bell.wait(Math.min(this.#nextDueMs() - nowMs, maxWaitMs), signal);
    }
  }

  #get(uid: string): QueuedPod | undefined {
    return this.#active.get(uid) ?? this.#waiting.get(uid) ?? this.#rejected.get(uid) ?? this.#broken.get(uid);
  }

  #take(uid: string): QueuedPod | undefined {
    return this.#active.delete(uid) ?? this.#waiting.delete(uid) ?? this.#rejected.delete(uid) ?? this.#broken.delete(uid);
  }

  #mayHelp({ info, rejectors }: QueuedPod, event: ClusterEvent): boolean {
    return this.#plugins.some((plugin) => rejectors.has(plugin.name) && plugin.mayHelp?.(info, event, this.#cluster));
  }

  #requeue(queued: QueuedPod): void {
    this.#waiting.delete(queued.info.uid);
    const untilMs = backoffUntilMs(queued);
    if (untilMs <= this.#clock.now()) return this.#activate(queued);
    if (this.#isHeldBack(queued)) return;
    this.#rejected.push(queued);
    this.#wakeBefore(untilMs);
    this.#arrived?.();
  }

  #activate(queued: QueuedPod): void {
    if (this.#isHeldBack(queued)) return;
    this.#active.push(queued);
    this.#arrived?.();
  }

  /** Puts it among those that wait, if some plugin does not want it to be tried at all. */
  #isHeldBack(queued: QueuedPod): boolean {
    const holder = this.#plugins.find((plugin) => plugin.preEnqueue?.(queued.info) !== undefined);
    if (!holder) return false;
    queued.rejectors = new Set([...queued.rejectors, holder.name]);
    this.#wait(queued);
    return true;
  }

  #wait(queued: QueuedPod): void {
    this.#waiting.add(queued);
    this.#wakeBefore(queued.queuedMs + maxWaitMs);
  }

  #endBackoffs(nowMs: number): void {
    for (const heap of [this.#rejected, this.#broken]) {
      for (let first = heap.peek(); first && backoffUntilMs(first) <= nowMs; first = heap.peek()) {
        heap.pop();
        this.#activate(first);
      }
    }
  }

  #endWaits(nowMs: number): void {
    for (let oldest = this.#waiting.oldest(); oldest && oldest.queuedMs + maxWaitMs <= nowMs; oldest = this.#waiting.oldest()) {
      this.#waiting.delete(oldest.info.uid);
      // Those that are held back begin to wait anew.
      oldest.queuedMs = nowMs;
      this.#activate(oldest);
    }
  }

  #nextDueMs(): number {
    const backoffs = [this.#rejected.peek(), this.#broken.peek()].map((first) =>
      first ? backoffUntilMs(first) : Number.POSITIVE_INFINITY,
    );
    const oldest = this.#waiting.oldest();
    return Math.min(...backoffs, oldest ? oldest.queuedMs + maxWaitMs : Number.POSITIVE_INFINITY);
  }

  /** The one timer is set anew only when something is due before it. */
  #wakeBefore(dueMs: number): void {
    if (dueMs <= this.#nextDueMs()) this.#bell.ring();
  }
}

/** By the second in which the back-off ends; within it, as if it had ended. */
function isSooner(a: QueuedPod, b: QueuedPod): boolean {
  const [first, second] = [a, b].map((queued) => Math.trunc(backoffUntilMs(queued) / 1000)) as [number, number]; // as many as were given
  return first === second ? isBefore(a, b) : first < second;
}
