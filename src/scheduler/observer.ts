/** How the attempt to place a pod ended. */
export type AttemptResult = 'scheduled' | 'unschedulable' | 'error';

/** How many pods wait, and for what. */
export interface PendingPods {
  readonly active: number;
  readonly backoff: number;
  /** For something in the cluster to change. */
  readonly unschedulable: number;
  /** For somebody to open their gates. */
  readonly gated: number;
}

/** Is told what the scheduler does, for metrics. All times are in milliseconds. */
export interface SchedulingObserver {
  attempted(result: AttemptResult, about: { readonly profile: string; readonly tookMs: number }): void;
  /** A pod has its node, so long after it was tried first. */
  placed(about: { readonly attempts: number; readonly sinceFirstMs: number }): void;
  /** A pod did not fit, so it was looked whether others can make room for it. */
  preempts(): void;
  /** So many have to. */
  victims(count: number): void;
  /** Can be asked from now on, until disposed. */
  pending(count: () => PendingPods): Disposable;
}

export const unobserved: SchedulingObserver = {
  attempted() {},
  placed() {},
  preempts() {},
  victims() {},
  pending: () => ({ [Symbol.dispose]() {} }),
};
