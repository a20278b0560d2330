import { timestamp, type Clock } from '../../base/clock.ts';
import { updateManagedFields } from '../../model/apply/managed-fields.ts';
import { applyDefaults } from '../../model/decode.ts';
import { alreadyExists, ApiError, invalid, unexplained, type About } from '../../model/errors.ts';
import { Field, type FieldError } from '../../model/field.ts';
import { apiVersionOf, resourceNameOf, type Kind, type KubeObject, type Write } from '../../model/kind.ts';
import { validateAnyMetadata } from '../../model/metadata-validation.ts';
import { problemsOfSteps, usualOrder } from '../../model/rule-steps.ts';
import type { ApiResponse } from '../../model/request.ts';
import { StoredObject } from '../../model/stored-object.ts';
import type { AdmissionRequest } from '../admission/plugin.ts';
import { admit, mutate } from '../admission/run.ts';
import { allocate } from '../allocation/run.ts';
import { decodeBody } from '../body.ts';
import { warn, type Call, type VerbContext } from '../call.ts';
import { managerName } from '../field-manager.ts';
import { writeQuery, type WriteQuery } from '../query-options.ts';
import { deviceAccessProblems } from './device-access.ts';
import { afterMutation, checkNamespace, dropRepeatedOwners } from './given-object.ts';
import { requireParameterAccess } from './parameter-access.ts';
import { fillSystemMetadata, prepareCreate, wipeSystemMetadata } from './prepare.ts';

/** How many names are tried for an object that does not bring its own. */
const maxGeneratedNames = 8;

/** POST of an object: decode, then everything that `createObject` does. */
export async function create(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { request, info, resource } = call;
  const query = writeQuery(request.query, 'CreateOptions');
  const object = decodeBody(request, resource.kind, { call, fieldValidation: query.fieldValidation });
  wipeSystemMetadata(object);
  checkNamespace(resource.kind, object, info.namespace);
  dropRepeatedOwners(object, call);
  const stored = await createObject(object, { call, context, query });
  return { code: 201, body: { type: 'object', value: stored } };
}

export interface CreateOptions {
  readonly call: Call;
  readonly context: VerbContext;
  readonly query: WriteQuery;
  /** Whether the object comes from server-side apply, which has recorded its fields already. */
  readonly applied?: boolean;
}

/** default → record fields → mutate → name → prepare → validate → admit → allocate → store. */
export async function createObject(object: KubeObject, options: CreateOptions): Promise<StoredObject> {
  const { call, context, query, applied = false } = options;
  const { kind } = call.resource;
  applyDefaults(kind.schema, object);
  kind.defaults?.(object);
  if (!applied) recordNewFields(object, { call, kind, clock: context.clock, fieldManager: query.fieldManager });
  const { name, generateName } = object.metadata;
  await mutate(admissionOf(object, { call, query }), context);
  dropRepeatedOwners(object, call, afterMutation);
  const attempts = !name && generateName ? maxGeneratedNames : 1;
  for (let attempt = 1; ; attempt++) {
    try {
      return await createNamed(attempt < attempts ? structuredClone(object) : object, options);
    } catch (error) {
      if (!ApiError.is(error, 'AlreadyExists') || attempt >= attempts) throw error;
    }
  }
}

/** From where on an object has a name. */
async function createNamed(object: KubeObject, { call, context, query }: CreateOptions): Promise<StoredObject> {
  const { resource } = call;
  const { kind } = resource;
  const nowTimestamp = timestamp(context.clock.now());
  fillSystemMetadata(object, nowTimestamp);
  const write = { user: call.user, nowTimestamp, gates: context.gates };
  prepareCreate(kind, object, write);
  const problems = await deviceAccessProblems({ next: object }, call, context);
  refuseInvalid(kind, object, write, problems);
  await requireParameterAccess({ next: object }, call, context);
  for (const message of kind.warnings?.(object) ?? []) warn(call, message);
  await admit(admissionOf(object, { call, query }), context);
  if (object.metadata.resourceVersion) throw unexplained('resourceVersion should not be set on objects to be created');

  const allocation = await allocate(object, undefined, { call, context, dryRun: query.dryRun });
  try {
    if (query.dryRun) {
      checkFree(object, call);
      await allocation.undo();
      return StoredObject.fromObject(object, 0);
    }
    const stored = await resource.create(object);
    await allocation.settled();
    return stored;
  } catch (error) {
    await allocation.undo();
    throw ApiError.is(error, 'AlreadyExists') && object.metadata.generateName ? nameTaken(resource.about(object.metadata.name)) : error;
  }
}

interface RecordOptions {
  readonly call: Call;
  /** The object's own, which through a subresource is another one than the resource's. */
  readonly kind: Kind;
  readonly clock: Clock;
  readonly fieldManager: string;
}

/** Writes into a new object that all its fields belong to the request's sender. */
export function recordNewFields(object: KubeObject, { call, kind, clock, fieldManager }: RecordOptions): void {
  const { request, info } = call;
  const resetFields = kind.resetFields?.[info.subresource];
  updateManagedFields({
    live: undefined,
    next: object,
    manager: managerName(fieldManager, request.headers['user-agent']),
    subresource: info.subresource,
    apiVersion: apiVersionOf(kind),
    nowTimestamp: timestamp(clock.now()),
    schema: kind.schema,
    ...(resetFields && { resetFields }),
  });
}

const admissionOf = (object: KubeObject, { call, query }: Pick<CreateOptions, 'call' | 'query'>): AdmissionRequest => ({
  operation: 'CREATE',
  resource: call.resource,
  subresource: call.info.subresource,
  namespace: call.info.namespace,
  name: call.info.name || (object.metadata.name ?? ''),
  object,
  oldObject: undefined,
  user: call.user,
  dryRun: query.dryRun,
  warn: (message) => warn(call, message),
});

/** Throws with every problem of a new object. What all kinds have in common is told only where a kind's own rules find nothing. */
function refuseInvalid(kind: Kind, object: KubeObject, write: Write, given: readonly FieldError[]): void {
  let problems = [...given, ...problemsOfSteps(kind.ruleOrder?.create ?? usualOrder.create, { kind, next: object, write })];
  if (problems.length === 0) problems = [...validateAnyMetadata(object.metadata, { kind, field: new Field('metadata') })];
  if (problems.length > 0) throw invalid({ group: kind.group, kind: kind.kind, name: object.metadata.name ?? '' }, problems);
}

/** What storing would find out. */
function checkFree({ metadata: { name } }: KubeObject, { resource, info }: Call): void {
  if (resource.find({ namespace: info.namespace, name })) throw alreadyExists(resource.about(name));
}

function nameTaken({ group, plural, name = '' }: About): ApiError {
  const message = `${resourceNameOf({ group, plural })} ${JSON.stringify(name)} already exists, the server was not able to generate a unique name for the object`;
  return new ApiError('AlreadyExists', message, {
    details: { name, ...(group && { group }), kind: plural, retryAfterSeconds: 1 },
  });
}
