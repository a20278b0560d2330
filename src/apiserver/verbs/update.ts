import { timestamp } from '../../base/clock.ts';
import { updateManagedFields } from '../../model/apply/managed-fields.ts';
import { applyDefaults } from '../../model/decode.ts';
import { conflict, invalid, unexplained } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import { apiVersionOf, type KubeObject } from '../../model/kind.ts';
import type { ApiResponse } from '../../model/request.ts';
import { StoredObject } from '../../model/stored-object.ts';
import { admit, mutate } from '../admission/run.ts';
import type { Allocation } from '../allocation/allocator.ts';
import { allocate, release } from '../allocation/run.ts';
import { attributesOf, authorize } from '../authorization/authorize.ts';
import { decodeBody } from '../body.ts';
import { warn, type Call, type VerbContext } from '../call.ts';
import { managerName } from '../field-manager.ts';
import { writeQuery, type WriteQuery } from '../query-options.ts';
import { preconditionFailed } from '../precondition.ts';
import { createObject } from './create.ts';
import { isFinished } from './delete/finish.ts';
import { deviceAccessProblems } from './device-access.ts';
import { afterMutation, checkName, checkNamespace, dropRepeatedOwners } from './given-object.ts';
import { requireParameterAccess } from './parameter-access.ts';
import { keepTimesIfUnchanged } from './unchanged-times.ts';
import { problemsOfUpdate, updateRules, type UpdateRules } from './update-rules.ts';

/** PUT of an object, or of a part of it through a subresource. */
export async function update(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { request, info, resource } = call;
  const { kind } = resource;
  const query = writeQuery(request.query, 'UpdateOptions');
  const object = decodeBody(request, kind, { call, fieldValidation: query.fieldValidation });
  checkNamespace(kind, object, info.namespace);
  checkName(object, info.name);
  dropRepeatedOwners(object, call);
  if (kind.createsOnUpdate && !info.subresource && !resource.find(info)) {
    await allowCreation(call, context);
    return { code: 201, body: { type: 'object', value: await createObject(object, { call, context, query }) } };
  }
  const { uid } = object.metadata;
  const stored = await updateObject({ call, context, query, uid, change: () => structuredClone(object) });
  return { code: 200, body: { type: 'object', value: stored } };
}

/** Who may update need not be allowed to create. */
export async function allowCreation({ user, info, request }: Call, { policy }: VerbContext): Promise<void> {
  await authorize(attributesOf(user, { ...info, verb: 'create' }, request), policy);
}

export interface UpdateOptions {
  readonly call: Call;
  readonly context: VerbContext;
  readonly query: WriteQuery;
  /** The current object must have it. */
  readonly uid?: string | undefined;
  /** Makes the wanted object from the current one. May run again when somebody else was faster. */
  readonly change: (current: StoredObject) => KubeObject | Promise<KubeObject>;
  /** Whether the change has recorded its fields already, as server-side apply does. */
  readonly applied?: boolean;
  /** The subresource whose name the fields are recorded under, where the object itself is updated on its behalf. */
  readonly recordedAs?: string;
}

