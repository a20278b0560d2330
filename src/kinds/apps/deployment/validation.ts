import type { FeatureGates } from '../../../model/features/feature-gates.ts';
import { LabelSelector } from '../../../model/meta.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import {
  compiledSelector,
  validateLastingTemplate,
  validateTemplateLabels,
  validateTemplateSelector,
} from '../../core/template-validation.ts';
import { validateNonNegative } from '../../field-checks.ts';
import { goForm } from '../../go-form.ts';
import { intOrPercent, validateAtMostAll, validateIntOrPercent } from '../../int-or-percent.ts';
import { DeploymentStrategy, type DeploymentSpec, type DeploymentStatus, type RollingUpdateDeployment } from './schema.ts';

export function* validateDeploymentSpec(
  spec: Readonly<DeploymentSpec>,
  field: Field,
  { gates, rollbackTo }: { gates: FeatureGates; rollbackTo: number | undefined },
): FieldErrors {
  const { replicas, selector, template, strategy, minReadySeconds = 0, revisionHistoryLimit, progressDeadlineSeconds } = spec;
  yield* validateNonNegative(replicas, field.at('replicas'));
  yield* validateTemplateSelector(selector, { of: 'deployment' }, field.at('selector'));
  const compiled = compiledSelector(selector);
  if (!compiled) {
    yield field.at('selector').invalid(selector ? goForm(LabelSelector, selector) : null, 'invalid label selector');
  } else {
    yield* validateTemplateLabels(compiled, template, field.at('template'));
    yield* validateLastingTemplate(template, { kind: 'ReplicaSet', gates }, field.at('template'));
  }
  yield* validateStrategy(strategy ?? {}, field.at('strategy'));
  yield* validateNonNegative(minReadySeconds, field.at('minReadySeconds'));
  yield* validateNonNegative(revisionHistoryLimit, field.at('revisionHistoryLimit'));
  yield* validateNonNegative(rollbackTo, field.at('rollback', 'version'));
  if (progressDeadlineSeconds === undefined) return;
  yield* validateNonNegative(progressDeadlineSeconds, field.at('progressDeadlineSeconds'));
  if (progressDeadlineSeconds <= minReadySeconds) {
    yield field.at('progressDeadlineSeconds').invalid(progressDeadlineSeconds, 'must be greater than minReadySeconds');
  }
}

function* validateStrategy(strategy: DeploymentStrategy, field: Field): FieldErrors {
  const { type, rollingUpdate } = strategy;
  const at = field.at('rollingUpdate');
  if (type === 'Recreate') {
    if (rollingUpdate) yield at.forbidden("may not be specified when strategy `type` is 'Recreate'");
  } else if (type === 'RollingUpdate') {
    if (rollingUpdate) yield* validateRollingUpdate(rollingUpdate, at);
    else yield at.required('this should be defaulted and never be nil');
  } else {
    yield field.notSupported(goForm(DeploymentStrategy, strategy), ['Recreate', 'RollingUpdate']);
  }
}

function* validateRollingUpdate({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment, field: Field): FieldErrors {
  yield* validateIntOrPercent(maxUnavailable, field.at('maxUnavailable'));
  yield* validateIntOrPercent(maxSurge, field.at('maxSurge'));
  if (intOrPercent(maxUnavailable) === 0 && intOrPercent(maxSurge) === 0) {
    yield field.at('maxUnavailable').invalid(maxUnavailable, 'may not be 0 when `maxSurge` is 0');
  }
  yield* validateAtMostAll(maxUnavailable, field.at('maxUnavailable'));
}

const counts = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'terminatingReplicas',
  'collisionCount',
] as const;

export function* validateDeploymentStatus(status: Readonly<DeploymentStatus>, field: Field): FieldErrors {
  for (const name of counts) yield* validateNonNegative(status[name], field.at(name));
  const { replicas = 0, availableReplicas = 0, readyReplicas = 0 } = status;
  for (const name of ['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const) {
    const count = status[name] ?? 0;
    if (count > replicas) yield field.at(name).invalid(count, 'cannot be greater than status.replicas');
  }
  if (availableReplicas > readyReplicas) {
    yield field.at('availableReplicas').invalid(availableReplicas, 'cannot be greater than readyReplicas');
  }
}
