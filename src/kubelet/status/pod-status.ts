import { timestamp } from '../../base/clock.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import { computeQosClass } from '../../kinds/core/pod/qos.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import type { ContainerStatus, PodStatus } from '../../kinds/core/pod/status.ts';
import { canRestartAll } from '../../kinds/core/pod/restart.ts';
import { ephemeralContainers } from '../containers/every-container.ts';
import { readySandbox } from '../pleg/observation.ts';
import { podConditions } from './conditions.ts';
import { containerStatuses } from './container-statuses.ts';
import type { PodFacts } from './facts.ts';
import { phaseOf } from './phase.ts';
import { withReadiness } from './readiness.ts';
import { isRestartingAll, restartingAllFinding } from './restarting-all.ts';
import { withinMessageLimit } from './message-limit.ts';

/** The status of a pod, from what is known about it. Says the same as upstream's generateAPIPodStatus. */
export function podStatus(facts: PodFacts): PodStatus {
  const { pod, previous, nowMs } = facts;
  const { spec } = pod;
  const restartingAll = isRestartingAll(facts);
  const statuses = (containers: readonly Container[], before: readonly ContainerStatus[] | undefined, init: boolean) =>
    containerStatuses(containers, facts, { previous: before, init, restartingAll }).map((status, index) => {
      const container = containers[index];
      if (!container) return status;
      const ready = { init, previous: before?.find(({ name }) => name === container.name), probes: facts.probes };
      return withReadiness(container, status, ready);
    });
  const main = statuses(spec.containers, previous.containerStatuses, false);
  const init = statuses(spec.initContainers ?? [], previous.initContainerStatuses, true);
  const ephemeral = containerStatuses(ephemeralContainers(spec), facts, {
    previous: previous.ephemeralContainerStatuses,
    init: false,
    restartingAll,
  });

  const phase = finalPhase(facts, phaseOf(facts, { init, main, hasStarted: hasStarted(facts) }));
  const why = facts.failure ?? (phase === previous.phase ? reasonOf(previous, pod.status) : {});
  const restarting = canRestartAll(spec) ? [{ type: 'AllContainersRestarting', finding: restartingAllFinding(facts, phase) }] : [];
  const more = [...restarting, ...(facts.conditions ?? [])];
  const status: PodStatus = {
    phase,
    ...why,
    conditions: podConditions(facts, phase, { init, main }, more),
    ...addresses(facts),
    startTime: previous.startTime ?? timestamp(nowMs),
    qosClass: pod.status.qosClass ?? computeQosClass(spec),
    containerStatuses: main.toSorted(byName),
    ...(init.length > 0 && { initContainerStatuses: init }),
    ...(ephemeral.length > 0 && { ephemeralContainerStatuses: ephemeral.toSorted(byName) }),
    ...podResources(facts),
    ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
  };
  return withinMessageLimit(status);
}

/** What is over stays over. */
function finalPhase({ pod, previous, failure }: PodFacts, phase: NonNullable<PodStatus['phase']>): NonNullable<PodStatus['phase']> {
  const isOver = (given: PodStatus['phase']) => given === 'Failed' || given === 'Succeeded';
  if (isOver(pod.status.phase)) return pod.status.phase ?? phase;
  if (failure) return 'Failed';
  return !isOver(phase) && isOver(previous.phase) ? (previous.phase ?? phase) : phase;
}

function reasonOf(previous: PodStatus, told: PodStatus): Pick<PodStatus, 'reason' | 'message'> {
  const reason = previous.reason || told.reason;
  const message = previous.message || told.message;
  return { ...(reason && { reason }), ...(message && { message }) };
}

const hasStarted = ({ pod, observation }: PodFacts): boolean => {
  const sandbox = readySandbox(observation);
  const names = pod.spec.containers.map(({ name }) => name);
  return sandbox !== undefined && observation.containers.some(({ name, sandboxId }) => sandboxId === sandbox.id && names.includes(name));
};

/** The node's families decide which of a pod's addresses comes first. A pod keeps its addresses when its sandbox stops. */
function addresses({ pod, observation, previous, nodeAddresses }: PodFacts): Partial<PodStatus> {
  const [main, other] = nodeAddresses;
  const hostIPs = [main, other].filter((ip) => ip !== undefined).map((ip) => ({ ip }));
  const found = readySandbox(observation)?.ips ?? [];
  const known = found.length > 0 ? found : (previous.podIPs ?? []).map(({ ip }) => ip);
  const podIps = pod.spec.hostNetwork ? [main, other].filter((ip) => ip !== undefined) : inFamilyOrder(known, main);
  return {
    ...(main && { hostIP: main, hostIPs }),
    ...(podIps[0] && { podIP: podIps[0], podIPs: podIps.map((ip) => ({ ip })) }),
  };
}

export function inFamilyOrder(ips: readonly string[], preferred: string | undefined): readonly string[] {
  const isSix = (ip: string) => ip.includes(':');
  const first = preferred !== undefined && isSix(preferred);
  return [ips.find((ip) => isSix(ip) === first), ips.find((ip) => isSix(ip) !== first)].filter((ip) => ip !== undefined);
}

/** For pods that say what they need as a whole (KEP-2837), that too. */
function podResources({ pod }: PodFacts): Partial<PodStatus> {
  const { resources } = pod.spec;
  const allocatedResources = podRequests(pod);
  return { ...(Object.keys(allocatedResources).length > 0 && { allocatedResources }), ...(resources && { resources }) };
}

const byName = (a: ContainerStatus, b: ContainerStatus): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
