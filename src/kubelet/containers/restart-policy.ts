import type { Container, ContainerRestartRule } from '../../kinds/core/pod/container.ts';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';

/** The rule that says what an exit code leads to, if one does (KEP-5307). */
export const restartRule = ({ restartPolicyRules = [] }: Container, exitCode: number): ContainerRestartRule | undefined =>
  restartPolicyRules.find(({ exitCodes }) => {
    const listed = exitCodes?.values?.includes(exitCode) ?? false;
    return exitCodes?.operator === 'In' ? listed : exitCodes?.operator === 'NotIn' && !listed;
  });

export const restartsAll = (container: Container, exitCode: number): boolean =>
  restartRule(container, exitCode)?.action === 'RestartAllContainers';

export const anyRestartsAll = ({ containers, initContainers = [] }: PodSpec): boolean =>
  [...initContainers, ...containers].some(({ restartPolicyRules = [] }) =>
    restartPolicyRules.some(({ action }) => action === 'RestartAllContainers'),
  );

/** Whether a container that ended with this code starts again: by its own rules, its own policy, or the pod's. */
export function restartsAfter(container: Container, { restartPolicy: ofPod }: PodSpec, exitCode: number): boolean {
  const own = container.restartPolicy;
  const action = own ? restartRule(container, exitCode)?.action : undefined;
  if (action === 'Restart' || action === 'RestartAllContainers') return true;
  const policy = own ?? ofPod ?? 'Always';
  return policy === 'OnFailure' ? exitCode !== 0 : policy !== 'Never';
}

/** Whether a container that was killed, so that its exit code says nothing, starts again. */
export const restartsWhenKilled = ({ restartPolicy: own }: Container, { restartPolicy: ofPod }: PodSpec): boolean =>
  (own ?? ofPod) !== 'Never';
