import type { Field, FieldErrors } from '../../../../model/field.ts';
import type { Container, ContainerRestartRule } from '../container.ts';

const policies = ['Always', 'Never', 'OnFailure'];
const actions = ['Restart', 'RestartAllContainers'];
const operators = ['In', 'NotIn'];
const withoutPolicy = 'must specify restartPolicy when restart rules are used';
const maxRules = 20;
const maxExitCodes = 255;

/** The rules of init containers do not matter without a policy. */
export function* validateInitRestart(container: Readonly<Container>, field: Field): FieldErrors {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  if (restartPolicy !== undefined) yield* validateRestart(container, field);
  else if (rules.length > 0) yield field.at('restartPolicy').required(withoutPolicy);
}

/** When a single container is started again, whatever holds for its pod (KEP-5307, KEP-5532). */
export function* validateRestart({ restartPolicy, restartPolicyRules: rules = [] }: Readonly<Container>, field: Field): FieldErrors {
  if (restartPolicy === undefined) {
    if (rules.length > 0) yield field.at('restartPolicy').required(withoutPolicy);
  } else if (!policies.includes(restartPolicy)) {
    yield field.at('restartPolicy').notSupported(restartPolicy, policies);
  }
  if (rules.length > maxRules) yield field.at('restartPolicyRules').tooMany(rules.length, maxRules);
  for (const [index, rule] of rules.entries()) yield* validateRule(rule, field.at('restartPolicyRules', index));
}

function* validateRule({ action, exitCodes }: ContainerRestartRule, field: Field): FieldErrors {
  if (!actions.includes(action)) yield field.at('action').notSupported(action || '', actions);
  if (!exitCodes) {
    yield field.at('exitCodes').required('must be specified');
    return;
  }
  const { operator, values = [] } = exitCodes;
  if (!operators.includes(operator)) yield field.at('exitCodes', 'operator').notSupported(operator || '', operators);
  if (values.length > maxExitCodes) yield field.at('exitCodes', 'values').tooMany(values.length, maxExitCodes);
}
