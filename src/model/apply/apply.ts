import { badRequest, unexplained } from '../errors.ts';
import type { KubeObject } from '../kind.ts';
import type { ObjectSchema } from '../schema.ts';
import { isObject, type JsonObject } from '../patch/json-object.ts';
import { conflictError, type Conflict } from './conflicts.ts';
import { difference, differenceBelow, intersection, type FieldSet } from './field-set.ts';
import { allowedByLastApplied, withLastApplied } from './last-applied.ts';
import { isSameManager, readManaged, writeManaged, type Managed } from './managed-entry.ts';
import { resetSet, withoutReset } from './managed-fields.ts';
import { prune } from './prune.ts';
import { compare } from './typed/compare.ts';
import { fieldsOf } from './typed/fields-of.ts';
import { merge } from './typed/merge.ts';
import { rootShape, type Shape } from './typed/shape.ts';
import { validateApplied } from './validate.ts';
import { zeroObject } from './zero-object.ts';

export interface ApplyPatchOptions {
  /** The stored object; none when there is none yet. */
  readonly live: Readonly<KubeObject> | undefined;
  /** What is applied, as it was given: what is absent must stay absent. */
  readonly patch: Readonly<JsonObject>;
  readonly manager: string;
  /** Takes fields away from whoever else owns them. */
  readonly force: boolean;
  readonly subresource: string;
  readonly apiVersion: string;
  /** Where given, the patch must be of it. */
  readonly kind?: string;
  readonly nowTimestamp: string;
  readonly schema: ObjectSchema;
  /** Fields that nobody comes to own through this request, as the server does not take them from it. */
  readonly resetFields?: readonly string[];
}

/**
 * Server-side apply: the object with what is applied merged in and with what this manager applied before, but no longer
 * does, removed. Ownership is recorded in it. Neither object is changed; the result is to be decoded again, and shares
 * what stayed the same. Throws ApiError: Conflict with a cause for each field that somebody else owns.
 */
export function applyPatch(options: ApplyPatchOptions): JsonObject {
  const { live, patch, manager, apiVersion, schema, force } = options;
  checkType(patch, options);
  if (isObject(patch['metadata']) && (patch['metadata']['managedFields'] ?? undefined) !== undefined) {
    throw badRequest('metadata.managedFields must be nil');
  }
  validateApplied(schema, patch);
  const managed = readManaged(live?.metadata.managedFields);
  if (!managed) throw unexplained('failed to decode managed fields');

  const shape = rootShape(schema);
  const current = (live ?? zeroObject(schema)) as JsonObject;
  const before = managed.length > 0 ? managed : beforeFirstApply(current, shape, options);
  const own: Managed = {
    manager: manager || 'unknown',
    operation: 'Apply',
    apiVersion,
    subresource: options.subresource,
    time: options.nowTimestamp,
    fields: differenceBelow(fieldsOf(shape, patch), resetSet(options)),
  };
  const previous = before.find((entry) => isSameManager(entry, own));
  const others = before.filter((entry) => entry !== previous);
  const merged = merge(shape, current, patch) as JsonObject;
  const next = prune(shape, merged, { last: previous?.fields, patch, own: own.fields, managed: [...others, own] });

  const changes = compare(shape, current, next);
  const { conflicts, after } = resolve(others, changes && withoutReset(changes, resetSet(options)));
  if (!force) refuse(conflicts, { live, manager, apiVersion, schema });

  // Without a change the time stays that of the last one, even if less is applied than before.
  const recorded = { ...own, time: changes || !live ? own.time : previous?.time };
  const result = { ...(changes ? next : current) };
  const entries = writeManaged(own.fields ? [...after, recorded] : after);
  result['metadata'] = { ...(result['metadata'] as JsonObject), managedFields: entries };
  if (entries.length === 0) delete (result['metadata'] as JsonObject)['managedFields'];
  return manager === 'kubectl' ? withLastApplied(result, patch) : result;
}

function checkType(patch: Readonly<JsonObject>, { apiVersion, kind }: ApplyPatchOptions): void {
  if (patch['apiVersion'] === apiVersion && (kind === undefined || patch['kind'] === kind)) return;
  throw badRequest(`invalid object type: ${typeName(patch)}`);
}

/** As upstream shows a type: `apps/v1, Kind=Deployment`, and `/v1, Kind=Pod` for the group without a name. */
/** What is applied, by its names and type. */
export function objectName(patch: Readonly<JsonObject>): string {
  const { name = '', namespace = '' } = (isObject(patch['metadata']) ? patch['metadata'] : {}) as { name?: string; namespace?: string };
  return `${namespace}/${name}; ${typeName(patch)}`;
}

function typeName({ apiVersion, kind }: Readonly<JsonObject>): string {
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  return `${version.includes('/') ? version : `/${version}`}, Kind=${typeof kind === 'string' ? kind : ''}`;
}

/** What an object held before anybody applied to it belongs to a manager of that name. */
function beforeFirstApply(
  current: JsonObject,
  shape: Shape,
  { live, schema, apiVersion, subresource, nowTimestamp, resetFields }: ApplyPatchOptions,
): Managed[] {
  if (!live) return [];
  const { managedFields: _unread, ...metadata } = live.metadata;
  const changes = compare(shape, zeroObject(schema), { ...current, metadata });
  const fields = changes && withoutReset(changes, resetSet({ subresource, resetFields })).changed;
  if (!fields) return [];
  return [{ manager: 'before-first-apply', operation: 'Update', apiVersion, subresource, time: nowTimestamp, fields }];
}

/** Takes what changes from the others, and says what of it they own. */
function resolve(
  others: readonly Managed[],
  changes: { removed: FieldSet | undefined; changed: FieldSet | undefined } | undefined,
): { conflicts: Conflict[]; after: Managed[] } {
  const conflicts: Conflict[] = [];
  const after: Managed[] = [];
  for (const entry of others) {
    const fields = intersection(entry.fields, changes?.changed);
    if (fields) conflicts.push({ owner: entry, fields });
    const kept = difference(difference(entry.fields, fields), changes?.removed);
    if (kept) after.push(kept === entry.fields ? entry : { ...entry, fields: kept });
  }
  return { conflicts, after };
}

/** kubectl may take over, without force, what it applied on the client's side. */
function refuse(
  conflicts: readonly Conflict[],
  { live, manager, apiVersion, schema }: Pick<ApplyPatchOptions, 'live' | 'manager' | 'apiVersion' | 'schema'>,
): void {
  if (conflicts.length === 0) return;
  const allowed = manager === 'kubectl' && live ? allowedByLastApplied(live, { apiVersion, schema }) : undefined;
  const left = conflicts.flatMap(({ owner, fields }) => {
    const rest = difference(fields, allowed);
    return rest ? [{ owner, fields: rest }] : [];
  });
  if (left.length > 0) throw conflictError(left);
}
