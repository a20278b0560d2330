import { Pod } from '../../kinds/core/pod/index.ts';
import { ApiError } from '../../model/errors.ts';
import { formatTime } from '../../model/timestamp.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import { addressOf } from './node.ts';
import { nextStep, type PodTimes } from './pod-life.ts';
import { finishedStatus, runningStatus, type Reported } from './status.ts';

export interface FakePodsOptions extends PodTimes {
  /** The index of a node of ours. */
  readonly indexOf: (nodeName: string) => number | undefined;
}

/** Stands in for the kubelets of all fake nodes. */
export function fakePodController({ indexOf, ...times }: FakePodsOptions): Controller {
  let addresses = 0;

  const reported = (pod: Pod, index: number, nowMs: number): Reported => ({
    nowTimestamp: formatTime(nowMs),
    podIp: pod.status.podIP ?? podAddress(addresses++),
    hostIp: addressOf(index),
  });

  return defineController({
    name: 'fake-pods',
    for: Pod,
    selects: [{ kind: Pod, fieldSelector: 'spec.nodeName!=' }],
    workers: 64,

    async reconcile(pod, context) {
      const index = indexOf(pod.spec.nodeName ?? '');
      const step = index === undefined ? undefined : nextStep(pod, times);
      if (index === undefined || !step) return undefined;
      const nowMs = context.clock.now();
      if (step.atMs > nowMs) return { afterMs: step.atMs - nowMs };
      switch (step.type) {
        case 'start':
          await report(pod, runningStatus(pod, reported(pod, index, nowMs)), context);
          return undefined;
        case 'restart': {
          const restarts = Math.max(0, ...(pod.status.containerStatuses ?? []).map(({ restartCount }) => restartCount)) + 1;
          await report(pod, runningStatus(pod, reported(pod, index, nowMs), { restarts }), context);
          return undefined;
        }
        case 'finish':
          await report(pod, finishedStatus(pod, { nowTimestamp: formatTime(nowMs), exitCode: step.exitCode }), context);
          return undefined;
        case 'remove':
          await remove(pod, context);
          return undefined;
      }
    },
  });
}

async function report({ metadata }: Pod, status: Pod['status'], { client }: Context): Promise<void> {
  const body = { metadata: { uid: metadata.uid }, status };
  await client.patch(Pod, metadata, { type: 'strategic', body }, { subresource: 'status' });
}

/** Whoever counts finished pods, and so holds on to this one, has to see that it has finished. */
async function remove(pod: Pod, context: Context): Promise<void> {
  const { metadata } = pod;
  if (metadata.finalizers?.length && pod.status.phase === 'Running') {
    await report(pod, finishedStatus(pod, { nowTimestamp: formatTime(context.clock.now()), exitCode: 143 }), context);
  }
  if (metadata.finalizers?.length && metadata.deletionGracePeriodSeconds === 0) return;
  try {
    await context.client.delete(Pod, metadata, { gracePeriodSeconds: 0, preconditions: { uid: metadata.uid } });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}

/** Unique as long as there are no more than sixteen million. */
const podAddress = (number: number): string => `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
