import type { Field, FieldErrors } from '../../model/field.ts';
import { validateQualifiedName } from '../field-checks.ts';
import type { MatchCondition, Variable } from './matching.ts';

const mostConditions = 64;

/** Conditions under which something applies at all. Whether the expressions make sense is found out where they are compiled. */
export function* validateMatchConditions(conditions: readonly MatchCondition[], field: Field): FieldErrors {
  if (conditions.length > mostConditions) yield field.tooMany(conditions.length, mostConditions);
  const names = new Set<string>();
  for (const [index, { name, expression }] of conditions.entries()) {
    const at = field.at(index);
    if (expression.trim() === '') yield at.at('expression').required();
    if (name === '') yield at.at('name').required();
    else yield* validateQualifiedName(name, at.at('name'));
    if (name && names.has(name)) yield at.at('name').duplicate(name);
    names.add(name);
  }
}

const reserved = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

export function* validateVariables(variables: readonly Variable[], field: Field): FieldErrors {
  for (const [index, { name, expression }] of variables.entries()) {
    const at = field.at(index);
    if (name.trim() === '') yield at.at('name').required('name is not specified');
    else if (!/^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name) || reserved.has(name)) {
      yield at.at('name').invalid(name, 'must be a valid CEL identifier');
    }
    if (expression.trim() === '') yield at.at('expression').required('expression is not specified');
  }
}
