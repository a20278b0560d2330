import { Pod } from '../../kinds/core/pod/index.ts';
import { ApiError } from '../../model/errors.ts';
import type { Context } from '../../runtime/controller.ts';
import { isTracked, trackingFinalizer } from './pods.ts';

/** Lets a pod go that has been counted, or that nobody will count. One that is gone already is fine. */
export async function releasePod(pod: Pod, { client }: Pick<Context, 'client'>): Promise<void> {
  if (!isTracked(pod)) return;
  const { metadata } = pod;
  const body = { metadata: { uid: metadata.uid, '$deleteFromPrimitiveList/finalizers': [trackingFinalizer] } };
  try {
    await client.patch(Pod, metadata, { type: 'strategic', body });
  } catch (error) {
    // Another pod of the same name is not the one that was meant.
    if (!ApiError.is(error, 'NotFound', 'Invalid', 'Conflict')) throw error;
  }
}

/** Lets all of them go at once. Answers the uids of those that it did, and the first failure. */
export async function releasePods(
  pods: readonly Pod[],
  context: Pick<Context, 'client'>,
): Promise<{ readonly released: ReadonlySet<string>; readonly failure: unknown }> {
  const results = await Promise.allSettled(pods.map((pod) => releasePod(pod, context)));
  const released = pods.filter((_, position) => results[position]?.status === 'fulfilled').map(({ metadata }) => metadata.uid);
  return { released: new Set(released), failure: results.find((result) => result.status === 'rejected')?.reason };
}