/** default → record fields → mutate → prepare → validate → admit → allocate → store, against the current version. */
export async function updateObject(options: UpdateOptions): Promise<StoredObject> {
  const { call, context, query, uid, change, applied = false } = options;
  const { resource, info, user } = call;
  const { kind } = resource;
  const rules = rulesOf(call);
  let allocation: Allocation | undefined;
  let dryRunResult: KubeObject | undefined;

  const attempt = async (current: StoredObject): Promise<KubeObject> => {
    await allocation?.undo();
    allocation = undefined;
    const previous = current.object;
    if (uid && uid !== previous.metadata.uid) {
      throw preconditionFailed(call, { name: 'UID', wanted: uid, actual: previous.metadata.uid });
    }
    const next = await change(current);
    applyDefaults(kind.schema, next);
    kind.defaults?.(next);
    if (!applied) recordFields(next, previous, options);
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
    dropRepeatedOwners(next, call, afterMutation);
    checkVersion(call, next, previous);
    const write = { next, previous, write: { user, nowTimestamp: timestamp(context.clock.now()), gates: context.gates } };
    rules.prepare(kind, write);
    const access = await deviceAccessProblems({ next, previous }, call, context);
    const problems = [...problemsOfUpdate(rules, kind, write, access)];
    if (problems.length > 0) throw invalid({ group: kind.group, kind: kind.kind, name: info.name }, problems);
    await requireParameterAccess({ next, previous }, call, context);
    for (const message of warningsOf(call, next, previous)) warn(call, message);
    keepTimesIfUnchanged(kind, next, previous);
    await admit(admission, context);
    if (!info.subresource) allocation = await allocate(next, previous, { call, context, dryRun: query.dryRun });
    if (!query.dryRun) return next;
    dryRunResult = next;
    return previous;
  };

  try {
    const { stored, removed } = await resource.updateOrRemove(info, attempt, {
      isLast: (next, previous) => isFinished(kind, next, previous),
    });
    if (dryRunResult) {
      await allocation?.undo();
      return StoredObject.fromObject(dryRunResult, stored.revision);
    }
    await allocation?.settled();
    if (removed) await release(stored.object, { call, context });
    return stored;
  } catch (error) {
    await allocation?.undo();
    throw error;
  }
}

function rulesOf({ resource, info }: Call): UpdateRules {
  const rules = updateRules(resource.kind, info.subresource);
  if (!rules) throw new Error(`no rules for updates of ${resource.kind.plural}/${info.subresource}`);
  return rules;
}

function recordFields(next: KubeObject, live: Readonly<KubeObject>, { call, context, query, recordedAs }: UpdateOptions): void {
  const { request, info, resource } = call;
  const resetFields = resetFieldsOf(call);
  updateManagedFields({
    live,
    next,
    manager: managerName(query.fieldManager, request.headers['user-agent']),
    subresource: recordedAs ?? info.subresource,
    apiVersion: apiVersionOf(resource.kind),
    // Upstream notes no time for what it translates from another form of the object.
    nowTimestamp: recordedAs ? undefined : timestamp(context.clock.now()),
    schema: resource.kind.schema,
    ...(resetFields && { resetFields }),
  });
}

function warningsOf(
  { resource: { kind }, info: { subresource } }: Call,
  next: KubeObject,
  previous: Readonly<KubeObject>,
): Iterable<string> {
  if (subresource === '') return kind.warnings?.(next, previous) ?? [];
  return (subresource === 'status' ? kind.statusWarnings?.(next) : undefined) ?? [];
}

/** Subresources of a kind's own leave the status to those who write it, as the object itself does. */
export function resetFieldsOf({ resource: { kind }, info: { subresource } }: Call): readonly string[] | undefined {
  return kind.resetFields?.[subresource] ?? (kind.subresourceUpdates?.[subresource] && ['status']);
}

/** An update that names a version only replaces that one. */
function checkVersion({ resource, info }: Call, next: KubeObject, previous: Readonly<KubeObject>): void {
  const { group, plural, needsVersionToUpdate } = resource.kind;
  const wanted = next.metadata.resourceVersion || '0';
  if (!/^\d+$/.test(wanted)) throw unexplained(`strconv.ParseUint: parsing ${JSON.stringify(wanted)}: invalid syntax`);
  if (wanted === '0' && needsVersionToUpdate) {
    const problem = new Field('metadata.resourceVersion').invalid(0, 'must be specified for an update');
    throw invalid({ group, kind: plural, name: info.name }, [problem]);
  }
  if (wanted !== '0' && wanted !== previous.metadata.resourceVersion) throw conflict(resource.about(info.name));
  next.metadata.resourceVersion = previous.metadata.resourceVersion;
}
