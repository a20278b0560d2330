import type { PodFailurePolicy, PodFailurePolicyRule } from '../../kinds/batch/job/schema.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';

export interface FailureMatch {
  readonly action: PodFailurePolicyRule['action'] | undefined;
  /** Whether the failure counts against the back-off limit. */
  readonly counts: boolean;
  /** Why the whole job fails, if it does. */
  readonly message?: string;
}

/** What the first rule that the failed pod meets says about it (KEP-3329). Failures count unless a rule says otherwise. */
export function matchFailurePolicy(policy: PodFailurePolicy | undefined, pod: Pod): FailureMatch {
  for (const [index, rule] of policy?.rules.entries() ?? []) {
    const what = matchRule(rule, pod);
    if (what === undefined) continue;
    const { action } = rule;
    if (action === 'FailJob') return { action, counts: true, message: `${what} matching ${action} rule at index ${index}` };
    return { action, counts: action !== 'Ignore' };
  }
  return { action: undefined, counts: true };
}

/** What about the pod meets the rule, in words. */
function matchRule({ onExitCodes, onPodConditions }: PodFailurePolicyRule, { metadata, status }: Pod): string | undefined {
  const name = `${metadata.namespace}/${metadata.name}`;
  if (!onExitCodes) {
    const condition = status.conditions?.find(({ type, status: value }) =>
      onPodConditions?.some((pattern) => pattern.type === type && pattern.status === value),
    );
    return condition && `Pod ${name} has condition ${condition.type}`;
  }
  const { containerName, operator, values } = onExitCodes;
  for (const container of [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])]) {
    const exitCode = container.state?.terminated?.exitCode ?? 0;
    const isMeant = (containerName === undefined || containerName === container.name) && exitCode !== 0;
    if (isMeant && values.includes(exitCode) === (operator === 'In')) {
      return `Container ${container.name} for pod ${name} failed with exit code ${exitCode}`;
    }
  }
  return undefined;
}
