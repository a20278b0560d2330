import type { JSONSchemaProps } from '../custom-resource-definition/schema.ts';
import type { Problem } from './outcome.ts';

/** Whether a value is of the type of a schema. Null has its own rule; a format counts as a type of texts and lists. */
export function typeProblem({ type = '', format, nullable }: Readonly<JSONSchemaProps>, value: unknown, path: string): Problem | undefined {
  if (value === null) return type === '' || type === 'null' || nullable ? undefined : mismatch(type, 'null', path);
  const given = typeOf(value);
  if (given === type || (given === 'integer' && type === 'number')) return undefined;
  const takesFormat = given === 'string' || given === 'array';
  // Whole numbers have a format of their own in Go.
  const givenFormat = given === 'integer' ? 'int64' : given === 'number' ? 'float64' : '';
  if (format && !takesFormat && givenFormat !== format) return mismatch(format, givenFormat, path);
  if (format && takesFormat && type !== 'integer' && type !== 'number') return undefined;
  return mismatch(type, given, path);
}

const mismatch = (wanted: string, given: string, path: string): Problem => ({
  path,
  value: given,
  ofType: true,
  detail: `must be of type ${wanted}: ${JSON.stringify(given)}`,
});

export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
}
