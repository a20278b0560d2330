import type { Field, FieldErrors } from '../../model/field.ts';
import { checkCIdentifier } from '../../model/names.ts';
import { validateCsiDriverName } from '../core/csi-driver-name.ts';
import { allInvalid, validateDnsSubdomain } from '../field-checks.ts';

const longestPoolName = 253;
const longestDomain = 63;
const longestId = 32;
/** Of names of attributes and capacities. */
export const longestQualifiedName = longestDomain + 1 + longestId;

/** Drivers for devices are named like those for storage. */
export const validateDriverName = validateCsiDriverName;

export function* validatePoolName(name: string, field: Field): FieldErrors {
  if (!name) {
    yield field.required();
    return;
  }
  if (Buffer.byteLength(name) > longestPoolName) yield field.tooLong(longestPoolName);
  for (const part of name.split('/')) yield* validateDnsSubdomain(part, field);
}

/** The name of an attribute or a capacity, with or without the domain of who defines it. */
export function* validateDomainName(name: string, field: Field): FieldErrors {
  const [first = '', second, ...more] = name.split('/');
  // Names with more slashes pass upstream, too.
  if (more.length > 0) return;
  if (second === undefined) {
    yield* validateId(first, field);
    return;
  }
  if (first) yield* validateDriverName(first, field);
  else yield field.invalid('', 'the domain must not be empty');
  if (second) yield* validateId(second, field);
  else yield field.invalid('', 'the name must not be empty');
}

export function* validateFullDomainName(name: string, field: Field): FieldErrors {
  yield* validateDomainName(name, field);
  if (!name.includes('/')) yield field.invalid(name, 'a fully qualified name must be a domain and a name separated by a slash');
}

function* validateId(id: string, field: Field): FieldErrors {
  if (Buffer.byteLength(id) > longestId) yield field.tooLong(longestId);
  yield* allInvalid(id, checkCIdentifier(id), field);
}

export function* validateUid(uid: string, field: Field): FieldErrors {
  const problem = uuidProblem(uid);
  if (problem) yield field.invalid(uid, `error validating uid: ${problem}`);
  else if (uid.length !== uuidLength || uid !== uid.toLowerCase()) {
    yield field.invalid(
      uid,
      'uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters',
    );
  }
}

const uuidLength = 36;
const urnPrefix = 'urn:uuid:';
const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const plainPattern = /^[\da-f]{32}$/i;

/** Any of the ways to write one is read. */
function uuidProblem(text: string): string | undefined {
  const wrong = 'invalid UUID format';
  switch (text.length) {
    case uuidLength:
      return uuidPattern.test(text) ? undefined : wrong;
    case uuidLength + urnPrefix.length: {
      const prefix = text.slice(0, urnPrefix.length);
      if (prefix.toLowerCase() !== urnPrefix) return `invalid urn prefix: ${JSON.stringify(prefix)}`;
      return uuidPattern.test(text.slice(urnPrefix.length)) ? undefined : wrong;
    }
    case uuidLength + '{}'.length:
      if (!text.startsWith('{') || !text.endsWith('}')) return 'invalid bracketed UUID format';
      return uuidPattern.test(text.slice(1, -1)) ? undefined : wrong;
    case 32:
      return plainPattern.test(text) ? undefined : wrong;
    default:
      return `invalid UUID length: ${text.length}`;
  }
}
