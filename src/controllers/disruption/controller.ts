import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ReplicationController } from '../../kinds/core/replication-controller/index.ts';
import { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import { ApiError } from '../../model/errors.ts';
import { formatSelector, selectorFromObject } from '../../model/labels.ts';
import { defineController, on, type Context, type Controller } from '../../runtime/controller.ts';
import type { Work } from '../../runtime/work-queue.ts';
import { Scales } from '../scales/scales.ts';
import { messageOf } from '../failure.ts';
import { podsByLabel, selectedPods } from '../pods/pods-by-label.ts';
import { budgetsByLabel, budgetsOf } from './budgets.ts';
import { expectedScale } from './expected-scale.ts';
import { disruptedPods, expectationOf, failedStatus, needsScale, statusOf } from './plan.ts';

/** Keeps count of how many pods may be evicted. */
export function disruptionController(): Controller {
  const scales = new Scales();

  return defineController({
    name: 'disruption',
    for: PodDisruptionBudget,
    wakes: [
      on(Pod, (pod, { previous, cache }) => {
        const before = previous && previous.metadata.labels !== pod.metadata.labels ? budgetsOf(previous, cache) : [];
        return [...budgetsOf(pod, cache), ...before].map(({ metadata }) => metadata);
      }),
    ],
    indexes: [podsByLabel, budgetsByLabel],
    reads: [ReplicationController, ReplicaSet, Deployment, StatefulSet],

    async reconcile(budget, context) {
      try {
        return await sync(budget, scales, context);
      } catch (error) {
        if (ApiError.is(error, 'Conflict') || context.signal.aborted) throw error;
        const cause = error instanceof Error ? error : new Error(String(error));
        const status = failedStatus(budget, cause, context.clock.now());
        await context.client.update(PodDisruptionBudget, { ...budget, status }, { subresource: 'status' });
        return undefined;
      }
    },
  });
}

async function sync(budget: PodDisruptionBudget, scales: Scales, context: Context): Promise<Work | undefined> {
  const { client, cache, clock, events } = context;
  const pods = selectedPods(selectorFromObject(budget.spec.selector), budget.metadata.namespace, cache);
  if (pods.length === 0) events.event(budget, { reason: 'NoPods', message: 'No matching pods found' });
  const count = needsScale(budget) ? await scaleOf(budget, pods, { scales, context }) : pods.length;
  const nowMs = clock.now();
  const { pending, overdue, recheckMs } = disruptedPods(budget, pods, nowMs);
  const { namespace, name } = budget.metadata;
  for (const pod of overdue) {
    const message = `Pod was expected by PDB ${namespace}/${name} to be deleted but it wasn't`;
    events.event(pod, { type: 'Warning', reason: 'NotDeleted', message });
  }
  const status = statusOf(budget, { pods, expectation: expectationOf(budget, count), pending }, nowMs);
  if (status !== budget.status) await client.update(PodDisruptionBudget, { ...budget, status }, { subresource: 'status' });
  // A moment later, as an eviction counts up to the very end of its time.
  return recheckMs === undefined ? undefined : { afterMs: recheckMs + 1 };
}

async function scaleOf(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  { scales, context }: { scales: Scales; context: Context },
): Promise<number> {
  const { events } = context;
  try {
    const { count, hasUnmanaged } = await expectedScale(pods, scales, context);
    if (hasUnmanaged) {
      const message = `Pods selected by this PodDisruptionBudget (selector: ${formatSelector(budget.spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
      events.event(budget, { type: 'Warning', reason: 'UnmanagedPods', message });
    }
    return count;
  } catch (error) {
    const message = `Failed to calculate the number of expected pods: ${messageOf(error)}`;
    events.event(budget, { type: 'Warning', reason: 'CalculateExpectedPodCountFailed', message });
    throw error;
  }
}
