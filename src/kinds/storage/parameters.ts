import type { Field, FieldErrors } from '../../model/field.ts';
import { validateQualifiedName } from '../field-checks.ts';

const mostParameters = 512;
const mostBytes = 256 * 1024;

/** What a class tells its driver. */
export function* validateParameters(parameters: Readonly<Record<string, string>>, field: Field): FieldErrors {
  const entries = Object.entries(parameters);
  if (entries.length > mostParameters) {
    yield field.tooLong(mostParameters);
    return;
  }
  if (Object.hasOwn(parameters, '')) yield field.invalid('', 'field can not be empty.');
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > mostBytes) yield field.tooLong(mostBytes);
}

/** Names of drivers, whose case does not matter. */
export function* validateDriver(name: string, field: Field): FieldErrors {
  if (!name) yield field.required();
  else yield* validateQualifiedName(name.toLowerCase(), field);
}
