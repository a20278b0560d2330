import type { SubjectAccessReviewSpec } from '../../kinds/authorization/local-subject-access-review.ts';
import { ApiError } from '../../model/errors.ts';
import { parseFieldSelector } from '../../model/field-selectors.ts';
import { parseLabelSelector } from '../../model/labels.ts';
import type { EqualityRequirement } from '../authorization/field-requirements.ts';

type Asked = Pick<NonNullable<SubjectAccessReviewSpec['resourceAttributes']>, 'fieldSelector' | 'labelSelector'>;
type FieldSelector = NonNullable<Asked['fieldSelector']>;
type LabelSelector = NonNullable<Asked['labelSelector']>;

export interface ReviewSelectors {
  /** What the list or watch that is asked about restricts itself to, as far as that names one value. */
  readonly fieldRequirements: readonly EqualityRequirement[];
  /** Which selectors could not be read. What is left out of them is only asked for more than it would be. */
  readonly problems: readonly string[];
}

/** The selectors of a question, with what of them counts. */
export function reviewSelectors({ fieldSelector, labelSelector }: Asked): ReviewSelectors {
  const fields = readFields(fieldSelector);
  const labels = readLabels(labelSelector);
  return {
    fieldRequirements: fields.known.filter(({ operator }) => operator === '='),
    problems: [...told('fieldSelector', fields), ...told('labelSelector', labels)],
  };
}

interface Reading<T> {
  readonly known: readonly T[];
  readonly isWhole: boolean;
}

function* told(name: keyof Asked, { known, isWhole }: Reading<unknown>): Iterable<string> {
  if (!isWhole) yield `spec.resourceAttributes.${name} ${known.length > 0 ? 'partially ignored' : 'ignored'} due to parse error`;
}

interface FieldTerm extends EqualityRequirement {
  readonly operator: '=' | '!=';
}

function readFields({ rawSelector = '', requirements = [] }: FieldSelector = {}): Reading<FieldTerm> {
  if (requirements.length === 0) return readText(rawSelector, parseFieldSelector);
  const known = requirements.flatMap(({ key, operator, values = [] }): FieldTerm[] => {
    const [value] = values;
    if ((operator !== 'In' && operator !== 'NotIn') || value === undefined || values.length > 1) return [];
    return [{ field: key, operator: operator === 'In' ? '=' : '!=', value }];
  });
  return { known, isWhole: known.length === requirements.length };
}

const labelOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

function readLabels({ rawSelector = '', requirements = [] }: LabelSelector = {}): Reading<unknown> {
  if (requirements.length === 0) return readText(rawSelector, (text) => parseLabelSelector(text).requirements ?? []);
  const known = requirements.filter(({ operator }) => labelOperators.includes(operator));
  return { known, isWhole: known.length === requirements.length };
}

function readText<T>(text: string, parse: (text: string) => readonly T[]): Reading<T> {
  try {
    return { known: parse(text), isWhole: true };
  } catch (error) {
    if (ApiError.is(error, 'BadRequest')) return { known: [], isWhole: false };
    throw error;
  }
}
