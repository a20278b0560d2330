import { Pod } from '../../kinds/core/pod/index.ts';
import { podCondition } from '../../kinds/core/pod/readiness.ts';
import { ApiError } from '../../model/errors.ts';
import { formatTime } from '../../model/timestamp.ts';
import { defineController } from '../../runtime/controller.ts';
import { patchPodStatus } from '../pods/disruption.ts';
import { staleDisruptionMs } from './plan.ts';

/** Takes back that a pod is about to be disrupted, where nothing came of it. */
export const staleDisruptionController = defineController({
  name: 'stale-disruption',
  for: Pod,
  isWokenBy: (pod) => podCondition(pod, 'DisruptionTarget')?.status === 'True',

  async reconcile(pod, { client, clock }) {
    const nowMs = clock.now();
    const leftMs = staleDisruptionMs(pod, nowMs);
    if (leftMs === undefined) return undefined;
    if (leftMs > 0) return { afterMs: leftMs };
    const { generation } = pod.metadata;
    const condition = {
      type: 'DisruptionTarget',
      status: 'False',
      lastTransitionTime: formatTime(nowMs),
      reason: '',
      message: '',
      ...(generation !== undefined && { observedGeneration: generation }),
    };
    try {
      await patchPodStatus(client, pod, { conditions: [condition] });
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
    return undefined;
  },
});
