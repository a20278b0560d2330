import type { Field, FieldErrors } from './field.ts';
import type { LabelSelector, LabelSelectorRequirement } from './meta.ts';
import { checkLabelKey, checkLabelValue } from './names.ts';

export function* validateLabelKey(key: string, field: Field): FieldErrors {
  for (const problem of checkLabelKey(key)) yield field.invalid(key, problem);
}

export function* validateLabels(labels: Readonly<Record<string, string>> | undefined | null, field: Field): FieldErrors {
  if (!labels) return;
  for (const key in labels) {
    yield* validateLabelKey(key, field);
    const value = labels[key] ?? '';
    for (const problem of checkLabelValue(value)) yield field.invalid(value, problem);
  }
}

export interface LabelSelectorOptions {
  /** For updates of objects that were accepted before values were checked. */
  readonly allowInvalidValues?: boolean;
  readonly allowUnknownOperators?: boolean;
}

/** The rules of a selector in an object, e.g. `spec.selector`. */
export function* validateLabelSelector(
  selector: Readonly<LabelSelector> | undefined | null,
  field: Field,
  options: LabelSelectorOptions = {},
): FieldErrors {
  if (!selector) return;
  yield* validateLabels(selector.matchLabels, field.at('matchLabels'));
  for (const [index, requirement] of (selector.matchExpressions ?? []).entries()) {
    yield* validateLabelSelectorRequirement(requirement, field.at('matchExpressions', index), options);
  }
}

/** One condition of a selector. */
export function* validateLabelSelectorRequirement(
  { key, operator, values }: Readonly<LabelSelectorRequirement>,
  field: Field,
  { allowInvalidValues = false, allowUnknownOperators = false }: LabelSelectorOptions = {},
): FieldErrors {
  const count = values?.length ?? 0;
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (count === 0) yield field.at('values').required("must be specified when `operator` is 'In' or 'NotIn'");
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (count > 0) yield field.at('values').forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      break;
    default:
      if (!allowUnknownOperators) yield field.at('operator').invalid(operator, 'not a valid selector operator');
  }
  yield* validateLabelKey(key, field.at('key'));
  if (allowInvalidValues) return;
  for (const [index, value] of (values ?? []).entries()) {
    for (const problem of checkLabelValue(value)) yield field.at('values', index).invalid(value, problem);
  }
}
