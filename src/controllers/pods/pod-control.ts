import { Pod } from '../../kinds/core/pod/index.ts';
import { ApiError } from '../../model/errors.ts';
import type { KubeObject, New } from '../../model/kind.ts';
import type { Context } from '../../runtime/controller.ts';
import { isNamespaceTerminating } from '../terminating-namespace.ts';
import { messageOf } from '../failure.ts';

/** Makes a pod of a workload and says so. Undefined in a namespace on its way out, which takes none. */
export async function createPod(owner: KubeObject, pod: New<Pod>, { client, events }: Context): Promise<Pod | undefined> {
  try {
    const created = await client.create(Pod, pod);
    events.event(owner, { reason: 'SuccessfulCreate', message: `Created pod: ${created.metadata.name}` });
    return created;
  } catch (error) {
    if (isNamespaceTerminating(error)) return undefined;
    events.event(owner, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${messageOf(error)}` });
    throw error;
  }
}

/** Deletes a pod of a workload and says so. One that is gone already is fine. */
export async function removePod(owner: KubeObject, pod: Pod, { client, events }: Context): Promise<void> {
  try {
    await client.delete(Pod, pod.metadata);
    events.event(owner, { reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` });
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return;
    events.event(owner, { type: 'Warning', reason: 'FailedDelete', message: `Error deleting: ${messageOf(error)}` });
    throw new Error(`unable to delete pods: ${messageOf(error)}`, { cause: error });
  }
}

/** Deletes all of them at once. Throws the first failure once all have been tried. */
export async function removePods(owner: KubeObject, pods: readonly Pod[], context: Context): Promise<void> {
  const results = await Promise.allSettled(pods.map((pod) => removePod(owner, pod, context)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
