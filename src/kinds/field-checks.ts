import type { Field, FieldErrors } from '../model/field.ts';
import {
  checkConfigMapKey,
  checkDnsLabel,
  checkDnsSubdomain,
  checkDnsSubdomainWithUnderscore,
  checkHttpHeaderName,
  checkLabelKey,
  checkPortName,
  checkPortNumber,
  checkRange,
  checkRelaxedEnvVarName,
  checkUserId,
  type NameOptions,
} from '../model/names.ts';

export const protocols: readonly string[] = ['SCTP', 'TCP', 'UDP'];

export const mustNotBeNegative = 'must be greater than or equal to 0';
const mustBePositive = 'must be greater than zero';
const immutable = 'field is immutable';

/** One error for each problem. */
export function* allInvalid(value: unknown, problems: Iterable<string>, field: Field): FieldErrors {
  for (const problem of problems) yield field.invalid(value, problem);
}

const validating =
  <V, O>(check: (value: V, options?: O) => readonly string[]) =>
  (value: V, field: Field, options?: O): FieldErrors => {
    const problems = check(value, options);
    return problems.length === 0 ? [] : allInvalid(value, problems, field);
  };

export const validateDnsLabel = validating<string, NameOptions>(checkDnsLabel);
export const validateDnsSubdomain = validating<string, NameOptions>(checkDnsSubdomain);
export const validateDnsSubdomainWithUnderscore = validating<string, never>(checkDnsSubdomainWithUnderscore);
/** A name with an optional domain before it, like the keys of labels. */
export const validateQualifiedName = validating<string, never>(checkLabelKey);
export const validateConfigMapKey = validating<string, never>(checkConfigMapKey);
export const validateEnvName = validating<string, never>(checkRelaxedEnvVarName);
export const validateHttpHeaderName = validating<string, never>(checkHttpHeaderName);
export const validatePortName = validating<string, never>(checkPortName);
export const validatePortNumber = validating<number, never>(checkPortNumber);
/** Users and groups alike. */
export const validateUserId = validating<number, never>(checkUserId);

/** A number, or the name of a port. */
export const validatePort = (port: number | string, field: Field): FieldErrors =>
  typeof port === 'number' ? validatePortNumber(port, field) : validatePortName(port, field);

export const validateRange = (value: number, low: number, high: number, field: Field): FieldErrors =>
  allInvalid(value, checkRange(value, low, high), field);

export function* validateNonNegative(value: number | undefined, field: Field): FieldErrors {
  if (value !== undefined && value < 0) yield field.invalid(value, mustNotBeNegative);
}

export function* validatePositive(value: number, field: Field): FieldErrors {
  if (value <= 0) yield field.invalid(value, mustBePositive);
}

export function* validateOneOf(value: string | undefined, values: readonly string[], field: Field): FieldErrors {
  if (value !== undefined && !values.includes(value)) yield field.notSupported(value, values);
}

/** Must be given, and be one of these. */
export function* validateChoice(value: string | undefined, values: readonly string[], field: Field): FieldErrors {
  if (!value) yield field.required();
  else if (!values.includes(value)) yield field.notSupported(value, values);
}

export function* validateImmutable(
  next: unknown,
  previous: unknown,
  field: Field,
  isSame: (a: unknown, b: unknown) => boolean = Object.is,
): FieldErrors {
  if (!isSame(next, previous)) yield field.invalid(next, immutable);
}
