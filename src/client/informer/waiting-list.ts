interface Waiter {
  readonly revision: number;
  readonly resolve: () => void;
}

/** Those who wait until a copy has reached a revision. */
export class WaitingList {
  readonly #waiters = new Set<Waiter>();

  /** Rejects with the signal's reason when that aborts first. */
  wait(revision: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abandon = () => {
        this.#waiters.delete(waiter);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        revision,
        resolve: () => {
          signal.removeEventListener('abort', abandon);
          resolve();
        },
      };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', abandon, { once: true });
    });
  }

  reached(revision: number): void {
    for (const waiter of this.#waiters) {
      if (waiter.revision > revision) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
