import { timestamp } from '../../base/clock.ts';
import { Eviction } from '../../kinds/policy/eviction.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import { isPodReady } from '../../kinds/core/pod/readiness.ts';
import { ApiError, badRequest, unknownMethod } from '../../model/errors.ts';
import { selectorFromObject } from '../../model/labels.ts';
import type { ApiResponse } from '../../model/request.ts';
import { admit, mutate } from '../admission/run.ts';
import { decodeBody } from '../body.ts';
import type { Call } from '../call.ts';
import { writeQuery } from '../query-options.ts';
import type { Reader } from '../reader.ts';
import type { Resource } from '../resource.ts';
import type { ApiServer } from '../server.ts';
import { deleteObject } from '../verbs/delete/delete.ts';
import { admissionOfSubresource } from './admission.ts';

/** How many deletions a budget remembers until the pods are seen to be gone. */
const maxDisruptedPods = 2000;

/** POST of an Eviction: deletes a pod if its disruption budget allows. */
export async function eviction(call: Call, server: ApiServer): Promise<ApiResponse> {
  const { request, info, resource } = call;
  if (info.verb !== 'create') throw unknownMethod();
  const query = writeQuery(request.query, 'CreateOptions');
  const wanted = decodeBody(request, Eviction, { call, fieldValidation: query.fieldValidation });
  if (wanted.metadata.name && wanted.metadata.name !== info.name) throw badRequest('name in URL does not match name in Eviction object');
  const pod = resource.get({ namespace: info.namespace, name: info.name }).object as unknown as Pod;
  const admission = admissionOfSubresource(call, { object: wanted, oldObject: pod, dryRun: query.dryRun });
  await mutate(admission, server);
  await admit(admission, server);
  const options = { ...wanted.deleteOptions, ...(query.dryRun && { dryRun: ['All'] }) };
  if (needsBudget(pod)) await spend(pod, { server, dryRun: query.dryRun });
  await deleteObject({ namespace: info.namespace, name: info.name }, { call, context: server, options });
  return {
    code: 201,
    body: { type: 'object', value: { object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } } },
  };
}

/** Pods that do not run any more, or not yet, disrupt nobody. */
const needsBudget = ({ metadata, status }: Pod): boolean =>
  !metadata.deletionTimestamp && status.phase !== 'Succeeded' && status.phase !== 'Failed' && status.phase !== 'Pending';

/** Takes one disruption from the pod's budget. Throws TooManyRequests when none is left. */
async function spend(pod: Pod, { server, dryRun }: { server: ApiServer; dryRun: boolean }): Promise<void> {
  const { namespace = '', name } = pod.metadata;
  const budgets = await budgetsOf(pod, server.reader);
  if (budgets.length === 0) return;
  if (budgets.length > 1)
    throw new ApiError('InternalError', 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
  const [budget] = budgets;
  const resource = server.resourceOf('policy', 'poddisruptionbudgets') as Resource<PodDisruptionBudget> | undefined;
  if (!budget || !resource) return;
  if (!isPodReady(pod) && allowsUnhealthy(budget)) return;
  const spent = (current: PodDisruptionBudget): PodDisruptionBudget => {
    check(current);
    const { status } = current;
    const disruptedPods = { ...status.disruptedPods, [name]: timestamp(server.clock.now()) };
    return { ...current, status: { ...status, disruptionsAllowed: (status.disruptionsAllowed ?? 0) - 1, disruptedPods } };
  };
  if (dryRun) check(budget);
  else await resource.update({ namespace, name: budget.metadata.name }, ({ object }) => spent(object));
}

async function budgetsOf({ metadata: { namespace, labels = {} } }: Pod, reader: Reader): Promise<readonly PodDisruptionBudget[]> {
  const budgets = await reader.list(PodDisruptionBudget, namespace);
  return budgets.filter(({ spec: { selector } }) => selector !== undefined && selectorFromObject(selector).matches(labels));
}

function allowsUnhealthy({ spec, status }: PodDisruptionBudget): boolean {
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return (status.currentHealthy ?? 0) >= (status.desiredHealthy ?? 0) && (status.desiredHealthy ?? 0) > 0;
}

function check({ metadata, status }: PodDisruptionBudget): void {
  const refuse = (message: string): never => {
    throw new ApiError('TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
      details: { causes: [{ reason: 'DisruptionBudget', message }] },
    });
  };
  const { name, generation = 0 } = metadata;
  if ((status.observedGeneration ?? 0) < generation) refuse(`The disruption budget ${name} is still being processed by the server.`);
  if ((status.disruptionsAllowed ?? 0) <= 0 || Object.keys(status.disruptedPods ?? {}).length > maxDisruptedPods) {
    refuse(`The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`);
  }
}
