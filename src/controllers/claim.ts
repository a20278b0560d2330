import type { Client } from '../client/client.ts';
import { ApiError } from '../model/errors.ts';
import type { Kind, KubeObject } from '../model/kind.ts';
import { controllerOf, ownerReference } from '../model/owner-references.ts';
import { messageOf } from './failure.ts';

export interface ClaimOptions<T extends KubeObject, O extends KubeObject> {
  readonly owner: O;
  readonly ownerKind: Kind<O>;
  readonly kind: Kind<T>;
  readonly client: Client;
  /** Whether the owner's selector wants the object. */
  readonly matches: (object: T) => boolean;
  /** What objects get with their owner and lose without. */
  readonly finalizer?: string;
}

/**
 * Of the candidates, those that the owner has: it adopts orphans that its selector matches and lets go of what it no
 * longer matches. An owner that is being deleted does neither.
 */
export async function claim<T extends KubeObject, O extends KubeObject>(
  candidates: readonly T[],
  options: ClaimOptions<T, O>,
): Promise<readonly T[]> {
  const { owner, matches } = options;
  const claimed: T[] = [];
  const failures: unknown[] = [];
  let mayAdopt: Promise<void> | undefined;
  for (const object of candidates) {
    const decision = decide(object, owner, matches(object));
    try {
      if (decision === 'keep') claimed.push(object);
      if (decision === 'release') await release(object, options);
      if (decision === 'adopt') {
        mayAdopt ??= checkNotDeleted(options);
        await mayAdopt;
        const adopted = await adopt(object, options);
        if (adopted) claimed.push(adopted);
      }
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, failures.map(messageOf).join(', '));
  return claimed;
}

/** What to do with one candidate. */
export function decide(object: KubeObject, owner: KubeObject, matches: boolean): 'keep' | 'adopt' | 'release' | 'ignore' {
  const ownerIsGoing = owner.metadata.deletionTimestamp !== undefined;
  const controller = controllerOf(object);
  if (controller) {
    if (controller.uid !== owner.metadata.uid) return 'ignore';
    if (matches) return 'keep';
    return ownerIsGoing ? 'ignore' : 'release';
  }
  if (ownerIsGoing || !matches || object.metadata.deletionTimestamp !== undefined) return 'ignore';
  return object.metadata.namespace === owner.metadata.namespace ? 'adopt' : 'ignore';
}

/** A local copy may be late to know that the owner is going; what it adopted then would be deleted with it. */
async function checkNotDeleted<T extends KubeObject, O extends KubeObject>({
  owner,
  ownerKind,
  client,
}: ClaimOptions<T, O>): Promise<void> {
  const { name, namespace, uid } = owner.metadata;
  const fresh = await client.get(ownerKind, owner.metadata);
  if (fresh.metadata.uid !== uid) {
    throw new Error(`original ${ownerKind.kind} ${namespace}/${name} is gone: got uid ${fresh.metadata.uid}, wanted ${uid}`);
  }
  if (fresh.metadata.deletionTimestamp !== undefined) {
    throw new Error(`${namespace}/${name} has just been deleted at ${fresh.metadata.deletionTimestamp}`);
  }
}

// The uid makes the server refuse the patch when the object is another one of the same name by now.
async function adopt<T extends KubeObject, O extends KubeObject>(
  { metadata }: T,
  { owner, kind, client, finalizer }: ClaimOptions<T, O>,
): Promise<T | undefined> {
  const finalizers = finalizer === undefined ? {} : { finalizers: [finalizer] };
  const body = { metadata: { ownerReferences: [ownerReference(owner)], uid: metadata.uid, ...finalizers } };
  try {
    return await client.patch(kind, metadata, { type: 'strategic', body });
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return undefined;
    throw error;
  }
}

async function release<T extends KubeObject, O extends KubeObject>(
  { metadata }: T,
  { owner, kind, client, finalizer }: ClaimOptions<T, O>,
): Promise<void> {
  const finalizers = finalizer === undefined ? {} : { '$deleteFromPrimitiveList/finalizers': [finalizer] };
  const body = { metadata: { ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }], uid: metadata.uid, ...finalizers } };
  try {
    await client.patch(kind, metadata, { type: 'strategic', body });
  } catch (error) {
    // Gone, or another one of the same name: either way there is nothing to let go of.
    if (!ApiError.is(error, 'NotFound', 'Invalid')) throw error;
  }
}
