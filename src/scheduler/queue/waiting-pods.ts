import type { QueuedPod } from './queued-pod.ts';

/** Pods that nothing is to be done about until something happens, found by the plugins they wait for. */
export class WaitingPods {
  /** Oldest first. */
  readonly #pods = new Map<string, QueuedPod>();
  readonly #byRejector = new Map<string, Set<QueuedPod>>();

  get size(): number {
    return this.#pods.size;
  }

  get(uid: string): QueuedPod | undefined {
    return this.#pods.get(uid);
  }

  add(queued: QueuedPod): void {
    this.delete(queued.info.uid);
    this.#pods.set(queued.info.uid, queued);
    for (const rejector of queued.rejectors) {
      const waiting = this.#byRejector.get(rejector);
      if (waiting) waiting.add(queued);
      else this.#byRejector.set(rejector, new Set([queued]));
    }
  }

  delete(uid: string): QueuedPod | undefined {
    const queued = this.#pods.get(uid);
    if (!queued) return undefined;
    this.#pods.delete(uid);
    for (const rejector of queued.rejectors) this.#byRejector.get(rejector)?.delete(queued);
    return queued;
  }

  rejectedBy(rejector: string): ReadonlySet<QueuedPod> {
    return this.#byRejector.get(rejector) ?? none;
  }

  oldest(): QueuedPod | undefined {
    return this.#pods.values().next().value;
  }
}

const none: ReadonlySet<QueuedPod> = new Set();
