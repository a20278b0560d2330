import type { Pod } from '../../kinds/core/pod/index.ts';
import { podCondition } from '../../kinds/core/pod/readiness.ts';
import type { ContainerStatus } from '../../kinds/core/pod/status.ts';
import { absoluteFailureCount } from './pods.ts';

const firstMs = 10_000;
const longestMs = 10 * 60_000;

/** Failures since the last success, by which the next pod is put off. */
export interface FailureRecord {
  readonly failures: number;
  readonly lastFailureMs: number;
}

export const noFailures: FailureRecord = { failures: 0, lastFailureMs: 0 };

/** When the pod came to an end, as well as can be told. */
export function finishedMs(pod: Pod): number {
  const { metadata } = pod;
  const ready = podCondition(pod, 'Ready');
  const unreadySince = ready?.status === 'False' ? Date.parse(ready.lastTransitionTime ?? '') : Number.NaN;
  const deletedMs = Date.parse(metadata.deletionTimestamp ?? '') - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  return [containersFinishedMs(pod), unreadySince, deletedMs].find((time) => !Number.isNaN(time)) ?? Date.parse(metadata.creationTimestamp);
}

/** When the last container ended; no number unless all have. */
function containersFinishedMs({ spec, status }: Pod): number {
  const sidecars = new Set(spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
  const statuses = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name))];
  return statuses.length === 0 ? Number.NaN : Math.max(...statuses.map(endMs));
}

const endMs = ({ state }: ContainerStatus): number => Date.parse(state?.terminated?.finishedAt ?? '');

/** The record after more pods have ended. Only failures after the last success count. */
export function recorded(record: FailureRecord, succeeded: readonly Pod[], failed: readonly Pod[]): FailureRecord {
  const failures = failed.map(finishedMs).toSorted((a, b) => a - b);
  if (succeeded.length === 0) {
    const last = failures.at(-1);
    return last === undefined ? record : { failures: record.failures + failures.length, lastFailureMs: last };
  }
  const lastSuccessMs = Math.max(...succeeded.map(finishedMs));
  const since = failures.filter((time) => time > lastSuccessMs);
  return { failures: since.length, lastFailureMs: since.at(-1) ?? 0 };
}

/** How long until the next pod may be made: ten seconds after a failure, twice as long after each more, ten minutes at most. */
export function remainingMs({ failures, lastFailureMs }: FailureRecord, nowMs: number): number {
  if (failures === 0) return 0;
  const delayMs = Math.min(firstMs * 2 ** (failures - 1), longestMs);
  return Math.max(0, lastFailureMs + delayMs - nowMs);
}

/** The same for one index, given the pod of it that failed last. */
export const remainingForIndexMs = (last: Pod | undefined, nowMs: number): number =>
  last ? remainingMs({ failures: absoluteFailureCount(last) + 1, lastFailureMs: finishedMs(last) }, nowMs) : 0;
