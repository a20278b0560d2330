import type { FeatureGates } from '../../../model/features/feature-gates.ts';
import { LabelSelector } from '../../../model/meta.ts';
import { goForm } from '../../go-form.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import {
  compiledSelector,
  validateLastingTemplate,
  validateTemplateLabels,
  validateTemplateSelector,
} from '../../core/template-validation.ts';
import { validateNonNegative } from '../../field-checks.ts';
import type { ReplicaSetSpec } from './schema.ts';

export function* validateReplicaSetSpec(
  { replicas, minReadySeconds, selector, template = {} }: Readonly<ReplicaSetSpec>,
  field: Field,
  gates: FeatureGates,
): FieldErrors {
  yield* validateNonNegative(replicas, field.at('replicas'));
  yield* validateNonNegative(minReadySeconds, field.at('minReadySeconds'));
  // Upstream has taken the word over from deployments.
  yield* validateTemplateSelector(selector, { of: 'deployment' }, field.at('selector'));
  const compiled = compiledSelector(selector);
  if (!compiled) {
    yield field.at('selector').invalid(selector ? goForm(LabelSelector, selector) : null, 'invalid label selector');
    return;
  }
  yield* validateTemplateLabels(compiled, template, field.at('template'));
  yield* validateLastingTemplate(template, { kind: 'ReplicaSet', gates }, field.at('template'));
}
