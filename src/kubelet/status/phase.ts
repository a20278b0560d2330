import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { ContainerStatus, PodStatus } from '../../kinds/core/pod/status.ts';
import { willRestart } from './container-statuses.ts';
import type { PodFacts } from './facts.ts';

type Phase = NonNullable<PodStatus['phase']>;

type Progress = 'absent' | 'running' | 'stopped' | 'waiting';

function progressOf(status: ContainerStatus | undefined): Progress {
  if (!status?.state) return 'absent';
  if (status.state.running) return 'running';
  if (status.state.terminated) return 'stopped';
  // Waiting after it ran is being restarted.
  if (status.state.waiting) return status.lastState?.terminated ? 'stopped' : 'waiting';
  return 'absent';
}

const exitCodeOf = (status: ContainerStatus): number => (status.state?.terminated ?? status.lastState?.terminated)?.exitCode ?? 0;

/** Where the pod as a whole stands, from its containers. */
export function phaseOf(
  facts: PodFacts,
  { init, main, hasStarted }: { init: readonly ContainerStatus[]; main: readonly ContainerStatus[]; hasStarted: boolean },
): Phase {
  const { initContainers = [], containers } = facts.pod.spec;
  const statusIn = (list: readonly ContainerStatus[], name: string) => list.find((status) => status.name === name);

  let initializing = false;
  const progress: Progress[] = [];
  for (const container of initContainers) {
    const status = statusIn(init, container.name);
    const stage = progressOf(status);
    if (isSidecar(container)) {
      if (stage === 'stopped') continue;
      progress.push(stage);
      // A sidecar that starts again does not make a pod that runs pending.
      if (!hasStarted && !(stage === 'running' && status?.started)) initializing = initializing || stage !== 'absent';
    } else if (stage !== 'stopped' || !status) {
      initializing = true;
    } else if (exitCodeOf(status) !== 0 && !willRestart(container, status, facts)) {
      return 'Failed';
    }
  }

  const ended: boolean[] = [];
  let restarting = 0;
  for (const container of containers) {
    const status = statusIn(main, container.name);
    const stage = progressOf(status);
    if (stage !== 'stopped' || !status) {
      progress.push(stage);
      continue;
    }
    // Success counts only once it is final.
    ended.push(status.state?.terminated?.exitCode === 0);
    if (willRestart(container, status, facts)) restarting++;
  }

  if (initializing || progress.includes('waiting')) return 'Pending';
  if (progress.includes('absent')) return 'Pending';
  if (progress.includes('running')) return 'Running';
  if (ended.length === 0) return 'Pending';
  if (!facts.isTerminal && restarting > 0) return 'Running';
  return ended.every(Boolean) ? 'Succeeded' : 'Failed';
}
