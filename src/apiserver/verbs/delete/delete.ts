import { timestamp } from '../../../base/clock.ts';
import { ApiError, conflict } from '../../../model/errors.ts';
import type { KubeObject } from '../../../model/kind.ts';
import type { DeleteOptions } from '../../../model/meta.ts';
import type { ApiResponse } from '../../../model/request.ts';
import type { StoredObject } from '../../../model/stored-object.ts';
import { admit } from '../../admission/run.ts';
import { warn, type Call, type VerbContext } from '../../call.ts';
import { keyOf, removeObject } from './finish.ts';
import { deleteOptions } from './options.ts';

/** How often a race with other writers is tried again. */
const maxAttempts = 100;

/** DELETE of one object. Answers the object while it lives on, otherwise what was deleted. */
export async function deleteOne(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { info, resource, request } = call;
  const options = deleteOptions(call);
  if (request.query.getAll('dryRun').includes('All')) options.dryRun = ['All'];
  const outcome = await deleteObject({ namespace: info.namespace, name: info.name }, { call, context, options });
  if (!outcome.removed || returnsObject.has(resource.kind.plural)) {
    return { code: 200, body: { type: 'object', value: outcome.object } };
  }
  const { name, uid } = outcome.object.object.metadata;
  const { group, plural } = resource.kind;
  const details = { name, ...(group && { group }), kind: plural, uid };
  return {
    code: 200,
    body: { type: 'object', value: { object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } } },
  };
}

/** Resources that upstream answers with the object even when it has gone. */
const returnsObject = new Set([
  'pods',
  'services',
  'serviceaccounts',
  'persistentvolumes',
  'persistentvolumeclaims',
  'podtemplates',
  'replicationcontrollers',
  'resourcequotas',
  'endpoints',
  'volumeattachments',
  'csinodes',
  'csidrivers',
  'storageclasses',
]);

export interface DeleteTarget {
  readonly call: Call;
  readonly context: VerbContext;
  readonly options: DeleteOptions;
}

/**
 * Deletes at once, or marks the object as terminating when finalizers or a grace period hold it back. Whoever takes the
 * last of these away finishes the deletion.
 */
export async function deleteObject(
  key: { namespace: string; name: string },
  { call, context, options }: DeleteTarget,
): Promise<{ removed: boolean; object: StoredObject }> {
  const { resource, user, info } = call;
  const dryRun = (options.dryRun ?? []).length > 0;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const current = resource.get(key);
    checkPreconditions(current, call, options);
    await admit(
      {
        operation: 'DELETE',
        resource,
        subresource: info.subresource,
        namespace: key.namespace,
        name: key.name,
        object: undefined,
        oldObject: current.object,
        user,
        dryRun,
        warn: (message) => warn(call, message),
      },
      context,
    );
    const plan = planDeletion(current.object, { options, call, nowMs: context.clock.now() });
    if (dryRun) return { removed: plan === 'remove', object: current };
    if (plan === 'remove') {
      const removed = await removeObject(current, { call, context });
      if (removed) return { removed: true, object: current.at(removed.revision) };
      continue;
    }
    if (plan === 'wait') return { removed: false, object: current };
    const marked = await mark(current, plan, call);
    if (marked) return { removed: false, object: marked };
  }
  throw conflict(resource.about(key.name));
}

/** Writes the marked object, unless it has changed since it was looked at. */
async function mark(current: StoredObject, next: KubeObject, { resource }: Call): Promise<StoredObject | undefined> {
  let changed = false;
  const written = await resource.update(keyOf(current), (latest) => {
    changed = latest.revision !== current.revision;
    return changed ? latest.object : next;
  });
  return changed ? undefined : written;
}

function checkPreconditions({ object: { metadata } }: StoredObject, { resource }: Call, { preconditions }: DeleteOptions): void {
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

/** `remove` now, `wait` for what is under way already, or the object as it is to be marked. */
export function planDeletion(
  object: Readonly<KubeObject>,
  { options, call, nowMs }: { options: DeleteOptions; call: Pick<Call, 'resource'>; nowMs: number },
): 'remove' | 'wait' | KubeObject {
  const { kind } = call.resource;
  const { metadata } = object;
  const graceSeconds = kind.deletionGracePeriodSeconds?.(object, options.gracePeriodSeconds) ?? 0;
  const finalizers = wantedFinalizers(metadata.finalizers ?? [], options);
  const sameFinalizers = finalizers.join() === (metadata.finalizers ?? []).join();

  if (metadata.deletionTimestamp !== undefined) {
    const remaining = metadata.deletionGracePeriodSeconds ?? 0;
    const shorter = kind.deletionGracePeriodSeconds !== undefined && graceSeconds < remaining;
    if (finalizers.length === 0 && ((shorter && graceSeconds === 0) || remaining === 0)) return 'remove';
    if (!shorter && sameFinalizers) return 'wait';
    return {
      ...object,
      metadata: marked(object, { finalizers, graceSeconds: shorter ? graceSeconds : remaining, nowMs: shorter ? nowMs : undefined }),
    };
  }
  if (graceSeconds === 0 && finalizers.length === 0) return 'remove';
  const generation = metadata.generation === undefined ? {} : { generation: metadata.generation + 1 };
  return { ...object, metadata: { ...marked(object, { finalizers, graceSeconds, nowMs }), ...generation } };
}

interface Mark {
  readonly finalizers: readonly string[];
  readonly graceSeconds: number;
  /** Undefined keeps the time that was set before. */
  readonly nowMs: number | undefined;
}

function marked({ metadata }: Readonly<KubeObject>, { finalizers, graceSeconds, nowMs }: Mark): KubeObject['metadata'] {
  const { finalizers: _, ...rest } = metadata;
  return {
    ...rest,
    ...(nowMs !== undefined && { deletionTimestamp: timestamp(nowMs + graceSeconds * 1000) }),
    deletionGracePeriodSeconds: graceSeconds,
    ...(finalizers.length > 0 && { finalizers: [...finalizers] }),
  };
}

const orphan = 'orphan';
const foreground = 'foregroundDeletion';

/** Orphaning and foreground deletion are finalizers that the garbage collector takes away. */
function wantedFinalizers(current: readonly string[], { propagationPolicy, orphanDependents }: DeleteOptions): readonly string[] {
  const others = current.filter((name) => name !== orphan && name !== foreground);
  if (propagationPolicy === 'Orphan' || orphanDependents === true) return [...others, orphan];
  if (propagationPolicy === 'Foreground') return [...others, foreground];
  if (propagationPolicy === 'Background' || orphanDependents === false) return others;
  return current;
}

/** Deleting what is not there is fine where many are deleted at once. */
export const ignoreNotFound = (error: unknown): void => {
  if (!ApiError.is(error, 'NotFound')) throw error;
};
