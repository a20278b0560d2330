import { timestamp } from '../../base/clock.ts';
import { ApiError, badRequest } from '../../model/errors.ts';
import { apiVersionOf, type KubeObject } from '../../model/kind.ts';
import { applyDefaults } from '../../model/decode.ts';
import { updateManagedFields } from '../../model/apply/managed-fields.ts';
import type { ApiResponse } from '../../model/request.ts';
import { StoredObject } from '../../model/stored-object.ts';
import { admit, mutate } from '../admission/run.ts';
import { allocate } from '../allocation/run.ts';
import { decodeObject, parseBody } from '../body.ts';
import { warn, type Call, type VerbContext } from '../call.ts';
import { managerName } from '../field-manager.ts';
import { writeQuery, type WriteQuery } from '../query-options.ts';
import { checkNamespace, fillName, prepareCreate, validateNew } from './prepare.ts';

/** How often a clash of a generated name is tried again with another one. */
const maxGeneratedAttempts = 8;

/** decode → default → mutate → prepare → validate → admit → store. */
export async function create(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { request, info, resource } = call;
  const { kind } = resource;
  const query = writeQuery(request.query, 'CreateOptions');
  const object = decodeObject(parseBody(request), kind, { call, fieldValidation: query.fieldValidation });
  if (info.name && object.metadata.name && info.name !== object.metadata.name) {
    throw badRequest(`the name of the object (${object.metadata.name}) does not match the name on the URL (${info.name})`);
  }
  if (object.metadata.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
  checkNamespace(kind, object, info.namespace);
  const stored = await createObject(object, { call, context, query });
  return { code: 201, body: { type: 'object', value: stored } };
}

interface CreateOptions {
  readonly call: Call;
  readonly context: VerbContext;
  readonly query: WriteQuery;
  /** Whether the object comes from server-side apply, which has recorded its fields already. */
  readonly applied?: boolean;
}

/** The part of a creation that starts from a decoded object: also what an apply of a missing object does. */
export async function createObject(object: KubeObject, options: CreateOptions): Promise<StoredObject> {
  const generated = !object.metadata.name && object.metadata.generateName;
  if (!generated) return createOnce(object, options);
  for (let attempt = 1; ; attempt++) {
    const candidate = structuredClone(object);
    try {
      return await createOnce(candidate, options);
    } catch (error) {
      if (!ApiError.is(error, 'AlreadyExists') || attempt >= maxGeneratedAttempts) throw error;
    }
  }
}

async function createOnce(object: KubeObject, { call, context, query, applied = false }: CreateOptions): Promise<StoredObject> {
  const { resource, user, info, request } = call;
  const { kind } = resource;
  const nowMs = context.clock.now();
  applyDefaults(kind.schema, object);
  kind.defaults?.(object);
  fillName(object);
  prepareCreate(kind, object, nowMs);

  const admission = {
    operation: 'CREATE',
    resource,
    subresource: info.subresource,
    namespace: info.namespace,
    name: object.metadata.name ?? '',
    object,
    oldObject: undefined,
    user,
    dryRun: query.dryRun,
    warn: (message: string) => warn(call, message),
  } as const;
  await mutate(admission, context);
  if (!applied) {
    updateManagedFields({
      live: undefined,
      next: object,
      manager: managerName(query.fieldManager, request.headers['user-agent']),
      subresource: '',
      apiVersion: apiVersionOf(kind),
      nowTimestamp: timestamp(nowMs),
      schema: kind.schema,
    });
  }
  validateNew(kind, object);
  for (const message of kind.warnings?.(object) ?? []) warn(call, message);
  await admit(admission, context);

  const allocation = await allocate(object, undefined, { call, context, dryRun: query.dryRun });
  try {
    if (query.dryRun) {
      if (resource.find({ namespace: info.namespace, name: object.metadata.name })) {
        throw new ApiError(
          'AlreadyExists',
          `${kind.group ? `${kind.plural}.${kind.group}` : kind.plural} "${object.metadata.name}" already exists`,
          {
            details: { name: object.metadata.name, ...(kind.group && { group: kind.group }), kind: kind.plural },
          },
        );
      }
      await allocation.undo();
      return StoredObject.fromObject(object, 0);
    }
    const stored = await resource.create(object);
    allocation.settled();
    return stored;
  } catch (error) {
    await allocation.undo();
    throw error;
  }
}
