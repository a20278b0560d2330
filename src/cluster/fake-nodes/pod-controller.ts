import { Pod } from '../../kinds/core/pod/index.ts';
import { ApiError } from '../../model/errors.ts';
import { formatTime } from '../../model/timestamp.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import { addressOf } from './node.ts';
import { nextStep, type PodTimes, type Step } from './pod-life.ts';
import { finishedStatus, runningStatus } from './status.ts';

export interface FakePodsOptions extends PodTimes {
  /** The index of a node of ours. */
  readonly indexOf: (nodeName: string) => number | undefined;
}

/** Stands in for the kubelets of all fake nodes. */
export function fakePodController({ indexOf, ...times }: FakePodsOptions): Controller {
  let addresses = 0;

  const take = async (step: Step, pod: Pod, index: number, context: Context): Promise<void> => {
    const nowTimestamp = formatTime(context.clock.now());
    const reported = () => ({ nowTimestamp, podIp: pod.status.podIP ?? podAddress(addresses++), hostIp: addressOf(index) });
    if (step.type === 'start') await report(pod, runningStatus(pod, reported()), context);
    else if (step.type === 'restart') await report(pod, runningStatus(pod, reported(), { restarts: restartsOf(pod) + 1 }), context);
    else if (step.type === 'finish') await report(pod, finishedStatus(pod, { nowTimestamp, exitCode: step.exitCode }), context);
    else await remove(pod, context);
  };

  return defineController({
    name: 'fake-pods',
    for: Pod,
    selects: [{ kind: Pod, fieldSelector: 'spec.nodeName!=' }],
    workers: 64,

    async reconcile(pod, context) {
      const index = indexOf(pod.spec.nodeName ?? '');
      const step = index === undefined ? undefined : nextStep(pod, times);
      if (index === undefined || !step) return undefined;
      const leftMs = step.atMs - context.clock.now();
      if (leftMs > 0) return { afterMs: leftMs };
      await take(step, pod, index, context);
      return undefined;
    },
  });
}

const restartsOf = ({ status }: Pod): number => Math.max(0, ...(status.containerStatuses ?? []).map(({ restartCount }) => restartCount));

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
