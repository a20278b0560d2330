import type { Pod } from '../../../kinds/core/pod/index.ts';
import { isPodReady } from '../../../kinds/core/pod/readiness.ts';
import type { PodDisruptionBudget } from '../../../kinds/policy/pod-disruption-budget.ts';
import { findCondition, setCondition } from '../../../model/conditions.ts';
import { ApiError, forbidden } from '../../../model/errors.ts';

/** How many deletions a budget remembers until the pods are seen to be gone. */
const maxDisruptedPods = 2000;
/** After how long a budget that is being worked out may have been. */
const processingSeconds = 10;

/** Pods that do not run any more, or not yet, disrupt nobody. */
export const disruptsNobody = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(status.phase ?? '');

/** Whether a pod that does no work may go without its budget being asked: always, or while enough others work. */
export function isUncounted(pod: Pod, { spec, status }: PodDisruptionBudget): boolean {
  if (isPodReady(pod)) return false;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status;
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

/** The budget with one disruption less, taken for the pod of that name. Throws when it allows none. */
export function spent(budget: PodDisruptionBudget, podName: string, { nowTimestamp }: { nowTimestamp: string }): PodDisruptionBudget {
  const { status } = budget;
  const disruptionsAllowed = allowed(budget) - 1;
  const insufficient = {
    type: 'DisruptionAllowed',
    status: 'False',
    reason: 'InsufficientPods',
    message: '',
    ...(status.observedGeneration !== undefined && { observedGeneration: status.observedGeneration }),
  };
  return {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed,
      disruptedPods: { ...status.disruptedPods, [podName]: nowTimestamp },
      ...(disruptionsAllowed === 0 && { conditions: setCondition(status.conditions, insufficient, { nowTimestamp }) }),
    },
  };
}

/** How many disruptions a budget allows, which is at least one. */
function allowed({ metadata: { name, generation = 0 }, status }: PodDisruptionBudget): number {
  const { observedGeneration = 0, disruptionsAllowed = 0, disruptedPods = {} } = status;
  if (observedGeneration < generation) throw stillProcessed(name);
  const about = { group: 'policy', plural: 'poddisruptionbudget', name };
  if (disruptionsAllowed < 0) throw forbidden(about, 'pdb disruptions allowed is negative');
  if (Object.keys(disruptedPods).length > maxDisruptedPods)
    throw forbidden(about, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (disruptionsAllowed === 0) throw tooMany(whyNone(name, status), {});
  return disruptionsAllowed;
}

function whyNone(name: string, { conditions, currentHealthy = 0, desiredHealthy = 0 }: PodDisruptionBudget['status']): string {
  const condition = findCondition(conditions, 'DisruptionAllowed');
  const reason = condition?.status === 'False' && condition.message ? condition : undefined;
  // Counts are not to be trusted when the budget could not be worked out.
  if (reason?.reason === 'SyncFailed')
    return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${reason.message}`;
  if (currentHealthy <= desiredHealthy)
    return `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  const because = reason ? ` (${reason.reason}): ${reason.message}` : '';
  return `The disruption budget ${name} does not allow evicting pods currently${because}`;
}

export const stillProcessed = (name: string): ApiError =>
  tooMany(`The disruption budget ${name} is still being processed by the server.`, { retryAfterSeconds: processingSeconds });

const tooMany = (message: string, details: { retryAfterSeconds?: number }): ApiError =>
  new ApiError('TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    details: { ...details, causes: [{ reason: 'DisruptionBudget', message }] },
  });
