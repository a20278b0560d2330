import type { FeatureGates } from '../../../model/features/feature-gates.ts';
import { LabelSelector } from '../../../model/meta.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateLabelSelector } from '../../../model/label-validation.ts';
import { validateCollisionCount } from '../../collision-count.ts';
import { compiledSelector, isEmptySelector, validateLastingTemplate } from '../../core/template-validation.ts';
import { validateNonNegative } from '../../field-checks.ts';
import { goForm, goMap } from '../../go-form.ts';
import { intOrPercent, validateAtMostAll, validateIntOrPercent } from '../../int-or-percent.ts';
import { DaemonSetUpdateStrategy, type DaemonSetSpec, type DaemonSetStatus, type RollingUpdateDaemonSet } from './schema.ts';

export function* validateDaemonSetSpec(spec: Readonly<DaemonSetSpec>, field: Field, gates: FeatureGates): FieldErrors {
  const { selector, template, minReadySeconds, revisionHistoryLimit, updateStrategy } = spec;
  yield* validateLabelSelector(selector, field.at('selector'));
  const compiled = compiledSelector(selector);
  const labels = template.metadata?.labels;
  if (compiled && !compiled.matches(labels)) {
    yield field.at('template', 'metadata', 'labels').invalid(goMap(labels), '`selector` does not match template `labels`');
  }
  if (selector && isEmptySelector(selector))
    yield field.at('selector').invalid(selector ? goForm(LabelSelector, selector) : null, 'empty selector is invalid for daemonset');
  yield* validateLastingTemplate(template, { kind: 'DaemonSet', gates }, field.at('template'));
  yield* validateNonNegative(minReadySeconds, field.at('minReadySeconds'));
  yield* validateStrategy(updateStrategy ?? {}, field.at('updateStrategy'));
  yield* validateNonNegative(revisionHistoryLimit, field.at('revisionHistoryLimit'));
}

function* validateStrategy(strategy: DaemonSetUpdateStrategy, field: Field): FieldErrors {
  if (strategy.type === 'OnDelete') return;
  if (strategy.type !== 'RollingUpdate') yield field.notSupported(goForm(DaemonSetUpdateStrategy, strategy), ['RollingUpdate', 'OnDelete']);
  else if (!strategy.rollingUpdate) yield field.at('rollingUpdate').required();
  else yield* validateRollingUpdate(strategy.rollingUpdate, field.at('rollingUpdate'));
}

function* validateRollingUpdate({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet, field: Field): FieldErrors {
  yield* validateIntOrPercent(maxUnavailable, field.at('maxUnavailable'));
  yield* validateIntOrPercent(maxSurge, field.at('maxSurge'));
  yield* validateAtMostAll(maxUnavailable, field.at('maxUnavailable'));
  yield* validateAtMostAll(maxSurge, field.at('maxSurge'));
  const hasUnavailable = intOrPercent(maxUnavailable) !== 0;
  const hasSurge = intOrPercent(maxSurge) !== 0;
  if (hasUnavailable && hasSurge) yield field.at('maxSurge').invalid(maxSurge, 'may not be set when maxUnavailable is non-zero');
  if (!hasUnavailable && !hasSurge) yield field.at('maxUnavailable').required('cannot be 0 when maxSurge is 0');
}

const counts = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
] as const;

export function* validateDaemonSetStatus(next: Readonly<DaemonSetStatus>, previous: Readonly<DaemonSetStatus>, field: Field): FieldErrors {
  for (const name of counts) yield* validateNonNegative(next[name], field.at(name));
  yield* validateCollisionCount(next, previous, field);
}
