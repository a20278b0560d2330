interface Waiter<T> {
  readonly isMeant: (news: T) => boolean;
  readonly resolve: () => void;
}

/** Those who wait for a certain piece of news. */
export class WaitingList<T> {
  readonly #waiters = new Set<Waiter<T>>();

  /** Resolves with the first news that is meant. Rejects with the signal's reason when that aborts first. */
  wait(isMeant: (news: T) => boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abandon = () => {
        this.#waiters.delete(waiter);
        reject(signal.reason);
      };
      const waiter: Waiter<T> = {
        isMeant,
        resolve: () => {
          signal.removeEventListener('abort', abandon);
          resolve();
        },
      };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', abandon, { once: true });
    });
  }

  tell(news: T): void {
    for (const waiter of this.#waiters) {
      if (!waiter.isMeant(news)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
