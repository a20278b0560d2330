import type { PodInfo } from '../snapshot/pod-info.ts';

/** A pod that waits to be placed, with what earlier attempts have shown. */
export interface QueuedPod {
  /** As last seen. */
  info: PodInfo;
  /** When it came, or came back, to the queue. */
  queuedMs: number;
  attempts: number;
  /** When it was taken from the queue first, and last. */
  firstAttemptMs?: number;
  lastAttemptMs?: number;
  /** How often it did not fit. */
  rejections: number;
  /** How often in a row something broke. */
  errors: number;
  /** The plugins that said no last time: only what they wait for can help. None, when something broke. */
  rejectors: ReadonlySet<string>;
}

export const newQueuedPod = (info: PodInfo, nowMs: number): QueuedPod => ({
  info,
  queuedMs: nowMs,
  attempts: 0,
  rejections: 0,
  errors: 0,
  rejectors: new Set(),
});

/** Higher priority first, then who came first. */
export const isBefore = (a: QueuedPod, b: QueuedPod): boolean =>
  a.info.priority === b.info.priority ? a.queuedMs < b.queuedMs : a.info.priority > b.info.priority;

const firstBackoffMs = 1000;
const maxBackoffMs = 10_000;

/** Until when a pod that failed is not tried again unless there is nothing else to do. */
export function backoffUntilMs({ queuedMs, rejections, errors }: QueuedPod): number {
  const failures = errors > 0 ? errors : rejections;
  if (failures === 0) return queuedMs;
  return queuedMs + Math.min(firstBackoffMs * 2 ** (failures - 1), maxBackoffMs);
}
