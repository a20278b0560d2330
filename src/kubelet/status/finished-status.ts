import type { Pod } from '../../kinds/core/pod/index.ts';
import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { ContainerStatus, PodStatus } from '../../kinds/core/pod/status.ts';

/**
 * What is told of a pod once nothing of it is left on the node. Containers whose end nobody saw count as failed, and so does a
 * pod that did not get to an end of its own: whoever waits for it, such as its deletion, waits for a final phase.
 */
export function finishedStatus({ spec }: Pod, status: PodStatus): PodStatus {
  const { containerStatuses, initContainerStatuses } = status;
  const isOver = status.phase === 'Succeeded' || status.phase === 'Failed';
  return {
    ...status,
    ...(!isOver && { phase: 'Failed' }),
    ...(containerStatuses && isInitialized(spec, status) && { containerStatuses: containerStatuses.map(ended) }),
    ...(initContainerStatuses && { initContainerStatuses: endedUpToLastTried(initContainerStatuses) }),
  };
}

const ended = (status: ContainerStatus): ContainerStatus =>
  status.state?.terminated
    ? status
    : {
        ...status,
        state: {
          terminated: {
            reason: 'ContainerStatusUnknown',
            message: 'The container could not be located when the pod was terminated',
            exitCode: 137,
          },
        },
      };

/** Has got as far as its main containers, even if none of them ever started. */
function isInitialized({ initContainers = [] }: Pod['spec'], { containerStatuses = [], initContainerStatuses = [] }: PodStatus): boolean {
  const last = initContainers.at(-1);
  if (!last || containerStatuses.some(wasTried)) return true;
  const status = initContainerStatuses.find(({ name }) => name === last.name);
  if (isSidecar(last)) return status?.state?.running !== undefined && status.started === true;
  return [status?.state, status?.lastState].some((state) => state?.terminated?.exitCode === 0);
}

/** Those after the last one that was tried never had their turn. The first one always had. */
function endedUpToLastTried(statuses: readonly ContainerStatus[]): ContainerStatus[] {
  const last = Math.max(0, statuses.findLastIndex(wasTried));
  return statuses.map((status, index) => (index <= last ? ended(status) : status));
}

const wasTried = ({ state, lastState }: ContainerStatus): boolean => !state?.waiting || lastState?.terminated !== undefined;
