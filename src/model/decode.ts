import { decoderOf } from './decode/compile.ts';
import { NestingError } from './decode/nesting.ts';
import { findProblems } from './decode/problems.ts';
import { mismatch } from './decode/scalars.ts';
import { badRequest, type ApiError } from './errors.ts';
import { QuantityError } from './quantity.ts';
import type { ObjectSchema } from './schema.ts';
import { TimeError } from './timestamp.ts';

export { applyDefaults } from './decode/defaults.ts';
export { duplicateFields } from './decode/duplicate-fields.ts';

export interface Decoded<T> {
  readonly object: T;
  /** `unknown field "spec.foo"`: what was dropped. Servers refuse it, warn of it or ignore it. */
  readonly unknown: readonly string[];
}

/** The value is not of its type. The message is that of upstream's decoder. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** All fields are of their types, but the object cannot be turned into the form that the server works with. */
export class ConversionError extends DecodeError {}

/**
 * A clean copy of a parsed JSON value: known fields only, in the order of the schema, values in canonical form, what is
 * always shown filled in, null as if it were absent. Throws DecodeError. `field` is where the value stands in messages.
 */
export function decode<T>(schema: ObjectSchema<T>, value: unknown, { field = '' }: { field?: string } = {}): Decoded<T> {
  const notes = { unknown: false, depth: 0 };
  try {
    // What a schema describes is what its decoder makes.
    const object = decoderOf(schema)(value, notes) as T;
    return { object, unknown: notes.unknown ? findProblems(schema, value, field).unknown : [] };
  } catch (error) {
    if (error instanceof NestingError) throw new DecodeError(error.message, { cause: error });
    if (error !== mismatch && !(error instanceof TimeError) && !(error instanceof QuantityError)) throw error;
    const { failure } = findProblems(schema, value, field);
    throw new DecodeError(failure ?? `json: cannot unmarshal null into Go value of type ${schema.name}`, { cause: error });
  }
}

/** What upstream answers to a body that cannot be decoded. `given` is what the body says it is, `wanted` what the path asks for. */
export const cannotBeHandled = (
  given: { kind: string; version: string },
  wanted: { kind: string },
  { message }: { message: string },
): ApiError => badRequest(`${given.kind} in version ${JSON.stringify(given.version)} cannot be handled as a ${wanted.kind}: ${message}`);

/** The message for a body with unknown or duplicate fields where these are refused. */
export const strictDecodingError = (problems: readonly string[]): DecodeError =>
  new DecodeError(`strict decoding error: ${problems.join(', ')}`);
