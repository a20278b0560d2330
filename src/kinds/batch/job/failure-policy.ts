import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateQualifiedName } from '../../field-checks.ts';
import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
} from './schema.ts';

const actions: readonly string[] = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const operators: readonly string[] = ['In', 'NotIn'];
const conditionStatuses: readonly string[] = ['False', 'True', 'Unknown'];

const mostRules = 20;
const mostPatterns = 20;
const mostExitCodes = 255;

export function* validateFailurePolicy(spec: Readonly<JobSpec>, field: Field): FieldErrors {
  const { podFailurePolicy, template } = spec;
  const rules = podFailurePolicy?.rules ?? [];
  const { containers = [], initContainers = [] } = template.spec ?? {};
  if (rules.length > mostRules) yield field.at('rules').tooMany(rules.length, mostRules);
  const containerNames = new Set([...containers, ...initContainers].map(({ name }) => name));
  for (const [index, rule] of rules.entries()) yield* validateRule(rule, { spec, containerNames }, field.at('rules', index));
}

interface Surroundings {
  readonly spec: Readonly<JobSpec>;
  readonly containerNames: ReadonlySet<string>;
}

function* validateRule(rule: PodFailurePolicyRule, { spec, containerNames }: Surroundings, field: Field): FieldErrors {
  const { action, onExitCodes, onPodConditions = [] } = rule;
  yield* validateGiven(action, actions, field.at('action'));
  if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined) {
    yield field.at('action').invalid(action, 'requires the backoffLimitPerIndex to be set');
  }
  if (onExitCodes) yield* validateExitCodes(onExitCodes, containerNames, field.at('onExitCodes'));
  if (onPodConditions.length > 0) yield* validatePatterns(onPodConditions, field.at('onPodConditions'));
  if (onExitCodes && onPodConditions.length > 0) {
    yield field.inconsistent('specifying both OnExitCodes and OnPodConditions is not supported');
  }
  if (!onExitCodes && onPodConditions.length === 0) {
    yield field.inconsistent('specifying one of OnExitCodes and OnPodConditions is required');
  }
}

function* validateGiven(value: string | undefined, values: readonly string[], field: Field): FieldErrors {
  if (!value) yield field.required(`valid values: [${values.map((each) => JSON.stringify(each)).join(' ')}]`);
  else if (!values.includes(value)) yield field.notSupported(value, values);
}

function* validatePatterns(patterns: readonly PodFailurePolicyOnPodConditionsPattern[], field: Field): FieldErrors {
  if (patterns.length > mostPatterns) yield field.tooMany(patterns.length, mostPatterns);
  for (const [index, { type, status }] of patterns.entries()) {
    yield* validateQualifiedName(type, field.at(index).at('type'));
    yield* validateGiven(status, conditionStatuses, field.at(index).at('status'));
  }
}

function* validateExitCodes(
  { operator, containerName, values }: PodFailurePolicyOnExitCodesRequirement,
  containerNames: ReadonlySet<string>,
  field: Field,
): FieldErrors {
  yield* validateGiven(operator, operators, field.at('operator'));
  if (containerName !== undefined && !containerNames.has(containerName)) {
    const rule = 'must be one of the container or initContainer names in the pod template';
    yield field.at('containerName').invalid(containerName, rule);
  }
  const at = field.at('values');
  if (!values?.length) yield at.invalid(values ?? null, 'at least one value is required');
  else if (values.length > mostExitCodes) yield at.tooMany(values.length, mostExitCodes);
  const seen = new Set<number>();
  for (const [index, value] of values?.entries() ?? []) {
    if (operator === 'In' && value === 0) yield at.at(index).invalid(value, 'must not be 0 for the In operator');
    if (seen.has(value)) yield at.at(index).duplicate(value);
    seen.add(value);
  }
  if (values?.some((value, index) => (values[index - 1] ?? value) > value)) yield at.invalid(values, 'must be ordered');
}
