import type { Pod } from '../../../kinds/core/pod/index.ts';
import type { ContainerStatus } from '../../../kinds/core/pod/status.ts';

export type ContainerOfLog =
  /** As in the pod's status, `containerd://ID`. */
  { readonly type: 'found'; readonly containerId: string } | { readonly type: 'none'; readonly message: string };

/** Which container's log is meant by a container's name: the one that runs, or the last that did. */
export function containerOfLog({ metadata, status }: Pod, name: string, { previous }: { readonly previous: boolean }): ContainerOfLog {
  const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = status;
  const found = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses].find((each) => each.name === name);
  const none = (what: string): ContainerOfLog => ({ type: 'none', message: what });
  const container = `container "${name}" in pod "${metadata.name}"`;
  if (!found) return none(`${container} is not available`);
  const { waiting, running, terminated } = found.state ?? {};
  const last = found.lastState?.terminated;
  const orNone = (id: string | undefined, message: string): ContainerOfLog => (id ? { type: 'found', containerId: id } : none(message));
  if (previous) return orNone(last?.containerID, `previous terminated ${container} not found`);
  if (running) return orNone(found.containerID, `${container} is not available`);
  if (terminated) return orNone(terminated.containerID || last?.containerID, `${container} is terminated`);
  if (last) return orNone(last.containerID, `${container} is terminated`);
  return none(`${container} is waiting to start${waitingFor(waiting)}`);
}

type Waiting = NonNullable<ContainerStatus['state']>['waiting'];

function waitingFor(waiting: Waiting): string {
  if (!waiting) return ' - no logs yet';
  if (waiting.reason === 'ErrImagePull') return ": image can't be pulled";
  if (waiting.reason === 'ImagePullBackOff') return ': trying and failing to pull image';
  return `: ${waiting.reason ?? ''}`;
}
