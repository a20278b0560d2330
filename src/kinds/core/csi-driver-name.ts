import type { Field, FieldErrors } from '../../model/field.ts';
import { allInvalid } from '../field-checks.ts';
import { checkDnsSubdomain } from '../../model/names.ts';

const maxLength = 63;

export function* validateCsiDriverName(name: string, field: Field): FieldErrors {
  if (!name) {
    yield field.required();
    return;
  }
  if (Buffer.byteLength(name) > maxLength) yield field.tooLong(maxLength);
  yield* allInvalid(name, checkDnsSubdomain(name.toLowerCase()), field);
}
