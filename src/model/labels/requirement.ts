import { badRequest } from '../errors.ts';
import { Field, type FieldError } from '../field.ts';
import { checkLabelKey, checkLabelValue } from '../names.ts';

export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

/** One condition on labels. */
export interface Requirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

/** Throws BadRequest where the operator does not take these values, or key or values are no labels. */
export function requirement(key: string, operator: LabelOperator, values: readonly string[]): Requirement {
  const problems = [...problemsOf(key, operator, values)].map(({ field, message }) => `${field}: ${message}`);
  if (problems.length > 1) throw badRequest(`[${problems.join(', ')}]`);
  if (problems[0] !== undefined) throw badRequest(problems[0]);
  return { key, operator, values };
}

function* problemsOf(key: string, operator: LabelOperator, values: readonly string[]): Generator<FieldError> {
  const ofKey = checkLabelKey(key);
  if (ofKey.length > 0) yield new Field('key').invalid(key, ofKey.join('; '));
  const field = new Field('values');
  switch (operator) {
    case 'in':
    case 'notin':
      if (values.length === 0) yield field.invalid(values, "for 'in', 'notin' operators, values set can't be empty");
      break;
    case '=':
    case '==':
    case '!=':
      if (values.length !== 1) yield field.invalid(values, 'exact-match compatibility requires one single value');
      break;
    case 'exists':
    case '!':
      if (values.length > 0) yield field.invalid(values, 'values set must be empty for exists and does not exist');
      break;
    case 'gt':
    case 'lt':
      if (values.length !== 1) yield field.invalid(values, "for 'Gt', 'Lt' operators, exactly one value is required");
      for (const [index, value] of values.entries()) {
        if (integer(value) === undefined) yield field.at(index).invalid(value, "for 'Gt', 'Lt' operators, the value must be an integer");
      }
      break;
    default:
      operator satisfies never;
  }
  for (const [index, value] of values.entries()) {
    const ofValue = checkLabelValue(value);
    if (ofValue.length > 0) yield field.at(index).key(key).invalid(value, ofValue.join('; '));
  }
}

/** A function that says whether labels fulfil the condition. */
export function compileRequirement({ key, operator, values }: Requirement): (labels: Labels) => boolean {
  const has = (labels: Labels): boolean => Object.hasOwn(labels, key);
  const [first = ''] = values;
  switch (operator) {
    case '=':
    case '==':
      return (labels) => labels[key] === first;
    case '!=':
      return (labels) => labels[key] !== first;
    case 'in':
      return values.length === 1 ? (labels) => labels[key] === first : (labels) => has(labels) && values.includes(labels[key] ?? '');
    case 'notin':
      return (labels) => !has(labels) || !values.includes(labels[key] ?? '');
    case 'exists':
      return has;
    case '!':
      return (labels) => !has(labels);
    case 'gt':
    case 'lt': {
      const limit = integer(first);
      return (labels) => {
        const value = has(labels) ? integer(labels[key] ?? '') : undefined;
        if (value === undefined || limit === undefined) return false;
        return operator === 'gt' ? value > limit : value < limit;
      };
    }
    default:
      return operator satisfies never;
  }
}

const int64Limit = 2n ** 63n;

function integer(text: string): bigint | undefined {
  if (!/^[-+]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value >= -int64Limit && value < int64Limit ? value : undefined;
}

export function requirementToString({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.toSorted().join(',')})`;
    case 'gt':
      return `${key}>${values.join(',')}`;
    case 'lt':
      return `${key}<${values.join(',')}`;
    default:
      return `${key}${operator}${values.join(',')}`;
  }
}
