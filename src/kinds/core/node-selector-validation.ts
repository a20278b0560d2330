import type { Field, FieldErrors } from '../../model/field.ts';
import { allInvalid } from '../field-checks.ts';
import { validateLabelKey } from '../../model/label-validation.ts';
import { checkDnsSubdomain, checkLabelValue } from '../../model/names.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from './node-selector.ts';

export function* validateNodeSelector({ nodeSelectorTerms }: NodeSelector, field: Field): FieldErrors {
  const at = field.at('nodeSelectorTerms');
  // A required list is null when it was left out.
  if (!nodeSelectorTerms?.length) {
    yield at.required('must have at least one node selector term');
    return;
  }
  for (const [index, term] of nodeSelectorTerms.entries()) yield* validateNodeSelectorTerm(term, at.at(index));
}

/** Preferences may name values that no label can have, for history's sake. */
export function* validateNodeSelectorTerm(
  { matchExpressions, matchFields }: NodeSelectorTerm,
  field: Field,
  options: { anyValue?: boolean } = {},
): FieldErrors {
  for (const [index, requirement] of matchExpressions?.entries() ?? []) {
    yield* validateRequirement(requirement, field.at('matchExpressions', index), options);
  }
  for (const [index, requirement] of matchFields?.entries() ?? []) {
    yield* validateFieldRequirement(requirement, field.at('matchFields', index));
  }
}

function* validateRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  field: Field,
  { anyValue = false }: { anyValue?: boolean },
): FieldErrors {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) yield field.at('values').required("must be specified when `operator` is 'In' or 'NotIn'");
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) yield field.at('values').forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) yield field.at('values').required("must be specified single value when `operator` is 'Lt' or 'Gt'");
      break;
    default:
      yield field.at('operator').invalid(operator, 'not a valid selector operator');
  }
  yield* validateLabelKey(key, field.at('key'));
  if (anyValue) return;
  for (const [index, value] of values.entries()) yield* allInvalid(value, checkLabelValue(value), field.at('values', index));
}

function* validateFieldRequirement({ key, operator, values = [] }: NodeSelectorRequirement, field: Field): FieldErrors {
  if (operator !== 'In' && operator !== 'NotIn') yield field.at('operator').invalid(operator, 'not a valid selector operator');
  else if (values.length !== 1) {
    yield field.at('values').required("must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
  }
  if (key !== 'metadata.name') {
    yield field.at('key').invalid(key, 'not a valid field selector key');
    return;
  }
  for (const [index, value] of values.entries()) yield* allInvalid(value, checkDnsSubdomain(value), field.at('values', index));
}
