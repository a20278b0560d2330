import type { Pod } from '../../kinds/core/pod/index.ts';
import { readyAnnotation } from './pod-life.ts';

export interface Reported {
  readonly nowTimestamp: string;
  readonly podIp: string;
  readonly hostIp: string;
}

type Status = Pod['status'];
type ContainerStatuses = NonNullable<Status['containerStatuses']>;

/** What a kubelet reports of a pod whose containers have just started. */
export function runningStatus(pod: Pod, { nowTimestamp, podIp, hostIp }: Reported, { restarts = 0 } = {}): Status {
  const ready = pod.metadata.annotations?.[readyAnnotation] !== 'false';
  return {
    phase: 'Running',
    conditions: conditions(nowTimestamp, { Ready: ready, ContainersReady: ready }),
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    podIP: podIp,
    podIPs: [{ ip: podIp }],
    startTime: pod.status.startTime ?? nowTimestamp,
    containerStatuses: containers(pod, () => ({ ready, started: true, restarts, state: { running: { startedAt: nowTimestamp } } })),
  };
}

/** What a kubelet reports of a pod whose containers have ended for good. */
export function finishedStatus(pod: Pod, { nowTimestamp, exitCode }: { nowTimestamp: string; exitCode: number }): Status {
  const before = new Map(pod.status.containerStatuses?.map((status) => [status.name, status]));
  return {
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    conditions: conditions(nowTimestamp, { Ready: false, ContainersReady: false }, exitCode === 0 ? 'PodCompleted' : 'PodFailed'),
    containerStatuses: containers(pod, (name) => {
      const startedAt = before.get(name)?.state?.running?.startedAt ?? nowTimestamp;
      const reason = exitCode === 0 ? 'Completed' : 'Error';
      const state = { terminated: { exitCode, reason, startedAt, finishedAt: nowTimestamp, containerID: containerId(pod, name) } };
      return { ready: false, started: false, restarts: before.get(name)?.restartCount ?? 0, state };
    }),
  };
}

function conditions(
  time: string,
  { Ready, ContainersReady }: { Ready: boolean; ContainersReady: boolean },
  reason?: string,
): NonNullable<Status['conditions']> {
  const holds = { PodReadyToStartContainers: Ready, Initialized: true, Ready, ContainersReady };
  return Object.entries(holds).map(([type, is]) => ({
    type,
    status: is ? 'True' : 'False',
    lastTransitionTime: time,
    ...(!is && { reason: reason ?? 'ContainersNotReady' }),
  }));
}

interface Container {
  readonly ready: boolean;
  readonly started: boolean;
  readonly restarts: number;
  readonly state: ContainerStatuses[number]['state'] & object;
}

const containers = (pod: Pod, of: (name: string) => Container): ContainerStatuses =>
  pod.spec.containers.map(({ name, image = '' }) => {
    const { ready, started, restarts, state } = of(name);
    const containerID = containerId(pod, name);
    return { name, image, imageID: image, containerID, ready, started, restartCount: restarts, state };
  });

const containerId = ({ metadata }: Pod, container: string): string => `fake://${metadata.uid}/${container}`;
