import { timestamp, type Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Client } from '../client/client.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import type { PodCondition } from '../kinds/core/pod/status.ts';
import { findCondition } from '../model/conditions.ts';
import { ApiError } from '../model/errors.ts';
import { podName } from './snapshot/pod-info.ts';

export interface StatusChange {
  readonly condition?: Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'> | undefined;
  /** Empty to have none any more; unchanged, unless given. */
  readonly nominatedNode?: string | undefined;
}

/** What to send, if anything becomes different by it. */
export function statusPatch(
  { metadata, status }: Readonly<Pod>,
  { condition, nominatedNode }: StatusChange,
  { nowTimestamp }: { nowTimestamp: string },
): object | undefined {
  const changes: { conditions?: object[]; nominatedNodeName?: string | null } = {};
  const previous = condition && findCondition(status.conditions, condition.type);
  const { reason, message } = previous ?? {};
  if (condition && !(previous?.status === condition.status && reason === condition.reason && message === condition.message)) {
    const isTransition = previous?.status !== condition.status;
    const lastTransitionTime = isTransition ? nowTimestamp : (previous.lastTransitionTime ?? nowTimestamp);
    changes.conditions = [{ ...condition, observedGeneration: metadata.generation, lastTransitionTime }];
  }
  if (nominatedNode !== undefined && nominatedNode !== (status.nominatedNodeName ?? '')) changes.nominatedNodeName = nominatedNode || null;
  // The uid keeps it from a pod that has come in the place of this one.
  return Object.keys(changes).length > 0 ? { metadata: { uid: metadata.uid }, status: changes } : undefined;
}

export interface PodStatusWriterOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}

/** Answers whether the pod has this status now; it does not, when the pod is gone. */
export async function writeStatus(
  pod: Readonly<Pod>,
  change: StatusChange,
  { client, clock, log, signal }: PodStatusWriterOptions & { readonly signal: AbortSignal },
): Promise<boolean> {
  const body = statusPatch(pod, change, { nowTimestamp: timestamp(clock.now()) });
  if (!body) return true;
  try {
    await client.patch(Pod, pod.metadata, { type: 'strategic', body }, { subresource: 'status', signal });
    return true;
  } catch (error) {
    const isExpected = signal.aborted || ApiError.is(error, 'NotFound', 'Conflict');
    log[isExpected ? 'debug' : 'warn']({ err: error, pod: podName(pod) }, 'pod status not written');
    return false;
  }
}
