import { timestamp } from '../../base/clock.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { ContainerState, ContainerStateTerminated, ContainerStatus, VolumeMountStatus } from '../../kinds/core/pod/status.ts';
import type { ObservedContainer } from '../pleg/observation.ts';
import { shownResources } from './shown-resources.ts';

export const timeOfNs = (ns: bigint): string => timestamp(Number(ns / 1_000_000n));

export interface ConversionOptions {
  readonly runtimeName: string;
  readonly previous: ContainerStatus | undefined;
  readonly restartingAll: boolean;
}

/** What the API shows of a container that the runtime has. */
export function convertContainer(
  container: Container,
  observed: ObservedContainer,
  { runtimeName, previous, restartingAll }: ConversionOptions,
): ContainerStatus {
  const containerID = `${runtimeName}://${observed.id}`;
  const lost = observed.state === 'Unknown' && previous?.state?.running !== undefined;
  const status: ContainerStatus = {
    name: container.name,
    state: lost ? { terminated: lostContainer(restartingAll) } : stateOf(observed, containerID),
    lastState: lastStateOf(previous, containerID),
    ready: false,
    restartCount: Math.max(observed.restartCount, previous?.restartCount ?? 0) + (lost ? 1 : 0),
    image: observed.image.image,
    imageID: observed.imageRef,
    containerID,
    resources: shownResources(container, observed),
    ...(previous?.volumeMounts
      ? { volumeMounts: previous.volumeMounts }
      : container.volumeMounts && { volumeMounts: mountStatuses(container) }),
  };
  const requests = container.resources?.requests;
  if (requests) status.allocatedResources = requests;
  if (observed.user) status.user = { linux: userOf(observed.user) };
  if (observed.state === 'Running' && previous?.containerID === containerID && previous.started !== undefined)
    status.started = previous.started;
  if (observed.state === 'Running' && previous?.state?.terminated && previous.containerID !== containerID) {
    status.restartCount = Math.max(status.restartCount, previous.restartCount + (previous.restartCount >= observed.restartCount ? 1 : 0));
  }
  return status;
}

export function stateOf(observed: ObservedContainer, containerID: string): ContainerState {
  const startedAt = timeOfNs(observed.startedAtNs);
  switch (observed.state) {
    case 'Running':
      return { running: { startedAt } };
    case 'Exited': {
      const { exitCode, reason, message, finishedAtNs } = observed;
      const terminated: ContainerStateTerminated = { exitCode, startedAt, finishedAt: timeOfNs(finishedAtNs), containerID };
      if (reason) terminated.reason = reason;
      if (message) terminated.message = message;
      return { terminated };
    }
    default:
      return { waiting: {} };
  }
}

// Containers of the past are known from the runtime; when it has let go of them, from what was told before.
function lastStateOf(previous: ContainerStatus | undefined, containerID: string): ContainerState {
  if (!previous) return {};
  if (previous.containerID !== containerID && previous.state?.terminated) return { terminated: previous.state.terminated };
  return previous.lastState?.terminated ? { terminated: previous.lastState.terminated } : {};
}

const lostContainer = (restartingAll: boolean): ContainerStateTerminated => ({
  reason: restartingAll ? 'RestartingAllContainers' : 'ContainerStatusUnknown',
  message: 'The container could not be located when the pod was terminated',
  exitCode: 137,
});

const userOf = ({ uid, gid, supplementalGroups }: NonNullable<ObservedContainer['user']>) => ({
  uid,
  gid,
  ...(supplementalGroups.length > 0 && { supplementalGroups: [...supplementalGroups] }),
});

export const mountStatuses = ({ volumeMounts = [] }: Container): VolumeMountStatus[] =>
  volumeMounts.map(({ name, mountPath, readOnly, recursiveReadOnly }) => ({
    name,
    mountPath,
    ...(readOnly && { readOnly, recursiveReadOnly: recursiveReadOnly === 'Enabled' ? 'Enabled' : 'Disabled' }),
  }));
