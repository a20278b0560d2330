import { ApiError, badRequest } from '../model/errors.ts';
import { decode, duplicateFields } from '../model/decode.ts';
import { parseYaml } from '../model/codec/yaml.ts';
import { apiVersionOf, type Kind, type KubeObject } from '../model/kind.ts';
import type { ApiRequest } from '../model/request.ts';
import type { ObjectSchema } from '../model/schema.ts';
import { warn, type Call } from './call.ts';
import type { FieldValidation } from './query-options.ts';

interface Format {
  readonly mediaType: string;
  parse(text: string): unknown;
}

const formats: readonly Format[] = [
  { mediaType: 'application/json', parse: (text) => JSON.parse(text) as unknown },
  { mediaType: 'application/yaml', parse: parseYaml },
];

/** The value that the body holds, and its text where it came as text. */
export interface ParsedBody {
  readonly value: unknown;
  readonly text?: string;
}

/** Reads JSON or YAML, as the content type says; a caller in this process hands its object over as it is. */
export function parseBody({ body, headers }: ApiRequest): ParsedBody {
  if (body === undefined) return { value: undefined };
  if (!(body instanceof Uint8Array)) return { value: body };
  const [mediaType = ''] = (headers['content-type'] ?? 'application/json').split(';');
  const format = formats.find((each) => each.mediaType === mediaType.trim().toLowerCase());
  if (!format) {
    const known = formats.map((each) => each.mediaType).join(', ');
    throw new ApiError('UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${known}`);
  }
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8');
  try {
    return { value: format.parse(text), text };
  } catch (error) {
    throw badRequest(
      `couldn't get version/kind; ${format === formats[0] ? 'json parse error' : 'yaml parse error'}: ${(error as Error).message}`,
      error,
    );
  }
}

interface DecodeOptions {
  readonly call: Call;
  readonly fieldValidation: FieldValidation;
}

/** The object of the request's body as the given kind. */
export function decodeObject<T extends KubeObject>(parsed: ParsedBody, kind: Kind<T>, options: DecodeOptions): T {
  const { value, text } = parsed;
  if (value === undefined || value === null)
    throw badRequest('the object provided is unrecognized (must be of type ' + kind.kind + '): EOF');
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw badRequest(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonType(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    );
  }
  const { apiVersion: givenVersion, kind: givenKind } = value as { apiVersion?: unknown; kind?: unknown };
  const expected = apiVersionOf(kind);
  if (givenKind !== undefined && givenKind !== '' && givenKind !== kind.kind) {
    const [group, version] = splitApiVersion(String(givenVersion ?? expected));
    const known = givenVersion === undefined || givenVersion === expected;
    if (known)
      throw badRequest(
        `no kind ${JSON.stringify(givenKind)} is registered for version ${JSON.stringify(expected)} in scheme "pkg/api/legacyscheme/scheme.go:30"`,
      );
    throw badRequest(
      `${kind.kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind.kind}: converting (${group}.${String(givenKind)}) to (${kind.kind}): unknown conversion`,
    );
  }
  if (givenVersion !== undefined && givenVersion !== '' && givenVersion !== expected) {
    throw badRequest(`the API version in the data (${String(givenVersion)}) does not match the expected API version (${expected})`);
  }
  const object = decodeAs(kind.schema, value, { kind, ...(text !== undefined && { text }) }, options);
  object.apiVersion = expected;
  object.kind = kind.kind;
  return object;
}

/** Decodes and reports fields that are unknown or given twice in the way the request asked for. */
export function decodeAs<T>(
  schema: ObjectSchema<T>,
  value: unknown,
  about: { kind: Kind; text?: string },
  { call, fieldValidation }: DecodeOptions,
): T {
  const { kind, text } = about;
  const { object, unknown } = decoded(schema, value, kind);
  if (fieldValidation === 'Ignore') return object;
  const problems = [...(text === undefined ? [] : duplicateFields(text, value)), ...unknown];
  if (problems.length === 0) return object;
  if (fieldValidation === 'Strict') {
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${problems.join(', ')}`,
    );
  }
  for (const problem of problems) warn(call, problem);
  return object;
}

function decoded<T>(schema: ObjectSchema<T>, value: unknown, kind: Kind): { object: T; unknown: readonly string[] } {
  try {
    return decode(schema, value);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${(error as Error).message}`, error);
  }
}

const jsonType = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value);

function splitApiVersion(apiVersion: string): [group: string, version: string] {
  const [group = '', version] = apiVersion.split('/');
  return version === undefined ? ['', group] : [group, version];
}
