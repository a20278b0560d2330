import type { Container, ContainerRestartRule } from './container.ts';
import type { PodSpec } from './spec.ts';

/** Whether a container that ended with this code is started again (KEP-5307). */
export function shouldRestart(container: Readonly<Container>, { restartPolicy }: Readonly<PodSpec>, exitCode: number): boolean {
  if (container.restartPolicy !== undefined && matchingRestartRule(container, exitCode) !== undefined) return true;
  const policy = container.restartPolicy ?? restartPolicy ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

/** The first rule for this code; its action may concern the container or the whole pod. */
export const matchingRestartRule = ({ restartPolicyRules }: Readonly<Container>, exitCode: number): ContainerRestartRule | undefined =>
  restartPolicyRules?.find(({ exitCodes }) => {
    const listed = exitCodes?.values?.includes(exitCode) ?? false;
    return (exitCodes?.operator === 'In' && listed) || (exitCodes?.operator === 'NotIn' && !listed);
  });

/** Whether some way of ending starts all containers of the pod again (KEP-5532). */
export const canRestartAll = ({ initContainers = [], containers }: Readonly<PodSpec>): boolean =>
  [...initContainers, ...containers].some(({ restartPolicyRules }) =>
    restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers'),
  );
