import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';

/** On a Pod: how long its containers run; until they are stopped, unless given. Pods that may end run for a moment. */
export const runSecondsAnnotation = 'fake.kubets.dev/run-seconds';
/** On a Pod: the exit code of its containers, 0 unless given. */
export const exitCodeAnnotation = 'fake.kubets.dev/exit-code';
/** On a Pod: `false` where it never becomes ready. */
export const readyAnnotation = 'fake.kubets.dev/ready';

export interface PodTimes {
  /** From being given a node to running. */
  readonly startMs: number;
  /** From being told to stop to having stopped, within the pod's own grace. */
  readonly stopMs: number;
}

/** What a kubelet would do next with a pod, and at which time. */
export type Step =
  | { readonly type: 'start' | 'restart' | 'remove'; readonly atMs: number }
  | { readonly type: 'finish'; readonly atMs: number; readonly exitCode: number };

export function nextStep(pod: Pod, { startMs, stopMs }: PodTimes): Step | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
  if (deletionTimestamp !== undefined) {
    const deletedMs = Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
    return { type: 'remove', atMs: deletedMs + Math.min(stopMs, deletionGracePeriodSeconds * 1000) };
  }
  if (isPodTerminal(pod)) return undefined;
  if (pod.status.phase !== 'Running') return { type: 'start', atMs: scheduledMs(pod) + startMs };
  const runMs = runTimeMs(pod);
  if (runMs === undefined) return undefined;
  const atMs = startedMs(pod) + runMs;
  const exitCode = Number(pod.metadata.annotations?.[exitCodeAnnotation] ?? 0) || 0;
  const { restartPolicy } = pod.spec;
  const restarts = restartPolicy === 'OnFailure' ? exitCode !== 0 : restartPolicy !== 'Never';
  return restarts ? { type: 'restart', atMs } : { type: 'finish', atMs, exitCode };
}

function runTimeMs({ metadata, spec }: Pod): number | undefined {
  const seconds = Number(metadata.annotations?.[runSecondsAnnotation] ?? Number.NaN);
  if (seconds >= 0) return seconds * 1000;
  return spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure' ? 0 : undefined;
}

function scheduledMs({ metadata, status }: Pod): number {
  const scheduled = status.conditions?.find(({ type, status: is }) => type === 'PodScheduled' && is === 'True');
  return Date.parse(scheduled?.lastTransitionTime || metadata.creationTimestamp);
}

function startedMs(pod: Pod): number {
  const starts = pod.status.containerStatuses?.map(({ state }) => Date.parse(state?.running?.startedAt ?? '')) ?? [];
  const latest = Math.max(...starts);
  return Number.isFinite(latest) ? latest : scheduledMs(pod);
}
