import type { Field, FieldErrors } from '../../model/field.ts';
import { checkDnsLabel, checkDnsSubdomain, type Problems } from '../../model/names.ts';

const longestDomain = 253;
const longestName = 571;

/** Signers are named like `example.com/signer`. */
export function* validateSignerName(name: string, field: Field): FieldErrors {
  if (!name) {
    yield field.required();
    return;
  }
  const [domain = '', path, ...more] = name.split('/');
  if (path === undefined || more.length > 0) {
    yield field.invalid(name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
    return;
  }
  if (Buffer.byteLength(domain) > longestDomain) yield field.tooLong(longestDomain);
  yield* validateParts(domain, checkDnsLabel, field);
  if (!domain.includes('.')) yield field.invalid(domain, 'should be a domain with at least two segments separated by dots');
  yield* validateParts(path, checkDnsSubdomain, field);
  if (Buffer.byteLength(name) > longestName) yield field.tooLong(longestName);
}

/** The problems of the first part that has any. */
function* validateParts(segment: string, check: (part: string) => Problems, field: Field): FieldErrors {
  const bad = segment.split('.').find((part) => check(part).length > 0);
  if (bad === undefined) return;
  for (const problem of check(bad)) yield field.invalid(segment, `validating label ${JSON.stringify(bad)}: ${problem}`);
}
