import type { Client, Ref } from '../../client/client.ts';
import { isJobFinished } from '../../kinds/batch/job/conditions.ts';
import { Job } from '../../kinds/batch/job/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ApiError } from '../../model/errors.ts';
import { controllerOf } from '../../model/owner-references.ts';
import { defineController, on, type Context } from '../../runtime/controller.ts';
import { isOwnerOfKind } from '../../runtime/owner.ts';
import { isOwn, isTracked } from './pods.ts';
import { releasePod } from './release.ts';

/** Lets pods go that wait to be counted by a job that is over or gone. */
export const leftPodsController = defineController({
  name: 'job-left-pods',
  for: Pod,
  isWokenBy: isTracked,
  wakes: [
    on(Job, (job, { isDeleted, cache }) =>
      isDeleted || isJobFinished(job)
        ? cache
            .owned(Pod, job)
            .filter(isTracked)
            .map(({ metadata }) => metadata)
        : [],
    ),
  ],
  workers: 2,

  async reconcile(pod, context) {
    if (isTracked(pod) && (await isLeft(pod, context))) await releasePod(pod, context);
  },
});

async function isLeft(pod: Pod, { client, cache }: Context): Promise<boolean> {
  const owner = controllerOf(pod);
  if (!owner) return true;
  if (!isOwnerOfKind(owner, Job)) return false;
  const ref = { name: owner.name, namespace: pod.metadata.namespace };
  // A pod may be known before its job is, and must not be let go then.
  const job = cache.get(Job, ref) ?? (await liveJob(client, ref));
  if (job?.metadata.uid !== owner.uid) return true;
  return isJobFinished(job) && isOwn(job);
}

async function liveJob(client: Client, ref: Ref): Promise<Job | undefined> {
  try {
    return await client.get(Job, ref);
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return undefined;
    throw error;
  }
}
