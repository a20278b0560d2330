import type { Container } from '../../kinds/core/pod/container.ts';
import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { ContainerStatus } from '../../kinds/core/pod/status.ts';
import type { PodFacts } from './facts.ts';

/** Whether the container has started and whether it is ready, by what its probes say; without probes, running is enough. */
export function withReadiness(
  container: Container,
  status: ContainerStatus,
  { init, previous, probes }: { readonly init: boolean; readonly previous: ContainerStatus | undefined } & Pick<PodFacts, 'probes'>,
): ContainerStatus {
  const id = idOf(status);
  const running = status.state?.running !== undefined;
  const startup = probes.startup(id);
  const startedBefore = status.started === true;
  const started = running && (startup === undefined ? startedBefore || !container.startupProbe : startup === 'Success');
  if (init && !isSidecar(container)) return { ...status, started, ready: status.state?.terminated?.exitCode === 0 };
  if (!started) return { ...status, started, ready: false };
  const readiness = probes.readiness(id);
  // After a restart of the kubelet nothing is known yet: a container does not stop being ready for that.
  const readyBefore = previous !== undefined && previous.containerID === status.containerID && previous.ready;
  return { ...status, started, ready: readiness === undefined ? !container.readinessProbe || readyBefore : readiness === 'Success' };
}

/** Without the name of the runtime in front. */
export const idOf = ({ containerID = '' }: Pick<ContainerStatus, 'containerID'>): string =>
  containerID.slice(containerID.indexOf('://') + 3);
