import type { StoredObject } from '../../../model/stored-object.ts';
import { release } from '../../allocation/run.ts';
import type { Call, VerbContext } from '../../call.ts';

/** How often a race with other writers is tried again. */
const maxAttempts = 100;

/** Removes an object whose deletion nothing holds up any more; otherwise leaves it as it is. */
export async function finishDeletion(stored: StoredObject, { call, context }: { call: Call; context: VerbContext }): Promise<StoredObject> {
  let current: StoredObject | undefined = stored;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (!current || !isFinished(current)) return current ?? stored;
    const removed = await removeObject(current, { call, context });
    if (removed) return current.at(removed.revision);
    current = call.resource.find(keyOf(current));
  }
  return stored;
}

/** Removes exactly this version and gives back what it held. Undefined when it has changed meanwhile. */
export async function removeObject(
  stored: StoredObject,
  { call, context }: { call: Call; context: VerbContext },
): Promise<{ revision: number } | undefined> {
  const removed = await call.resource.remove(keyOf(stored), stored.revision);
  if (removed) await release(stored.object, { call, context });
  return removed;
}

const isFinished = ({ object: { metadata } }: StoredObject): boolean =>
  metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0 && (metadata.deletionGracePeriodSeconds ?? 0) === 0;

export const keyOf = ({ object: { metadata } }: StoredObject): { name: string; namespace: string } => ({
  name: metadata.name,
  namespace: metadata.namespace ?? '',
});
