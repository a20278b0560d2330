import type { Client } from '../../client/client.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { PodStatus } from '../../kinds/core/pod/status.ts';
import { formatTime } from '../../model/timestamp.ts';

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

/** Changes part of a pod's status, conditions by type, provided it is still the same pod. */
export async function patchPodStatus(client: Client, { metadata }: Pod, status: Partial<PodStatus>): Promise<void> {
  const body = { metadata: { uid: metadata.uid }, status };
  await client.patch(Pod, metadata, { type: 'strategic', body }, { subresource: 'status' });
}
