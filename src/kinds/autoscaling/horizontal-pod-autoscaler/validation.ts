import type { FeatureGates } from '../../../model/features/feature-gates.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import { quantitySign } from '../../../model/quantity.ts';
import { mustNotBeNegative, validateNonNegative, validateOneOf } from '../../field-checks.ts';
import { validateMetrics } from './metrics.ts';
import { validateReference } from './reference.ts';
import type {
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  HPAScalingPolicy,
  HPAScalingRules,
} from './schema.ts';

const longestPeriodSeconds = 1800;
const longestWindowSeconds = 3600;
const selectPolicies: readonly string[] = ['Disabled', 'Max', 'Min'];
const policyTypes: readonly string[] = ['Percent', 'Pods'];

type Spec = Readonly<HorizontalPodAutoscalerSpec>;

export function* validateAutoscaler(spec: Spec, previous: Spec | undefined, field: Field, gates: FeatureGates): FieldErrors {
  const { minReplicas, maxReplicas, scaleTargetRef, metrics = [], behavior } = spec;
  const lowest = gates.isOn('HPAScaleToZero') || previous?.minReplicas === 0 ? 0 : 1;
  if (minReplicas !== undefined && minReplicas < lowest) {
    yield field.at('minReplicas').invalid(minReplicas, `must be greater than or equal to ${lowest}`);
  }
  const most = field.at('maxReplicas');
  if (maxReplicas === 0) yield most.required('must be set and greater than 0');
  else if (maxReplicas < 0) yield most.invalid(maxReplicas, 'must be greater than or equal to 1');
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    yield most.invalid(maxReplicas, 'must be greater than or equal to `minReplicas`');
  }
  yield* validateReference(scaleTargetRef, targetRule(spec, previous), field.at('scaleTargetRef'));
  yield* validateMetrics(metrics, minReplicas === undefined ? {} : { minReplicas }, field.at('metrics'));
  if (behavior) yield* validateBehavior(behavior, field.at('behavior'));
}

function targetRule(
  { scaleTargetRef: { kind, apiVersion } }: Spec,
  previous: Spec | undefined,
): { needsGroup: boolean; anyVersion: boolean } {
  const anyVersion = previous?.scaleTargetRef.kind === kind && previous.scaleTargetRef.apiVersion === apiVersion;
  return { needsGroup: kind !== 'ReplicationController', anyVersion };
}

function* validateBehavior({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior, field: Field): FieldErrors {
  if (scaleUp) yield* validateRules(scaleUp, field.at('scaleUp'));
  if (scaleDown) yield* validateRules(scaleDown, field.at('scaleDown'));
}

function* validateRules(
  { stabilizationWindowSeconds = 0, selectPolicy, policies = [], tolerance }: HPAScalingRules,
  field: Field,
): FieldErrors {
  const window = field.at('stabilizationWindowSeconds');
  if (stabilizationWindowSeconds < 0) yield window.invalid(stabilizationWindowSeconds, 'must be greater than or equal to zero');
  if (stabilizationWindowSeconds > longestWindowSeconds) {
    yield window.invalid(stabilizationWindowSeconds, `must be less than or equal to ${longestWindowSeconds}`);
  }
  yield* validateOneOf(selectPolicy, selectPolicies, field.at('selectPolicy'));
  if (policies.length === 0) yield field.at('policies').required('must specify at least one Policy');
  for (const [index, policy] of policies.entries()) yield* validatePolicy(policy, field.at('policies', index));
  if (tolerance !== undefined && quantitySign(tolerance) < 0) yield field.at('tolerance').invalid(tolerance, mustNotBeNegative);
}

function* validatePolicy({ type, value, periodSeconds }: HPAScalingPolicy, field: Field): FieldErrors {
  yield* validateOneOf(type, policyTypes, field.at('type'));
  if (value <= 0) yield field.at('value').invalid(value, 'must be greater than zero');
  const period = field.at('periodSeconds');
  if (periodSeconds <= 0) yield period.invalid(periodSeconds, 'must be greater than zero');
  if (periodSeconds > longestPeriodSeconds) yield period.invalid(periodSeconds, `must be less than or equal to ${longestPeriodSeconds}`);
}

export function* validateAutoscalerStatus(
  { currentReplicas, desiredReplicas }: Readonly<Pick<HorizontalPodAutoscalerStatus, 'currentReplicas' | 'desiredReplicas'>>,
  field: Field,
): FieldErrors {
  yield* validateNonNegative(currentReplicas, field.at('currentReplicas'));
  yield* validateNonNegative(desiredReplicas, field.at('desiredReplicas'));
}
