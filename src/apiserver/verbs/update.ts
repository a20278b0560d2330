import { timestamp } from '../../base/clock.ts';
import { updateManagedFields } from '../../model/apply/managed-fields.ts';
import { applyDefaults } from '../../model/decode.ts';
import { badRequest, conflict, ApiError } from '../../model/errors.ts';
import { apiVersionOf, type KubeObject } from '../../model/kind.ts';
import type { ApiResponse } from '../../model/request.ts';
import { StoredObject } from '../../model/stored-object.ts';
import { admit, mutate } from '../admission/run.ts';
import type { Allocation } from '../allocation/allocator.ts';
import { allocate } from '../allocation/run.ts';
import { decodeObject, parseBody } from '../body.ts';
import { warn, type Call, type VerbContext } from '../call.ts';
import { managerName } from '../field-manager.ts';
import { writeQuery, type WriteQuery } from '../query-options.ts';
import { finishDeletion } from './delete/finish.ts';
import { checkNamespace, prepareStatusUpdate, prepareUpdate, validateChanged, validateStatusChanged } from './prepare.ts';

/** PUT of an object or of its status. */
export async function update(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { request, info, resource } = call;
  const { kind } = resource;
  const query = writeQuery(request.query, 'UpdateOptions');
  const object = decodeObject(parseBody(request), kind, { call, fieldValidation: query.fieldValidation });
  if (object.metadata.name && object.metadata.name !== info.name) {
    throw badRequest(`the name of the object (${object.metadata.name}) does not match the name on the URL (${info.name})`);
  }
  if (!object.metadata.name) {
    throw badRequest(`the name of the object (${nameless(object)}) does not match the name on the URL (${info.name})`);
  }
  checkNamespace(kind, object, info.namespace);
  const stored = await updateObject({ call, context, query, change: () => structuredClone(object) });
  return { code: 200, body: { type: 'object', value: stored } };
}

export interface UpdateOptions {
  readonly call: Call;
  readonly context: VerbContext;
  readonly query: WriteQuery;
  /** Makes the wanted object from the current one. May run again when somebody else was faster. */
  change(current: StoredObject): KubeObject | Promise<KubeObject>;
  /** Whether the change has recorded its fields already, as server-side apply does. */
  readonly applied?: boolean;
}

/** default → mutate → prepare → validate → admit → store, against the current version. */
export async function updateObject({ call, context, query, change, applied = false }: UpdateOptions): Promise<StoredObject> {
  const { resource, info, user, request } = call;
  const { kind } = resource;
  const key = { namespace: info.namespace, name: info.name };
  const isStatus = info.subresource === 'status';
  let allocation: Allocation | undefined;
  let dryRunResult: KubeObject | undefined;

  const attempt = async (current: StoredObject): Promise<KubeObject> => {
    await allocation?.undo();
    allocation = undefined;
    const previous = current.object;
    const next = await change(current);
    if (next.metadata.uid && next.metadata.uid !== previous.metadata.uid) throw uidConflict(call, next.metadata.uid, previous.metadata.uid);
    checkVersion(call, next, previous);
    applyDefaults(kind.schema, next);
    kind.defaults?.(next);
    if (isStatus) prepareStatusUpdate(kind, next, previous);
    else prepareUpdate(kind, next, previous);

    const admission = {
      operation: 'UPDATE',
      resource,
      subresource: info.subresource,
      namespace: info.namespace,
      name: info.name,
      object: next,
      oldObject: previous,
      user,
      dryRun: query.dryRun,
      warn: (message: string) => warn(call, message),
    } as const;
    await mutate(admission, context);
    if (!applied) {
      updateManagedFields({
        live: previous,
        next,
        manager: managerName(query.fieldManager, request.headers['user-agent']),
        subresource: info.subresource,
        apiVersion: apiVersionOf(kind),
        nowTimestamp: timestamp(context.clock.now()),
        schema: kind.schema,
      });
    }
    if (isStatus) validateStatusChanged(kind, next, previous);
    else validateChanged(kind, next, previous);
    for (const message of kind.warnings?.(next, previous) ?? []) warn(call, message);
    await admit(admission, context);
    if (!isStatus) allocation = await allocate(next, previous, { call, context, dryRun: query.dryRun });
    if (query.dryRun) {
      dryRunResult = next;
      return previous;
    }
    return next;
  };

  try {
    const stored = await resource.update(key, attempt);
    if (dryRunResult) {
      await allocation?.undo();
      return StoredObject.fromObject(dryRunResult, stored.revision);
    }
    allocation?.settled();
    // Taking the last finalizer away completes a deletion that waited for it.
    return await finishDeletion(stored, { call, context });
  } catch (error) {
    await allocation?.undo();
    throw error;
  }
}

/** An update that names a version only replaces that one. */
function checkVersion({ resource, info }: Call, next: KubeObject, previous: Readonly<KubeObject>): void {
  const wanted = next.metadata.resourceVersion;
  if (wanted && wanted !== '0' && wanted !== previous.metadata.resourceVersion) throw conflict(resource.about(info.name));
  next.metadata.resourceVersion = previous.metadata.resourceVersion;
}

const uidConflict = ({ resource, info }: Call, wanted: string, actual: string): ApiError =>
  conflict(resource.about(info.name), `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${actual}`);

const nameless = ({ metadata: { generateName } }: KubeObject): string => generateName ?? '';
