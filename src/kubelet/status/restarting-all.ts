import type { PodCondition, PodStatus } from '../../kinds/core/pod/status.ts';
import { canRestartAll } from '../../kinds/core/pod/restart.ts';
import { isConditionTrue } from '../../model/conditions.ts';
import { restartsAll } from '../containers/restart-policy.ts';
import { latestContainer } from '../pleg/observation.ts';
import type { PodFacts } from './facts.ts';

/** A container ended with a code whose rule starts all containers anew, and that is not over yet. */
export function isRestartingAll({ pod, observation, previous }: Pick<PodFacts, 'pod' | 'observation' | 'previous'>): boolean {
  const { spec } = pod;
  if (!canRestartAll(spec)) return false;
  if (isConditionTrue(previous.conditions, 'AllContainersRestarting')) return true;
  const told = [...(previous.initContainerStatuses ?? []), ...(previous.containerStatuses ?? [])];
  return [...(spec.initContainers ?? []), ...spec.containers].some((container) => {
    const observed = latestContainer(observation, container.name);
    if (observed) return observed.state === 'Exited' && restartsAll(container, observed.exitCode);
    const ended = told.find(({ name }) => name === container.name)?.state?.terminated;
    return ended !== undefined && restartsAll(container, ended.exitCode);
  });
}

/** As long as anything is there that has to be taken away. */
export const mustReset = (facts: Pick<PodFacts, 'pod' | 'observation' | 'previous'>): boolean =>
  isRestartingAll(facts) &&
  [...(facts.pod.spec.initContainers ?? []), ...facts.pod.spec.containers].some(({ name }) => latestContainer(facts.observation, name));

export function restartingAllFinding(facts: PodFacts, phase: PodStatus['phase']): Pick<PodCondition, 'status' | 'reason' | 'message'> {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  if (!mustReset(facts)) return { status: 'False' };
  return { status: 'True', reason: 'RestartAllContainersStarted', message: 'container exited with restart policy rule' };
}
