import { Job } from '../../kinds/batch/job/index.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController } from '../../runtime/controller.ts';
import { expiryMs } from './plan.ts';

/** Deletes finished jobs, with all that is theirs, once their time to live is over. */
export const ttlAfterFinishedController = defineController({
  name: 'ttl-after-finished',
  for: Job,
  workers: 5,

  async reconcile(job, { client, clock }) {
    const dueMs = expiryMs(job);
    if (dueMs === undefined) return undefined;
    if (dueMs > clock.now()) return { afterMs: dueMs - clock.now() };
    try {
      // The copy may be late: somebody may have given the job more time.
      const fresh = await client.get(Job, job.metadata);
      const freshMs = fresh.metadata.uid === job.metadata.uid ? expiryMs(fresh) : undefined;
      if (freshMs === undefined) return undefined;
      if (freshMs > clock.now()) return { afterMs: freshMs - clock.now() };
      await client.delete(Job, fresh.metadata, { propagationPolicy: 'Foreground', preconditions: { uid: fresh.metadata.uid } });
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
    return undefined;
  },
});
