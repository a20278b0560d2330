import type { Container } from '../../kinds/core/pod/container.ts';
import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { shouldRestart } from '../../kinds/core/pod/restart.ts';
import { containerHash } from '../containers/hash.ts';
import { restartsWhenKilled } from '../containers/restart-policy.ts';
import { latestContainer, type ObservedContainer, type PodObservation } from '../pleg/observation.ts';
import type { ContainerToKill, ProbeResults } from './pod-plan.ts';

/** What speaks against a container that runs. */
export interface Judges {
  readonly probes: ProbeResults;
  readonly mustRestart: (container: Container) => boolean;
}

export interface InitPlan {
  /** All have done their part, so that the main containers may start. */
  readonly initialized: boolean;
  /** One failed that may not start again: the pod is over. */
  readonly failed: boolean;
  readonly start: readonly Container[];
  readonly kill: readonly ContainerToKill[];
}

/**
 * Works backwards, since containers that have ended may be gone from the runtime: the last one there is tells how far the pod
 * has come. Before it only sidecars matter, which have to keep running.
 */
export function planInitContainers(pod: Pod, observation: PodObservation, judges: Judges): InitPlan {
  const { initContainers = [], containers } = pod.spec;
  const start: Container[] = [];
  const kill: ContainerToKill[] = [];
  // An ended main container proves nothing: it may be from before the sandbox was replaced.
  let initialized =
    initContainers.length === 0 ||
    containers.some(({ name }) => ['Created', 'Running'].includes(latestContainer(observation, name)?.state ?? ''));
  let passed = initialized;

  for (const [index, container] of [...initContainers.entries()].toReversed()) {
    const status = latestContainer(observation, container.name);
    if (!status) {
      if (passed && isSidecar(container)) start.push(container);
      continue;
    }
    if (passed && !isSidecar(container)) continue;
    const verdict = isSidecar(container) ? judgeSidecar(container, status, judges) : judgeInitContainer(container, status, pod);
    if (verdict.failed) return { initialized: false, failed: true, start: [], kill };
    if (verdict.done) {
      const next = initContainers[index + 1];
      if (!next) initialized = true;
      else if (!passed) start.push(next);
    }
    if (verdict.kill) kill.push({ container: status, ...verdict.kill });
    if (verdict.start) start.push(container);
    passed = true;
  }

  const [first] = initContainers;
  if (!passed && first) start.push(first);
  return { initialized, failed: false, start: start.toReversed(), kill };
}

interface Verdict {
  /** The next one may start. */
  readonly done?: boolean;
  readonly start?: boolean;
  readonly failed?: boolean;
  readonly kill?: Omit<ContainerToKill, 'container'>;
}

const unknownState = { message: 'Init container is in "unknown" state, try killing it before restart', reason: 'Unknown' } as const;

function judgeInitContainer(container: Container, status: ObservedContainer, { spec, metadata }: Pod): Verdict {
  switch (status.state) {
    case 'Running':
      return {};
    case 'Created':
      // It was created but could not be started.
      return { start: true };
    case 'Exited': {
      if (status.exitCode === 0 && status.reason !== 'OOMKilled') return { done: true };
      const again = metadata.deletionTimestamp === undefined && shouldRestart(container, spec, status.exitCode);
      return again ? { start: true } : { failed: true };
    }
    default:
      return restartsWhenKilled(container, spec) ? { start: true, kill: unknownState } : { failed: true };
  }
}

function judgeSidecar(container: Container, status: ObservedContainer, { probes, mustRestart }: Judges): Verdict {
  if (status.state === 'Unknown') return { start: true, kill: unknownState };
  if (status.state !== 'Running') return { start: true };
  if (container.startupProbe) {
    const startup = probes.startup(status.id);
    const message = `Init container ${container.name} failed startup probe`;
    if (startup === 'Failure') return { start: true, kill: { message, reason: 'StartupProbe' } };
    if (startup !== 'Success') return {};
  }
  if (status.hash !== containerHash(container)) {
    return { done: true, start: true, kill: { message: `Init container ${container.name} definition changed`, reason: 'Unknown' } };
  }
  if (container.livenessProbe && probes.liveness(status.id) === 'Failure') {
    const message = `Init container ${container.name} failed liveness probe`;
    return { done: true, start: true, kill: { message, reason: 'LivenessProbe' } };
  }
  if (mustRestart(container)) {
    return { done: true, start: true, kill: { message: `Container ${container.name} resize requires restart`, reason: 'Unknown' } };
  }
  return { done: true };
}
