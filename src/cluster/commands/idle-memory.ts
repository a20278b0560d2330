import { eventLoopUtilization } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Clock } from '../../base/clock.ts';

const periodMs = 5000;
const idleBelow = 0.1;
const worthwhileBytes = 16 * 1024 * 1024;

export interface MemoryUse {
  /** The share of the last period in which the event loop had work, 0 to 1. */
  readonly utilization: number;
  readonly residentBytes: number;
  /** What was left when memory was given back last; 0 before that. */
  readonly leftBytes: number;
}

/** Whether so much has come together since, and so little is going on, that giving memory back is worth its pause. */
export const isWorthGivingBack = ({ utilization, residentBytes, leftBytes }: MemoryUse): boolean =>
  utilization < idleBelow && residentBytes > leftBytes + worthwhileBytes;

/**
 * Gives the system back what V8 keeps in reserve after more work than there is now, starting above all: V8 by itself waits for
 * the machine to run short of memory. That takes a tenth of a second, so it is done while nothing else is.
 */
export async function giveBackIdleMemory({ clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<void> {
  let leftBytes = 0;
  while (!signal.aborted) {
    const before = eventLoopUtilization();
    await clock.sleep(periodMs, signal);
    const { utilization } = eventLoopUtilization(before);
    if (signal.aborted || !isWorthGivingBack({ utilization, residentBytes: process.memoryUsage.rss(), leftBytes })) continue;
    giveBackMemory();
    leftBytes = process.memoryUsage.rss();
  }
}

export function giveBackMemory(): void {
  // The only collection that gives back what is kept for new objects; Node offers no other way to ask for it.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
