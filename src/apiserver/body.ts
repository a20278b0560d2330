import { ApiError, badRequest } from '../model/errors.ts';
import { cannotBeHandled, decode, DecodeError, duplicateFields, strictDecodingError } from '../model/decode.ts';
import { JsonError, parseJson } from '../model/codec/json.ts';
import { decodeMessage, openEnvelope, ProtobufError } from '../model/codec/protobuf.ts';
import { parseYaml, YamlError } from '../model/codec/yaml.ts';
import { apiVersionOf, type Kind, type KubeObject } from '../model/kind.ts';
import type { ApiRequest } from '../model/request.ts';
import type { ObjectSchema } from '../model/schema.ts';
import { warn, type Call } from './call.ts';
import { decodeKind, typeNameOf, type TypeName } from './decode-kind.ts';
import type { FieldValidation } from './query-options.ts';

interface Format {
  readonly mediaType: string;
  parse(body: Uint8Array | undefined): Parsed;
}

interface Parsed {
  readonly value: unknown;
  /** What is said of fields that are given twice. */
  readonly duplicates: () => readonly string[];
  /** The whole value, where it takes a schema to read it: what is there without says only what it is. */
  readonly read?: (schema: ObjectSchema) => unknown;
}

const formats: readonly Format[] = [
  { mediaType: 'application/json', parse: (body) => parseJsonBody(textOf(body)) },
  { mediaType: 'application/yaml', parse: (body) => parseYamlBody(textOf(body)) },
  { mediaType: 'application/vnd.kubernetes.protobuf', parse: parseProtobufBody },
];

function parseJsonBody(text: string): Parsed {
  try {
    const value = parseJson(text);
    return { value, duplicates: () => duplicateFields(text, value) };
  } catch (error) {
    if (error instanceof JsonError)
      throw new DecodeError(`couldn't get version/kind; json parse error: ${error.message}`, { cause: error });
    throw error;
  }
}

function parseYamlBody(text: string): Parsed {
  try {
    return { value: parseYaml(text, { allowDuplicateKeys: true }), duplicates: () => yamlDuplicates(text) };
  } catch (error) {
    if (error instanceof YamlError) throw new DecodeError(error.message, { cause: error });
    throw error;
  }
}

function parseProtobufBody(body = new Uint8Array()): Parsed {
  const { raw, ...type } = protobuf(() => openEnvelope(body));
  return { ...asIs(type), read: (schema) => ({ ...protobuf(() => decodeMessage(schema, raw)), ...type }) };
}

function protobuf<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProtobufError) throw new DecodeError(error.message, { cause: error });
    throw error;
  }
}

/** The only problem that a text may have which can be read otherwise. */
export function yamlDuplicates(text: string): readonly string[] {
  try {
    parseYaml(text);
    return [];
  } catch (error) {
    if (error instanceof YamlError) return [error.message];
    throw error;
  }
}

const asIs = (value: object): Parsed => ({ value, duplicates: () => [] });

interface DecodeOptions {
  readonly call: Call;
  readonly fieldValidation: FieldValidation;
}

/** The object in the request's body, which must be of the given kind. */
export function decodeBody<T extends KubeObject>(request: ApiRequest, kind: Kind<T>, options: DecodeOptions): T {
  const format = formatOf(request);
  const { body } = request;
  let given: TypeName | undefined;
  try {
    // A caller in this process hands its object over as it is.
    const { value, duplicates, read } = body === undefined || body instanceof Uint8Array ? format.parse(body) : asIs(body);
    given = typeNameOf(value, kind);
    // A message of another kind would be read as nonsense; it is refused for what it says it is.
    const isExpected = given.kind === kind.kind && given.apiVersion === apiVersionOf(kind);
    const { object, unknown } = decodeKind(read && isExpected ? read(kind.schema) : value, given, kind);
    if (options.fieldValidation !== 'Ignore') report([...duplicates(), ...unknown], options);
    return object;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    if (given) throw cannotBeHandled({ kind: given.kind, version: given.apiVersion.split('/').at(-1) ?? '' }, kind, error);
    throw badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): ${error.message} (${summary(body)})`, error);
  }
}

/** The options in the request's body, of a type that is in every group. Undefined when there is no body. */
export function decodeOptions<T>(request: ApiRequest, schema: ObjectSchema<T>): T | undefined {
  const { body } = request;
  if (body === undefined || (body instanceof Uint8Array && body.length === 0)) return undefined;
  const format = formatOf(request);
  try {
    const { value, read } = body instanceof Uint8Array ? format.parse(body) : asIs(body);
    return decode(schema, read ? read(schema) : value).object;
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(error.message, error);
    throw error;
  }
}

/** Tells of fields that are unknown or given twice in the way the request asked for. Throws DecodeError. */
export function report(problems: readonly string[], { call, fieldValidation }: DecodeOptions): void {
  if (problems.length === 0 || fieldValidation === 'Ignore') return;
  if (fieldValidation === 'Strict') throw strictDecodingError(problems);
  for (const problem of problems) warn(call, problem);
}

/** How the body is written, as its content type says. */
function formatOf({ headers }: ApiRequest): Format {
  const [mediaType = ''] = (headers['content-type'] ?? 'application/json').split(';');
  const format = formats.find((each) => each.mediaType === mediaType.trim().toLowerCase());
  if (format) return format;
  const known = formats.map((each) => each.mediaType).join(', ');
  throw new ApiError('UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${known}`);
}

const textOf = (body: Uint8Array | undefined): string =>
  body ? Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8') : '';

/** How much of a body that says nothing about its type is shown. */
const summaryBytes = 30;

function summary(body: ApiRequest['body']): string {
  if (!(body instanceof Uint8Array) || body.length === 0) return '<empty>';
  const start = Buffer.from(body.subarray(0, summaryBytes));
  return start.toString(start[0] === 0x7b ? 'utf8' : 'hex') + (body.length > summaryBytes ? ' ...' : '');
}
