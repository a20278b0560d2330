import type { DaemonSet } from '../../kinds/apps/daemon-set/index.ts';
import type { DaemonSetStatus } from '../../kinds/apps/daemon-set/schema.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodAvailable, isPodReady } from '../../kinds/core/pod/readiness.ts';
import type { Situation } from './plan.ts';
import { isUpdated } from './pod-template.ts';

/** The status as it should be; the same object when it is so already. Of several pods on a node the oldest counts. */
export function statusOf(daemonSet: DaemonSet, { places, hash, nowMs }: Situation, collisionCount: number): DaemonSetStatus {
  const nodes = places.filter(({ placement }) => placement !== undefined);
  const wanted = nodes.filter(({ placement }) => placement === 'run');
  const scheduled = wanted.flatMap(({ pods: [first] }) => first ?? []);
  const count = (predicate: (pod: Pod) => boolean) => scheduled.filter(predicate).length;
  const { minReadySeconds = 0 } = daemonSet.spec;
  const numberAvailable = count((pod) => isPodAvailable(pod, minReadySeconds, nowMs));
  const status: DaemonSetStatus = {
    ...daemonSet.status,
    desiredNumberScheduled: wanted.length,
    currentNumberScheduled: scheduled.length,
    numberMisscheduled: nodes.filter(({ placement, pods }) => placement !== 'run' && pods.length > 0).length,
    numberReady: count(isPodReady),
    numberAvailable,
    numberUnavailable: wanted.length - numberAvailable,
    updatedNumberScheduled: count((pod) => isUpdated(pod, daemonSet, hash)),
    observedGeneration: daemonSet.metadata.generation ?? 0,
    ...(collisionCount > 0 && { collisionCount }),
  };
  return isUnchanged(daemonSet.status, status) ? daemonSet.status : status;
}

const counts = [
  'desiredNumberScheduled',
  'currentNumberScheduled',
  'numberMisscheduled',
  'numberReady',
  'numberAvailable',
  'numberUnavailable',
  'updatedNumberScheduled',
  'observedGeneration',
  'collisionCount',
] as const;

/** Zero and nothing are the same: the API leaves zeroes out. */
const isUnchanged = (before: DaemonSetStatus, after: DaemonSetStatus): boolean =>
  counts.every((name) => (before[name] ?? 0) === (after[name] ?? 0));
