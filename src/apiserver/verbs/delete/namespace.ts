import type { Namespace } from '../../../kinds/core/namespace.ts';
import type { StoredObject } from '../../../model/stored-object.ts';
import type { Call, VerbContext } from '../../call.ts';
import { finishDeletion } from './finish.ts';

/** A namespace that is being deleted goes once nothing finalizes it any more, neither in its spec nor its metadata. */
export async function finishNamespaceDeletion(
  stored: StoredObject<Namespace>,
  options: { call: Call; context: VerbContext },
): Promise<StoredObject> {
  if ((stored.object.spec.finalizers ?? []).length > 0) return stored;
  return finishDeletion(stored, options);
}
