import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { shouldRestart } from '../../kinds/core/pod/restart.ts';
import { ephemeralContainers } from '../containers/every-container.ts';
import { containerHash } from '../containers/hash.ts';
import { restartsAll, restartsWhenKilled } from '../containers/restart-policy.ts';
import { latestContainer, type ObservedContainer, type PodObservation } from '../pleg/observation.ts';
import { planInitContainers, type Judges } from './init-containers.ts';
import type { ContainerToKill, PodPlan, ProbeResults } from './pod-plan.ts';
import { planSandbox } from './sandbox.ts';

export interface Situation {
  readonly observation: PodObservation;
  readonly probes: ProbeResults;
  /** A container ended with a code whose rule starts all of them anew, and they have not all been taken away yet. */
  readonly restartingAll?: boolean | undefined;
  /** The container runs with less or more than it was promised and wants to be started anew for a change of that. */
  readonly mustRestart?: ((container: Container) => boolean) | undefined;
}

/** What to do next for a pod that should run; the same question upstream's computePodActions answers. */
export function planPod(pod: Pod, { observation, probes, restartingAll = false, mustRestart = () => false }: Situation): PodPlan {
  const sandbox = planSandbox(pod, observation);
  const nothing = { killPod: false, kill: [], reset: [], sandbox, startEphemeral: [], startInit: [], start: [] };
  if (restartingAll) return { ...nothing, reset: inOrderOfReset(pod, observation), sandbox: { ...sandbox, create: false } };
  if (sandbox.create) return planNewSandbox(pod, observation, nothing);

  const startEphemeral = ephemeralContainers(pod.spec).filter(({ name }) => !latestContainer(observation, name));
  const init = planInitContainers(pod, observation, { probes, mustRestart });
  if (init.failed) return { ...nothing, startEphemeral, killPod: true, kill: init.kill };
  if (!init.initialized) return { ...nothing, startEphemeral, startInit: init.start, kill: init.kill };

  const start: Container[] = [];
  const kill = [...init.kill];
  let kept = 0;
  for (const container of pod.spec.containers) {
    const status = latestContainer(observation, container.name);
    const verdict =
      status?.state === 'Running' ? judgeRunning(container, status, pod, { probes, mustRestart }) : judgeStopped(container, status, pod);
    if (verdict.start) start.push(container);
    if (verdict.kill) kill.push(verdict.kill);
    if (verdict.keep) kept++;
  }
  // With no main container left, sidecars must not keep the pod alive.
  if (kept === 0 && start.length === 0) return { ...nothing, startEphemeral, killPod: true, kill };
  return { ...nothing, startEphemeral, kill, startInit: init.start, start };
}

interface Verdict {
  readonly keep?: boolean;
  readonly start?: boolean;
  readonly kill?: ContainerToKill;
}

function judgeStopped(container: Container, status: ObservedContainer | undefined, pod: Pod): Verdict {
  if (!shouldStart(container, status, pod)) return {};
  if (status?.state !== 'Unknown') return { start: true };
  // It may well run: two of them must not.
  const message = 'Container is in "unknown" state, try killing it before restart';
  return { start: true, kill: { container: status, message, reason: 'Unknown' } };
}

function judgeRunning(container: Container, status: ObservedContainer, { spec }: Pod, { probes, mustRestart }: Judges): Verdict {
  const killed = (message: string, reason: ContainerToKill['reason'], start: boolean): Verdict => ({
    start,
    kill: { container: status, message: start ? `${message}, will be restarted` : message, reason },
  });
  const restart = restartsWhenKilled(container, spec);
  if (status.hash !== containerHash(container)) return killed(`Container ${container.name} definition changed`, 'Unknown', true);
  if (probes.liveness(status.id) === 'Failure')
    return killed(`Container ${container.name} failed liveness probe`, 'LivenessProbe', restart);
  if (probes.startup(status.id) === 'Failure') return killed(`Container ${container.name} failed startup probe`, 'StartupProbe', restart);
  if (mustRestart(container)) return killed(`Container ${container.name} resize requires restart`, 'Unknown', true);
  return { keep: true };
}

/** Whether a container that does not run should be started. */
export function shouldStart(container: Container, status: ObservedContainer | undefined, { metadata, spec }: Pod): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  if (!status) return true;
  if (status.state === 'Running') return false;
  return status.state !== 'Exited' || shouldRestart(container, spec, status.exitCode);
}

function planNewSandbox(pod: Pod, observation: PodObservation, nothing: PodPlan): PodPlan {
  const { sandbox } = nothing;
  const { spec } = pod;
  const over: PodPlan = { ...nothing, killPod: true, sandbox: { ...sandbox, create: false } };
  // Once it had containers, a pod that may not start again is left as it ended.
  if (spec.restartPolicy === 'Never' && sandbox.attempt !== 0 && observation.containers.length > 0) return over;
  const start = spec.containers.filter((container) => {
    const status = latestContainer(observation, container.name);
    const succeeded = status?.state === 'Exited' && status.exitCode === 0;
    return !(succeeded && (container.restartPolicy ?? spec.restartPolicy) === 'OnFailure');
  });
  const hadMain = spec.containers.some(({ name }) => {
    const status = latestContainer(observation, name);
    return status !== undefined && status.state !== 'Unknown';
  });
  if (start.length === 0 && hadMain) return over;
  const [firstInit] = spec.initContainers ?? [];
  // In a new sandbox a pod begins from the beginning.
  return { ...nothing, killPod: true, ...(firstInit ? { startInit: [firstInit] } : { start }) };
}

/** Those that caused it go last, so that the cause can be seen until the end. */
function inOrderOfReset({ spec }: Pod, { containers }: PodObservation): readonly ObservedContainer[] {
  const named = (list: readonly Container[]) =>
    list.flatMap((container) => containers.filter(({ name }) => name === container.name).map((status) => ({ container, status })));
  const main = named(spec.containers);
  const init = named(spec.initContainers ?? []);
  const isCause = ({ container, status }: (typeof main)[number]) => status.state === 'Exited' && restartsAll(container, status.exitCode);
  const others = [...main, ...init].filter((entry) => !isCause(entry));
  return [...others, ...main.filter(isCause), ...init.filter(isCause)].map(({ status }) => status);
}
