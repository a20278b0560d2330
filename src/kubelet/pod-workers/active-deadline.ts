import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodStatus } from '../../kinds/core/pod/status.ts';
import type { PodFailure } from '../status/facts.ts';

/** When the pod has been active for as long as it may. */
export function activeDeadlineMs({ spec, status: told }: Pod, status: PodStatus | undefined): number | undefined {
  const startTime = status?.startTime ?? told.startTime;
  if (spec.activeDeadlineSeconds === undefined || startTime === undefined) return undefined;
  return Date.parse(startTime) + spec.activeDeadlineSeconds * 1000;
}

export const deadlineFailure: PodFailure = {
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
};
