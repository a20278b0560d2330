import type { Kind, KubeObject } from '../../../model/kind.ts';
import type { StoredObject } from '../../../model/stored-object.ts';
import { release } from '../../allocation/run.ts';
import type { Call, VerbContext } from '../../call.ts';

/** Removes exactly this version and gives back what it held. Undefined when it has changed meanwhile. */
export async function removeObject(
  stored: StoredObject,
  { call, context }: { call: Call; context: VerbContext },
): Promise<{ revision: number } | undefined> {
  const removed = await call.resource.remove(keyOf(stored), stored.revision);
  if (removed) await release(stored.object, { call, context });
  return removed;
}

/** Whether an update completes a deletion: nothing holds up the object any more, and its time is over. */
export const isFinished = (kind: Kind, next: Readonly<KubeObject>, { metadata }: Readonly<KubeObject>): boolean =>
  metadata.deletionTimestamp !== undefined &&
  (metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
  (next.metadata.finalizers ?? []).length === 0 &&
  !kind.isHeldBack?.(next);

export const keyOf = ({ object: { metadata } }: StoredObject): { name: string; namespace: string } => ({
  name: metadata.name,
  namespace: metadata.namespace ?? '',
});
