import type { Container } from '../../kinds/core/pod/container.ts';
import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { ContainerStatus } from '../../kinds/core/pod/status.ts';
import { shouldRestart } from '../../kinds/core/pod/restart.ts';
import { shouldStart } from '../plan/plan-pod.ts';
import { latestContainer } from '../pleg/observation.ts';
import { convertContainer, mountStatuses, stateOf } from './container-status.ts';
import type { PodFacts } from './facts.ts';

export interface StatusListOptions {
  readonly previous: readonly ContainerStatus[] | undefined;
  readonly init: boolean;
  readonly restartingAll: boolean;
}

/** The statuses of one list of a pod's containers, in its order. */
export const containerStatuses = (
  containers: readonly Container[],
  facts: PodFacts,
  { previous = [], init, restartingAll }: StatusListOptions,
): ContainerStatus[] =>
  containers.map((container) => {
    const before = previous.find(({ name }) => name === container.name);
    const status = seen(container, facts, { before, restartingAll }) ?? unseen(container, facts, { before, restartingAll });
    return init ? asInitContainer(container, status, facts) : asWaiting(container, status, facts);
  });

interface Before {
  readonly before: ContainerStatus | undefined;
  readonly restartingAll: boolean;
}

function seen(
  container: Container,
  { observation, runtimeName }: PodFacts,
  { before, restartingAll }: Before,
): ContainerStatus | undefined {
  const [latest, earlier] = observation.containers.filter(({ name }) => name === container.name);
  if (!latest) return undefined;
  const status = convertContainer(container, latest, { runtimeName, previous: before, restartingAll });
  if (earlier) status.lastState = stateOf(earlier, `${runtimeName}://${earlier.id}`);
  return status;
}

/** The runtime has nothing of it: not yet, or no longer. */
function unseen(container: Container, { pod }: PodFacts, { before, restartingAll }: Before): ContainerStatus {
  const waitingReason = pod.spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating';
  const status: ContainerStatus = {
    name: container.name,
    state: { waiting: { reason: waitingReason } },
    lastState: before?.lastState ?? {},
    ready: false,
    restartCount: before?.restartCount ?? 0,
    image: container.image ?? '',
    imageID: '',
    ...(container.volumeMounts && { volumeMounts: mountStatuses(container) }),
  };
  if (!before) return status;
  if (restartingAll && !before.state?.waiting) {
    const message = 'The container is removed because RestartAllContainers in place';
    const reason = 'RestartingAllContainers';
    const lastState = { terminated: { reason, message, exitCode: 137 } };
    return { ...status, state: { waiting: { reason, message } }, lastState, restartCount: before.restartCount + 1 };
  }
  if (before.state?.terminated) return { ...before, ready: false };
  if (!before.state?.running || status.lastState?.terminated) return status;
  // It ran, and nobody saw how it ended. Told as its past, that keeps the pod from looking as if it had never started.
  const message = 'The container could not be located when the pod was deleted.  The container used to be Running';
  const terminated = { reason: 'ContainerStatusUnknown', message, exitCode: 137 };
  const restarts = pod.metadata.deletionTimestamp === undefined ? 1 : 0;
  return { ...status, lastState: { terminated }, restartCount: status.restartCount + restarts };
}

function asInitContainer(container: Container, status: ContainerStatus, facts: PodFacts): ContainerStatus {
  const latest = latestContainer(facts.observation, container.name);
  if (latest?.state === 'Exited' && latest.exitCode === 0 && !isSidecar(container)) return status;
  if (!latest && !isSidecar(container) && status.state?.waiting && hasMainContainer(facts)) {
    // It must have succeeded, or there would be no main container.
    const message = 'Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally';
    return { ...status, state: { terminated: { reason: 'Completed', message, exitCode: 0 } } };
  }
  return asWaiting(container, status, facts);
}

/** A container that will be started says why it has not been, where that is known. */
function asWaiting(container: Container, status: ContainerStatus, facts: PodFacts): ContainerStatus {
  const failure = facts.startFailures.get(container.name);
  if (!failure || !shouldStart(container, latestContainer(facts.observation, container.name), facts.pod)) return status;
  const lastState = status.state?.terminated ? { terminated: status.state.terminated } : status.lastState;
  return { ...status, lastState: lastState ?? {}, state: { waiting: { ...failure } } };
}

const hasMainContainer = ({ pod, observation }: PodFacts): boolean =>
  pod.spec.containers.some(({ name }) => {
    const state = latestContainer(observation, name)?.state;
    return state !== undefined && state !== 'Unknown';
  });

/** As far as its past tells, the container starts again. */
export const willRestart = (container: Container, status: ContainerStatus, { pod }: PodFacts): boolean => {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  return ended !== undefined && (ended.reason === 'RestartingAllContainers' || shouldRestart(container, pod.spec, ended.exitCode));
};
