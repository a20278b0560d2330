/** What a process has used so far. */
export interface Use {
  readonly cpuMs: number;
  readonly memoryBytes: number;
  readonly nowMs: number;
}

/** Of one core, below which a process is idle. */
const idleShare = 0.05;
/** How much more than after the last time is worth a collection. */
const growth = 1.25;
/** How many times as long as it took nothing is collected after a collection, so that an idle process stays one. */
const restFactor = 500;

/**
 * Says when a process does well to collect its garbage: when it is idle, and has grown since it last did. By itself it would keep
 * what it once took until it is busy again.
 */
export class IdleMemory {
  #before: Use | undefined;
  #collectedBytes = 0;
  #nextMs = Number.NEGATIVE_INFINITY;

  isDue(use: Use): boolean {
    const before = this.#before;
    this.#before = use;
    if (!before) return false;
    const share = (use.cpuMs - before.cpuMs) / (use.nowMs - before.nowMs);
    return share < idleShare && use.memoryBytes > this.#collectedBytes * growth && use.nowMs >= this.#nextMs;
  }

  collected({ memoryBytes, nowMs, tookMs }: Omit<Use, 'cpuMs'> & { readonly tookMs: number }): void {
    this.#collectedBytes = memoryBytes;
    this.#nextMs = nowMs + tookMs * restFactor;
  }
}
