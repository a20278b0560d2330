import type { JSONSchemaProps } from '../custom-resource-definition/schema.ts';
import type { Problem } from './outcome.ts';

/** The bounds of a number, and whether value and bounds are numbers of the type at all. */
export function numberProblems(schema: Readonly<JSONSchemaProps>, value: number, path: string): Problem[] {
  const { multipleOf, maximum, exclusiveMaximum = false, minimum, exclusiveMinimum = false } = schema;
  const problems: Problem[] = [...rangeProblem(schema, value, 'Checked', path)];
  if (multipleOf !== undefined) {
    problems.push(...rangeProblem(schema, multipleOf, 'MultipleOf', path));
    if (multipleOf <= 0) {
      const subject = `factor MultipleOf declared for ${path}`;
      problems.push({ path, value: multipleOf, subject, detail: `must be positive: ${multipleOf}` });
    } else if (!isMultiple(value, multipleOf)) problems.push({ path, value, detail: `should be a multiple of ${multipleOf}` });
  }
  if (minimum !== undefined) {
    problems.push(...rangeProblem(schema, minimum, 'Minimum boundary', path));
    const isTooSmall = exclusiveMinimum ? value <= minimum : value < minimum;
    if (isTooSmall) problems.push({ path, value, detail: `should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}` });
  }
  if (maximum !== undefined) {
    problems.push(...rangeProblem(schema, maximum, 'Maximum boundary', path));
    const isTooLarge = exclusiveMaximum ? value >= maximum : value > maximum;
    if (isTooLarge) problems.push({ path, value, detail: `should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}` });
  }
  return problems;
}

const isMultiple = (value: number, factor: number): boolean => Number.isInteger(factor < 1 ? (1 / factor) * value : value / factor);

const largest = { int32: 2 ** 31 - 1, float: 3.402_823_466_385_288_6e38 } as const;

function* rangeProblem({ type, format }: Readonly<JSONSchemaProps>, value: number, what: string, path: string): Iterable<Problem> {
  if (type === 'integer') {
    const named = format === 'int32' || format === 'int64' ? format : undefined;
    const fits = Number.isInteger(value) && (named !== 'int32' || (value <= largest.int32 && value >= -largest.int32 - 1));
    const of = named ? ` with format ${named}` : ' (default format)';
    if (!fits) yield { plain: `${what} value must be of type integer${of} in ${path}` };
  } else if (type === 'number' && format === 'float' && Math.abs(value) > largest.float) {
    yield { plain: `${what} value must be of type number with format float in ${path}` };
  }
}
