import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { isMissingFile } from '../files/missing-file.ts';
import type { PodObserver } from '../pleg/pod-observer.ts';
import type { Containers } from '../runtime/runtime.ts';
import { rotateLog, type RotationLimits } from './log-rotation.ts';

export interface LogRotatorOptions {
  readonly observer: PodObserver;
  readonly containers: Containers;
  readonly limits: RotationLimits;
  readonly clock: Clock;
  readonly log: Log;
}

const periodMs = 10_000;

/** Keeps the logs of running containers within their limits. */
export async function rotateLogs({ observer, containers, limits, clock, log }: LogRotatorOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(periodMs, signal);
    for (const { id, logPath, state } of observer.all().flatMap((pod) => pod.containers)) {
      if (signal.aborted) return;
      if (state !== 'Running' || !logPath) continue;
      try {
        await rotateLog({ ...limits, path: logPath, nowMs: clock.now(), reopen: () => containers.reopenLog(id, { signal }) });
      } catch (error) {
        if (!signal.aborted && !isMissingFile(error)) log.warn({ err: error, path: logPath }, 'a log could not be rotated');
      }
    }
  }
}
