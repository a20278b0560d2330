import type { Field, FieldErrors } from '../../model/field.ts';
import { validateQualifiedName } from '../field-checks.ts';
import type { TopologySelectorLabelRequirement, TopologySelectorTerm } from './storage-class.ts';

export function* validateTopologies(terms: readonly TopologySelectorTerm[], field: Field): FieldErrors {
  const seen = new Set<string>();
  for (const [index, term] of terms.entries()) {
    const at = field.at(index).at('matchLabelExpressions');
    yield* validateTerm(term, at);
    const identity = identityOf(term);
    if (seen.has(identity)) yield at.duplicate('');
    seen.add(identity);
  }
}

function* validateTerm({ matchLabelExpressions }: TopologySelectorTerm, field: Field): FieldErrors {
  const keys = new Set<string>();
  for (const [index, requirement] of matchLabelExpressions?.entries() ?? []) {
    yield* validateRequirement(requirement, field.at(index));
    if (keys.has(requirement.key)) yield field.at(index).at('key').duplicate(requirement.key);
    keys.add(requirement.key);
  }
}

function* validateRequirement({ key, values }: TopologySelectorLabelRequirement, field: Field): FieldErrors {
  const at = field.at('values');
  if (!values?.length) yield at.required();
  for (const [index, value] of values?.entries() ?? []) if (values.indexOf(value) < index) yield at.at(index).duplicate(value);
  yield* validateQualifiedName(key, field.at('key'));
}

/** The same for terms that select the same nodes, in whatever order they say it. */
const identityOf = ({ matchLabelExpressions = [] }: TopologySelectorTerm): string =>
  JSON.stringify(matchLabelExpressions.map(({ key, values }) => [key, ...[...new Set(values)].sort()].join('\n')).sort());
