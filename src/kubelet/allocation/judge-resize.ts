import type { Pod } from '../../kinds/core/pod/index.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import { quantityMilliValue, quantityValue } from '../../model/quantity.ts';
import { refuseResources, type AdmissionSituation } from '../admission/admit.ts';

/** Why a pod does not get what it asks for now: it never can here, or not yet. */
export interface ResizeRefusal {
  readonly reason: 'Infeasible' | 'Deferred';
  readonly message: string;
}

export function judgeResize(pod: Pod, { node, others }: AdmissionSituation): ResizeRefusal | undefined {
  const requests = podRequests(pod);
  for (const [name, amount] of [
    ['cpu', quantityMilliValue],
    ['memory', quantityValue],
  ] as const) {
    const requested = amount(requests[name] ?? '0');
    const capacity = amount(node.allocatable[name] ?? '0');
    if (requested > capacity) {
      return { reason: 'Infeasible', message: `Node didn't have enough capacity: ${name}, requested: ${requested}, capacity: ${capacity}` };
    }
  }
  const refusal = refuseResources(pod, node, others);
  return refusal && { reason: 'Deferred', message: refusal.message };
}
