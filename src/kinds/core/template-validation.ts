import type { FeatureGates } from '../../model/features/feature-gates.ts';
import { goMap } from '../go-form.ts';
import { selectorFromObject, nothing, type LabelSelector as Selector } from '../../model/labels.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { validateLabelSelector } from '../../model/label-validation.ts';
import type { LabelSelector } from '../../model/meta.ts';
import { ApiError } from '../../model/errors.ts';
import type { PodTemplateSpec } from './pod/template.ts';
import { validatePodTemplate } from './pod/validation/pod.ts';

interface SelectorOptions {
  /** What the messages call it, e.g. `deployment`. */
  readonly of: string;
}

/** The selector of something that makes pods. It must select something. */
export function* validateTemplateSelector(selector: LabelSelector | undefined | null, { of }: SelectorOptions, field: Field): FieldErrors {
  if (!selector) {
    yield field.required();
    return;
  }
  yield* validateLabelSelector(selector, field);
  if (isEmptySelector(selector)) yield field.invalid(selector, `empty selector is invalid for ${of}`);
}

export const isEmptySelector = ({ matchLabels, matchExpressions }: LabelSelector): boolean =>
  Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions?.length ?? 0) === 0;

/** The selector ready to be asked, or undefined when it is malformed. Without one nothing is selected. */
export function compiledSelector(selector: LabelSelector | undefined | null): Selector | undefined {
  if (!selector) return nothing;
  try {
    return selectorFromObject(selector);
  } catch (error) {
    if (ApiError.is(error)) return undefined;
    throw error;
  }
}

/** Pods that are made from the template must be found again. */
export function* validateTemplateLabels(selector: Selector, { metadata }: Readonly<PodTemplateSpec>, field: Field): FieldErrors {
  if (selector.requirements?.length === 0 || selector.matches(metadata?.labels)) return;
  yield field.at('metadata', 'labels').invalid(goMap(metadata?.labels), '`selector` does not match template `labels`');
}

/** Templates of pods that are to run for good. */
export function* validateLastingTemplate(
  template: Readonly<PodTemplateSpec>,
  { kind, gates }: { kind: string; gates: FeatureGates },
  field: Field,
): FieldErrors {
  yield* validatePodTemplate(template, field, gates);
  yield* validateLasting(template, { kind }, field);
}

export function* validateLasting({ spec }: Readonly<PodTemplateSpec>, { kind }: { kind: string }, field: Field): FieldErrors {
  const { restartPolicy, activeDeadlineSeconds } = spec ?? {};
  if (restartPolicy !== 'Always') yield field.at('spec', 'restartPolicy').notSupported(restartPolicy ?? '', ['Always']);
  if (activeDeadlineSeconds !== undefined) {
    yield field.at('spec', 'activeDeadlineSeconds').forbidden(`activeDeadlineSeconds in ${kind} is not Supported`);
  }
}
