/** Is told what happens in a queue, for metrics. All times are in milliseconds. */
export interface QueueObserver {
  /** A key came in that was not waiting already. */
  added(): void;
  /** How many keys wait to be worked on. */
  depth(keys: number): void;
  /** A worker took a key that waited so long, and begins with it now. */
  taken(key: string, waitedMs: number): void;
  done(key: string, workedMs: number): void;
  /** A key is to be tried again, because it failed. */
  retried(): void;
}

/** Gives each queue, by its name, its observer. */
export type ObserveQueue = (name: string) => QueueObserver;

export const unobserved: QueueObserver = { added() {}, depth() {}, taken() {}, done() {}, retried() {} };
