import { timestamp } from '../../base/clock.ts';
import { Eviction } from '../../kinds/policy/eviction.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import { setCondition } from '../../model/conditions.ts';
import { ApiError, badRequest, unexplained, unknownMethod } from '../../model/errors.ts';
import { selectorFromObject } from '../../model/labels.ts';
import type { DeleteOptions } from '../../model/meta.ts';
import type { ApiResponse } from '../../model/request.ts';
import { admit, mutate } from '../admission/run.ts';
import { decodeBody } from '../body.ts';
import type { Call } from '../call.ts';
import { writeQuery } from '../query-options.ts';
import type { Resource } from '../resource.ts';
import type { ApiServer } from '../server.ts';
import { checkPreconditions, deleteObject } from '../verbs/delete/delete.ts';
import { checkDeleteOptions } from '../verbs/delete/options.ts';
import { admissionOfSubresource } from './admission.ts';
import { disruptsNobody, isUncounted, spent, stillProcessed } from './eviction/budget.ts';

/** How often a pod that keeps changing is tried again. */
const maxAttempts = 20;

/** POST of an Eviction: deletes a pod if its disruption budget allows. */
export async function eviction(call: Call, server: ApiServer): Promise<ApiResponse> {
  const { request, info } = call;
  if (info.verb !== 'create') throw unknownMethod();
  const query = writeQuery(request.query, 'CreateOptions');
  const wanted = decodeBody(request, Eviction, { call, fieldValidation: query.fieldValidation });
  if (wanted.metadata.name !== info.name) throw badRequest('name in URL does not match name in Eviction object');
  const options = optionsOf(wanted, query.dryRun);
  const pods = call.resource as unknown as Resource<Pod>;
  const admission = admissionOfSubresource(call, { object: wanted, oldObject: pods.find(info)?.object, dryRun: query.dryRun });
  await mutate(admission, server);
  await admit(admission, server);
  await evict({ call, server, options, pods });
  return {
    code: 201,
    body: { type: 'object', value: { object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } } },
  };
}

/** How the pod is deleted. Both the request and what it brings may ask for a dry run. */
function optionsOf({ deleteOptions = {} }: Eviction, dryRun: boolean): DeleteOptions {
  const given = deleteOptions.dryRun ?? [];
  if (dryRun && given.length > 0 && (given.length > 1 || given[0] !== 'All'))
    throw unexplained(`Non-matching dry-run options in request and content: [All] and [${given.join(' ')}]`);
  const options = { ...deleteOptions, ...(dryRun && { dryRun: ['All'] }) };
  checkDeleteOptions(options);
  return options;
}

interface Evicting {
  readonly call: Call;
  readonly server: ApiServer;
  readonly options: DeleteOptions;
  readonly pods: Resource<Pod>;
}

async function evict(evicting: Evicting): Promise<void> {
  const { call, options, pods } = evicting;
  const isBound = options.preconditions?.resourceVersion !== undefined;
  for (let attempt = 1; ; attempt++) {
    const pod = pods.get(call.info).object;
    if (!disruptsNobody(pod)) return evictWithinBudget(pod, evicting);
    try {
      // A pod that waits may begin to work, and to count, before it is gone.
      await remove(pod.status.phase === 'Pending' && !pod.metadata.deletionTimestamp ? boundTo(pod, options) : options, evicting);
      return;
    } catch (error) {
      if (isBound || attempt >= maxAttempts || !ApiError.is(error, 'Conflict')) throw error;
    }
  }
}

async function evictWithinBudget(pod: Pod, evicting: Evicting): Promise<void> {
  const { server, options } = evicting;
  const [budget, ...more] = await budgetsOf(pod, server);
  if (more.length > 0)
    throw unexplained('This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
  if (!budget) return remove(options, evicting);
  if (!isUncounted(pod, budget)) {
    await spend(budget, pod, evicting);
    return remove(options, evicting);
  }
  try {
    // Only as long as it is as idle as it was found.
    await remove(boundTo(pod, options), evicting);
  } catch (error) {
    throw ApiError.is(error, 'Conflict') && options.preconditions?.resourceVersion === undefined
      ? stillProcessed(budget.metadata.name)
      : error;
  }
}

const boundTo = ({ metadata: { resourceVersion } }: Pod, options: DeleteOptions): DeleteOptions => ({
  ...options,
  preconditions: { resourceVersion, ...options.preconditions },
});

async function budgetsOf({ metadata: { namespace, labels = {} } }: Pod, { reader }: ApiServer): Promise<readonly PodDisruptionBudget[]> {
  const budgets = await reader.list(PodDisruptionBudget, namespace);
  return budgets.filter(({ spec: { selector } }) => selector !== undefined && selectorFromObject(selector).matches(labels));
}

/** Takes one disruption from the pod's budget. Throws when none is left. */
async function spend({ metadata }: PodDisruptionBudget, pod: Pod, { server, options }: Evicting): Promise<void> {
  const budgets = server.resourceOf('policy', 'poddisruptionbudgets') as Resource<PodDisruptionBudget> | undefined;
  if (!budgets) return;
  const { name, namespace = '' } = metadata;
  await budgets.update({ namespace, name }, ({ object }) => {
    const next = spent(object, pod.metadata.name, { nowTimestamp: timestamp(server.clock.now()) });
    return options.dryRun?.length ? object : next;
  });
}

/** Says on the pod why it goes, then deletes it. */
async function remove(options: DeleteOptions, { call, server, pods }: Evicting): Promise<void> {
  let wanted = options;
  if (!options.dryRun?.length) {
    const { object } = await pods.update(call.info, (current) => {
      checkPreconditions(current, call, options);
      return withDisruption(current.object, timestamp(server.clock.now()));
    });
    // What was just said made another version of it.
    const { resourceVersion } = object.metadata;
    if (options.preconditions?.resourceVersion !== undefined)
      wanted = { ...options, preconditions: { ...options.preconditions, resourceVersion } };
  }
  await deleteObject(call.info, { call, context: server, options: wanted });
}

function withDisruption(pod: Readonly<Pod>, nowTimestamp: string): Pod {
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
  return { ...pod, status: { ...pod.status, conditions: setCondition(pod.status.conditions, condition, { nowTimestamp }) } };
}
