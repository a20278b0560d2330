import type { Client, Ref } from '../../client/client.ts';
import type { EventRecorder } from '../../client/events/event-recorder.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { PodStatus } from '../../kinds/core/pod/status.ts';
import { ApiError } from '../../model/errors.ts';
import { formatTime } from '../../model/timestamp.ts';
import type { Context } from '../../runtime/controller.ts';

export interface Disruption {
  readonly reason: string;
  readonly message: string;
}

/** The condition by which workloads tell that a pod was ended from outside (KEP-3329). Undefined when it is there. */
export function disruptionCondition({ metadata, status }: Pod, { reason, message }: Disruption, nowMs: number) {
  const current = status.conditions?.find(({ type }) => type === 'DisruptionTarget');
  if (current?.status === 'True' && current.reason === reason && current.message === message) return undefined;
  return {
    type: 'DisruptionTarget',
    status: 'True',
    reason,
    message,
    lastTransitionTime: current?.status === 'True' && current.lastTransitionTime ? current.lastTransitionTime : formatTime(nowMs),
    ...(metadata.generation !== undefined && { observedGeneration: metadata.generation }),
  };
}

/** Ends the pod, having said in its status why. Answers whether it was still there. */
export async function deleteDisrupted(
  pod: Pod,
  disruption: Disruption,
  { client, clock }: Pick<Context, 'client' | 'clock'>,
): Promise<boolean> {
  try {
    const condition = disruptionCondition(pod, disruption, clock.now());
    if (condition) await patchPodStatus(client, pod, { conditions: [condition] });
    await client.delete(Pod, pod.metadata, { preconditions: { uid: pod.metadata.uid } });
    return true;
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return false;
    throw error;
  }
}

/** An event about a pod of which perhaps only the name is left. */
export const podEvent = (events: EventRecorder, { name, namespace = '' }: Ref, event: { reason: string; message: string }): void =>
  events.event({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } }, event);

/** Changes part of a pod's status, conditions by type, provided it is still the same pod. */
export async function patchPodStatus(client: Client, { metadata }: Pod, status: Partial<PodStatus>): Promise<void> {
  const body = { metadata: { uid: metadata.uid }, status };
  await client.patch(Pod, metadata, { type: 'strategic', body }, { subresource: 'status' });
}
