import { timestamp } from '../../base/clock.ts';
import { applyPatch } from '../../model/apply/apply.ts';
import { ApiError, badRequest, invalid, notFound } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import { apiVersionOf, type KubeObject } from '../../model/kind.ts';
import { applyJsonPatch } from '../../model/patch/json-patch.ts';
import { applyMergePatch } from '../../model/patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../../model/patch/strategic-merge.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import type { StoredObject } from '../../model/stored-object.ts';
import { parseYaml } from '../../model/codec/yaml.ts';
import { decodeAs, decodeObject, parseBody } from '../body.ts';
import type { Call, VerbContext } from '../call.ts';
import { writeQuery, type WriteQuery } from '../query-options.ts';
import { createObject } from './create.ts';
import { checkNamespace } from './prepare.ts';
import { updateObject } from './update.ts';

const patchTypes = {
  'application/json-patch+json': jsonPatch,
  'application/merge-patch+json': mergePatch,
  'application/strategic-merge-patch+json': strategicPatch,
} as const;

const applyTypes = ['application/apply-patch+yaml'];

/** PATCH in any of its forms. */
export async function patch(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { request, info } = call;
  const query = writeQuery(request.query, 'PatchOptions');
  const mediaType = mediaTypeOf(request);
  if (applyTypes.includes(mediaType)) return apply(call, context, query);
  if (!isPatchType(mediaType)) throw unsupported();
  if (query.force !== undefined) {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions', name: '' }, [
      new Field('force').forbidden('may not be specified for non-apply patch'),
    ]);
  }
  const body = parseBody({ ...request, headers: { ...request.headers, 'content-type': 'application/json' } }).value;
  const stored = await updateObject({
    call,
    context,
    query,
    change: (current) => {
      const patched = patchTypes[mediaType](current.object, body, call);
      const next = decodeObject({ value: patched }, call.resource.kind, { call, fieldValidation: query.fieldValidation });
      if (next.metadata.name !== info.name)
        throw badRequest(`the name of the object (${next.metadata.name}) does not match the name on the URL (${info.name})`);
      checkNamespace(call.resource.kind, next, info.namespace);
      return next;
    },
  });
  return { code: 200, body: { type: 'object', value: stored } };
}

function jsonPatch(current: Readonly<KubeObject>, body: unknown): unknown {
  return applyJsonPatch(current, body);
}

function mergePatch(current: Readonly<KubeObject>, body: unknown): unknown {
  return applyMergePatch(current, body);
}

function strategicPatch(current: Readonly<KubeObject>, body: unknown, { resource }: Call): unknown {
  return applyStrategicMergePatch(current, body, resource.kind.schema);
}

const isPatchType = (mediaType: string): mediaType is keyof typeof patchTypes => mediaType in patchTypes;

/** Server-side apply: creates what is not there. */
async function apply(call: Call, context: VerbContext, query: WriteQuery): Promise<ApiResponse> {
  const { request, resource, info } = call;
  const { kind } = resource;
  if (!query.fieldManager) {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions', name: '' }, [
      new Field('fieldManager').required('is required for apply patch'),
    ]);
  }
  const given = parseApplied(request);
  // Checked as an object of the kind, but applied as given: what is absent must stay absent.
  decodeAs(kind.schema, given, { kind }, { call, fieldValidation: query.fieldValidation });
  const metadata = (given['metadata'] ?? {}) as { name?: string; namespace?: string; managedFields?: unknown };
  if (metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  if (given['apiVersion'] !== apiVersionOf(kind) || given['kind'] !== kind.kind) {
    throw badRequest(
      `the API version in the data (${String(given['apiVersion'])}) does not match the expected API version (${apiVersionOf(kind)})`,
    );
  }
  if (metadata.name !== undefined && metadata.name !== info.name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${info.name})`);
  }
  const applied = (live: Readonly<KubeObject> | undefined): KubeObject => {
    const next = applyPatch({
      live,
      patch: { ...given, metadata: { ...metadata, name: info.name, ...(info.namespace && { namespace: info.namespace }) } },
      manager: query.fieldManager,
      force: query.force ?? false,
      subresource: info.subresource,
      apiVersion: apiVersionOf(kind),
      nowTimestamp: timestamp(context.clock.now()),
      schema: kind.schema,
    });
    return decodeObject({ value: next }, kind, { call, fieldValidation: 'Ignore' });
  };
  const key = { namespace: info.namespace, name: info.name };
  if (resource.find(key)) {
    const change = ({ object }: StoredObject) => applied(object);
    return { code: 200, body: { type: 'object', value: await updateObject({ call, context, query, change, applied: true }) } };
  }
  if (info.subresource) throw notFound(resource.about(info.name));
  const object = applied(undefined);
  if (object.metadata.uid)
    throw new ApiError(
      'Conflict',
      `uid mismatch: the provided object specified uid ${object.metadata.uid}, and no existing object was found`,
    );
  checkNamespace(kind, object, info.namespace);
  return { code: 201, body: { type: 'object', value: await createObject(object, { call, context, query, applied: true }) } };
}

function parseApplied({ body }: ApiRequest): Record<string, unknown> {
  const value = body instanceof Uint8Array ? parseAsYaml(Buffer.from(body).toString('utf8')) : body;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest('error decoding YAML: the applied configuration must be an object');
  return value as Record<string, unknown>;
}

function parseAsYaml(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${(error as Error).message}`, error);
  }
}

const mediaTypeOf = ({ headers, body }: ApiRequest): string => {
  const [mediaType = ''] = (headers['content-type'] ?? (body instanceof Uint8Array ? '' : 'application/merge-patch+json')).split(';');
  return mediaType.trim().toLowerCase();
};

function unsupported(): ApiError {
  const known = [...Object.keys(patchTypes), ...applyTypes].toSorted().join(', ');
  return new ApiError('UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${known}`);
}
