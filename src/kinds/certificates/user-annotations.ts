import type { Field, FieldErrors } from '../../model/field.ts';
import { validateDomainPrefixedKey } from '../../model/qualified-names.ts';

const largestAnnotations = 256 * 1024;

/** What pods tell signers. */
export function* validateUserAnnotations(annotations: Readonly<Record<string, string>>, field: Field): FieldErrors {
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    yield* validateDomainPrefixedKey(key.toLowerCase(), field);
    size += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (size > largestAnnotations) yield field.tooLong(largestAnnotations);
}
