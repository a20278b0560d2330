import { JsonError, parseJson } from '../../../model/codec/json.ts';
import { ConversionError, decode, DecodeError, duplicateFields } from '../../../model/decode.ts';
import { badRequest, invalid, unexplained } from '../../../model/errors.ts';
import { Field } from '../../../model/field.ts';
import { apiVersionOf, type Kind, type KubeObject } from '../../../model/kind.ts';
import { applyJsonPatch } from '../../../model/patch/json-patch.ts';
import { isObject, sortedObject, type JsonObject } from '../../../model/patch/json-object.ts';
import { applyMergePatch } from '../../../model/patch/merge-patch.ts';
import { shown } from '../../../model/patch/shown.ts';
import { applyStrategicMergePatch } from '../../../model/patch/strategic-merge.ts';
import type { ApiRequest } from '../../../model/request.ts';
import { report } from '../../body.ts';
import type { Call } from '../../call.ts';
import { decodeKind, typeNameOf } from '../../decode-kind.ts';
import type { FieldValidation } from '../../query-options.ts';

const jsonPatch = 'application/json-patch+json';
const mergePatch = 'application/merge-patch+json';
const strategicPatch = 'application/strategic-merge-patch+json';

export type PatchType = typeof jsonPatch | typeof mergePatch | typeof strategicPatch;

export const isPatchType = (mediaType: string): mediaType is PatchType =>
  mediaType === jsonPatch || mediaType === mergePatch || mediaType === strategicPatch;

export interface PatchedOptions<T extends KubeObject> {
  readonly mediaType: PatchType;
  readonly call: Call;
  readonly kind: Kind<T>;
  readonly fieldValidation: FieldValidation;
}

/** The object that the patch in the request's body makes of the current one, decoded again. */
export function patched<T extends KubeObject>(current: Readonly<T>, options: PatchedOptions<T>): T {
  const { mediaType, call, kind } = options;
  const { patch, problems } = readPatch(call.request, mediaType);
  const result = applied(current, patch, options);
  try {
    const own = { apiVersion: apiVersionOf(kind), kind: kind.kind };
    // A strategic merge patch is made of the type's fields, and cannot make another type of it.
    const { object, unknown } = decodeKind(result, mediaType === strategicPatch ? own : typeNameOf(result, kind), kind);
    report([...problems, ...unknown], options);
    return object;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    // Upstream converts what such patches make only after it has decoded it.
    if (mediaType === strategicPatch && error instanceof ConversionError) throw unexplained(error.message, error);
    const what = mediaType === strategicPatch ? shown(patch) : JSON.stringify(applied(inUpstreamOrder(current, kind), patch, options));
    throw invalid({ group: '', kind: '', name: '' }, [new Field('patch').invalid(what, error.message)]);
  }
}

/** As upstream writes an object: fields in the order of the schema, those of free form in the order of their names. */
function inUpstreamOrder<T extends KubeObject>(current: Readonly<T>, kind: Kind<T>): T {
  const { object } = decode(kind.schema, current);
  for (const entry of object.metadata.managedFields ?? []) {
    // Sorting an object gives an object.
    if (entry.fieldsV1) entry.fieldsV1 = sortedDeeply(entry.fieldsV1) as JsonObject;
  }
  return object;
}

function sortedDeeply(value: unknown): unknown {
  if (!isObject(value)) return value;
  return sortedObject(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sortedDeeply(inner)])));
}

function applied<T extends KubeObject>(current: Readonly<T>, patch: unknown, { mediaType, kind }: PatchedOptions<T>): unknown {
  switch (mediaType) {
    case jsonPatch:
      return applyJsonPatch(current, patch);
    case mergePatch:
      return applyMergePatch(current, patch);
    case strategicPatch:
      return applyStrategicMergePatch(current, patch, kind.schema);
    default:
      return mediaType satisfies never;
  }
}

interface ReadPatch {
  readonly patch: unknown;
  /** Fields that are given twice, or that operations do not know. */
  readonly problems: readonly string[];
}

function readPatch({ body }: ApiRequest, mediaType: PatchType): ReadPatch {
  if (body !== undefined && !(body instanceof Uint8Array)) return { patch: body, problems: [] };
  const text = body ? Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8') : '';
  const patch = parsePatch(text, mediaType);
  const duplicates = duplicateFields(text, patch);
  if (mediaType !== jsonPatch) return { patch, problems: duplicates };
  return { patch, problems: [...duplicates, ...unknownMembers(patch)].map((problem) => `json patch ${problem}`) };
}

function parsePatch(text: string, mediaType: PatchType): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw badRequest(mediaType === strategicPatch ? error.message : `error decoding patch: ${error.message}`, error);
  }
}

const members = new Set(['op', 'path', 'from', 'value']);

function* unknownMembers(patch: unknown): Iterable<string> {
  if (!Array.isArray(patch)) return;
  for (const [index, operation] of patch.entries()) {
    if (!isObject(operation)) continue;
    for (const name of Object.keys(operation)) if (!members.has(name)) yield `unknown field "[${index}].${name}"`;
  }
}
