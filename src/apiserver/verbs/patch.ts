import { applyPatch, objectName } from '../../model/apply/apply.ts';
import { timestamp } from '../../base/clock.ts';
import { ApiError, badRequest, conflict, notFound, unexplained } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import { apiVersionOf, type Kind, type KubeObject } from '../../model/kind.ts';
import { JsonError, parseJson } from '../../model/codec/json.ts';
import { ConversionError, duplicateFields } from '../../model/decode.ts';
import { parseYaml, YamlError } from '../../model/codec/yaml.ts';
import { isObject, type JsonObject } from '../../model/patch/json-object.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import type { StoredObject } from '../../model/stored-object.ts';
import { yamlDuplicates } from '../body.ts';
import { warn, type Call, type VerbContext } from '../call.ts';
import { decodeKind } from '../decode-kind.ts';
import { writeQuery, type WriteQuery } from '../query-options.ts';
import { createObject } from './create.ts';
import { checkName, checkNamespace } from './given-object.ts';
import { isPatchType, patched, type PatchType } from './patch/patched.ts';
import { allowCreation, resetFieldsOf, updateObject } from './update.ts';

const applyType = 'application/apply-patch+yaml';

/** PATCH in any of its forms. */
export async function patch(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { request, info, resource } = call;
  if (mediaTypeOf(request) === applyType) return apply(call, context);
  const mediaType = patchTypeOf(request);
  const query = patchQuery(request, mediaType);
  const stored = await updateObject({
    call,
    context,
    query,
    change: ({ object }) => {
      const next = patched(object, { mediaType, call, kind: resource.kind, fieldValidation: query.fieldValidation });
      checkNamespace(resource.kind, next, info.namespace);
      checkName(next, info.name);
      return next;
    },
  });
  return { code: 200, body: { type: 'object', value: stored } };
}

/** Server-side apply: creates what is not there. */
async function apply(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { request, resource, info } = call;
  const query = patchQuery(request, applyType);
  const change = (live: Readonly<KubeObject> | undefined): KubeObject => {
    const next = applied(live, { call, context, query });
    checkNamespace(resource.kind, next, info.namespace);
    checkName(next, info.name);
    return next;
  };
  if (resource.find(info)) {
    const update = ({ object }: StoredObject) => change(object);
    return { code: 200, body: { type: 'object', value: await updateObject({ call, context, query, change: update, applied: true }) } };
  }
  if (info.subresource) throw notFound(resource.about(info.name));
  const object = change(undefined);
  const { uid } = object.metadata;
  if (uid)
    throw conflict(resource.about(info.name), `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`);
  await allowCreation(call, context);
  return { code: 201, body: { type: 'object', value: await createObject(object, { call, context, query, applied: true }) } };
}

function applied(
  live: Readonly<KubeObject> | undefined,
  { call, context, query }: { call: Call; context: VerbContext; query: WriteQuery },
): KubeObject {
  const { request, resource, info } = call;
  const { kind } = resource;
  const { configuration, duplicates } = readConfiguration(request);
  const resetFields = resetFieldsOf(call);
  const next = applyPatch({
    live,
    patch: configuration,
    manager: query.fieldManager,
    force: query.force ?? false,
    subresource: info.subresource,
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    nowTimestamp: timestamp(context.clock.now()),
    schema: kind.schema,
    ...(resetFields && { resetFields }),
  });
  if (query.fieldValidation === 'Strict' && duplicates[0]) throw badRequest(`error strict decoding YAML: ${duplicates[0]}`);
  if (query.fieldValidation === 'Warn') for (const problem of duplicates) warn(call, problem);
  const object = decodeApplied(next, configuration, kind);
  // What is applied says which object it means, too, though nobody owns that: it is checked, not merged.
  const meant = isObject(configuration['metadata']) ? configuration['metadata'] : {};
  for (const field of identity) if (typeof meant[field] === 'string') object.metadata[field] = meant[field];
  return object;
}

function decodeApplied(next: JsonObject, configuration: JsonObject, kind: Kind): KubeObject {
  try {
    return decodeKind(next, { apiVersion: apiVersionOf(kind), kind: kind.kind }, kind).object;
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    throw unexplained(`failed to convert to unversioned (${objectName(configuration)}): ${error.message}`, error);
  }
}

const identity = ['name', 'namespace', 'uid', 'resourceVersion'] as const;

function readConfiguration({ body }: ApiRequest): { configuration: JsonObject; duplicates: readonly string[] } {
  if (isObject(body) && !(body instanceof Uint8Array)) return { configuration: body, duplicates: [] };
  const text = body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : '';
  const json = jsonObject(text);
  if (json) return { configuration: json, duplicates: [] };
  try {
    const configuration = parseYaml(text, { allowDuplicateKeys: true }) ?? {};
    if (isObject(configuration)) return { configuration, duplicates: yamlDuplicates(text) };
    const type = Array.isArray(configuration) ? 'array' : typeof configuration === 'boolean' ? 'bool' : typeof configuration;
    const problem = `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
    throw badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${problem}`);
  } catch (error) {
    if (error instanceof YamlError) throw badRequest(`error decoding YAML: ${error.message}`, error);
    throw error;
  }
}

/**
 * JSON is YAML that is read faster, and most clients send it. Undefined for what YAML has something to say about: fields
 * that are given twice, and tabs, which it does not take everywhere.
 */
function jsonObject(text: string): JsonObject | undefined {
  if (!text.startsWith('{') || text.includes('\t')) return undefined;
  try {
    // What starts with a brace is an object, if it is JSON.
    const value = parseJson(text) as JsonObject;
    return duplicateFields(text, value).length === 0 ? value : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

/** Which form of patch the request brings. Throws for what is none. */
export function patchTypeOf(request: ApiRequest): PatchType {
  const mediaType = mediaTypeOf(request);
  // Upstream's router answers this itself, in its own words.
  if (!isPatchType(mediaType)) throw new ApiError('UnsupportedMediaType', '415: Unsupported Media Type', { details: {} });
  return mediaType;
}

/** The options of a patch: an apply must say by whom, and may be forced. */
export function patchQuery({ query }: ApiRequest, mediaType: PatchType | typeof applyType): WriteQuery {
  return writeQuery(query, 'PatchOptions', ({ fieldManager, force }) => {
    if (mediaType !== applyType)
      return force === undefined ? [] : [new Field('force').forbidden('may not be specified for non-apply patch')];
    return fieldManager ? [] : [new Field('fieldManager').required('is required for apply patch')];
  });
}

// A caller in this process need not say what it means by an object.
const mediaTypeOf = ({ headers, body }: ApiRequest): string => {
  const [mediaType = ''] = (
    headers['content-type'] ?? (isObject(body) && !(body instanceof Uint8Array) ? 'application/merge-patch+json' : '')
  ).split(';');
  return mediaType.trim().toLowerCase();
};
