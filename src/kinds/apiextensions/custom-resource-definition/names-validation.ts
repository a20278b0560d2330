import type { Field, FieldErrors } from '../../../model/field.ts';
import { checkDns1035Label } from '../../../model/names.ts';
import type { CustomResourceDefinitionNames } from './schema.ts';

export function* validateNames(names: Readonly<CustomResourceDefinitionNames>, field: Field): FieldErrors {
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  if (plural) yield* validateLabel(plural, field.at('plural'));
  if (singular) yield* validateLabel(singular, field.at('singular'));
  if (kind) yield* validateMixed(kind, field.at('kind'));
  if (listKind) yield* validateMixed(listKind, field.at('listKind'));
  for (const [index, name] of shortNames.entries()) yield* validateLabel(name, field.at('shortNames', index));
  if (kind && kind === listKind) yield field.at('listKind').invalid(listKind, 'kind and listKind may not be the same');
  for (const [index, category] of categories.entries()) yield* validateLabel(category, field.at('categories', index));
}

/** Names of versions, resources and the like. All problems are told at once. */
export function* validateLabel(value: string, field: Field): FieldErrors {
  const problems = checkDns1035Label(value);
  if (problems.length > 0) yield field.invalid(value, problems.join(','));
}

function* validateMixed(value: string, field: Field): FieldErrors {
  const problems = checkDns1035Label(value.toLowerCase());
  if (problems.length > 0) yield field.invalid(value, `may have mixed case, but should otherwise match: ${problems.join(',')}`);
}
