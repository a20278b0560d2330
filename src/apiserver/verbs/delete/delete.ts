import { ApiError, conflict } from '../../../model/errors.ts';
import type { KubeObject } from '../../../model/kind.ts';
import type { DeleteOptions } from '../../../model/meta.ts';
import type { ApiResponse } from '../../../model/request.ts';
import { StoredObject } from '../../../model/stored-object.ts';
import type { AdmissionRequest } from '../../admission/plugin.ts';
import { admit } from '../../admission/run.ts';
import { warn, type Call, type VerbContext } from '../../call.ts';
import { answersDeletedObject } from './answer.ts';
import { keyOf, removeObject } from './finish.ts';
import { deleteOptions } from './options.ts';
import { planDeletion } from './plan.ts';

/** How often a race with other writers is tried again. */
const maxAttempts = 100;

/** DELETE of one object. Answers the object while it lives on, otherwise what was deleted. */
export async function deleteOne(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { info, resource, request } = call;
  const options = deleteOptions(call);
  if (request.query.getAll('dryRun').includes('All')) options.dryRun = ['All'];
  const { outcome, object } = await deleteObject({ namespace: info.namespace, name: info.name }, { call, context, options });
  const code = outcome !== 'removed' && options.orphanDependents === false ? 202 : 200;
  if (outcome === 'marked' || answersDeletedObject(resource.kind)) return { code, body: { type: 'object', value: object } };
  const { name, uid } = object.object.metadata;
  const { group, plural } = resource.kind;
  const details = { name, ...(group && { group }), kind: plural, uid };
  return {
    code,
    body: { type: 'object', value: { object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } } },
  };
}

export interface DeleteTarget {
  readonly call: Call;
  readonly context: VerbContext;
  readonly options: DeleteOptions;
}

export interface Deletion {
  /** Gone, on its way out since now, or on its way out already. */
  readonly outcome: 'removed' | 'marked' | 'waiting';
  readonly object: StoredObject;
}

/**
 * Deletes at once, or marks the object as terminating when finalizers or a grace period hold it back. Whoever takes the
 * last of these away finishes the deletion.
 */
export async function deleteObject(key: { namespace: string; name: string }, { call, context, options }: DeleteTarget): Promise<Deletion> {
  const { resource } = call;
  const dryRun = (options.dryRun ?? []).length > 0;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const current = resource.get(key);
    checkPreconditions(current, call, options);
    await admit(admissionOf(current, { call, dryRun }), context);
    const plan = planDeletion(current.object, { options, kind: resource.kind, nowMs: context.clock.now() });
    if (plan.type === 'wait') return { outcome: 'waiting', object: current };
    if (dryRun)
      return {
        outcome: plan.type === 'remove' ? 'removed' : 'marked',
        object: plan.object ? StoredObject.fromObject(plan.object) : current,
      };
    const marked = plan.object ? await mark(current, plan.object, call) : current;
    if (!marked) continue;
    if (plan.type === 'mark') return { outcome: 'marked', object: marked };
    const removed = await removeObject(marked, { call, context });
    if (removed) return { outcome: 'removed', object: marked.at(removed.revision) };
  }
  throw conflict(resource.about(key.name));
}

const admissionOf = (current: StoredObject, { call, dryRun }: { call: Call; dryRun: boolean }): AdmissionRequest => ({
  operation: 'DELETE',
  resource: call.resource,
  subresource: call.info.subresource,
  ...keyOf(current),
  object: undefined,
  oldObject: current.object,
  user: call.user,
  dryRun,
  warn: (message) => warn(call, message),
});

/** Writes the marked object, unless it has changed since it was looked at. */
async function mark(current: StoredObject, next: KubeObject, { resource }: Call): Promise<StoredObject | undefined> {
  let changed = false;
  const written = await resource.update(keyOf(current), (latest) => {
    changed = latest.revision !== current.revision;
    return changed ? latest.object : next;
  });
  return changed ? undefined : written;
}

/** Throws Conflict when the object is not, or not any more, the one that is meant. */
export function checkPreconditions(
  { object: { metadata } }: StoredObject,
  { resource }: Pick<Call, 'resource'>,
  { preconditions }: DeleteOptions,
): void {
  const { uid, resourceVersion } = preconditions ?? {};
  const about = { group: resource.kind.group, plural: resource.kind.kind, name: metadata.name };
  if (uid !== undefined && uid !== metadata.uid) {
    throw conflict(
      about,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw conflict(
      about,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}

/** Deleting what is not there is fine where many are deleted at once. */
export const ignoreNotFound = (error: unknown): void => {
  if (!ApiError.is(error, 'NotFound')) throw error;
};
