import { rm } from 'node:fs/promises';
import { posix } from 'node:path';
import { jittered } from '../../base/random.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { ApiError } from '../../model/errors.ts';
import type { Context } from '../../runtime/controller.ts';
import type { Work } from '../../runtime/work-queue.ts';
import { enterPhase } from './bind.ts';
import { deleterOf, migratedToAnnotation } from './in-tree-plugins.ts';
import { withoutInTreeFinalizer } from './volume-plan.ts';
import type { Recycling } from './recycle.ts';

const retryMs = 15_000;

/** Does with a volume, whose claim is gone, what its policy says. Somebody else does it where a driver made it. */
export async function reclaim(released: PersistentVolume, recycling: Recycling, context: Context): Promise<Work | undefined> {
  const { metadata, spec } = released;
  const isGone = released.status.phase === 'Released' || released.status.phase === 'Failed';
  const volume = isGone ? released : await enterPhase(released, { phase: 'Released' }, context.client);
  if (metadata.annotations?.[migratedToAnnotation]) return undefined;
  switch (spec.persistentVolumeReclaimPolicy) {
    case 'Delete':
      return remove(volume, context);
    case 'Recycle':
      return recycling.recycle(volume, context);
    default:
      return undefined;
  }
}

async function remove(volume: PersistentVolume, context: Context): Promise<Work | undefined> {
  const deleter = deleterOf(volume);
  if ('problem' in deleter) return fail(volume, { reason: 'VolumeFailedDelete', message: deleter.problem }, context);
  if (deleter.by === 'somebody else' || !(await isStillReleased(volume, context))) return undefined;
  try {
    await removePath(deleter.path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail(volume, { reason: 'VolumeFailedDelete', message }, context);
  }
  await forget(volume, context);
  return undefined;
}

/** What is removed cannot be had back, so the copy alone is not to be trusted. */
async function isStillReleased({ metadata, spec }: PersistentVolume, { client, signal }: Context): Promise<boolean> {
  try {
    const live = await client.get(PersistentVolume, { name: metadata.name }, { signal });
    return live.metadata.uid === metadata.uid && live.spec.claimRef?.uid === spec.claimRef?.uid;
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return false;
    throw error;
  }
}

/** Nothing outside of the directory for what may be lost is ever removed. */
async function removePath(path: string): Promise<void> {
  if (!/^\/tmp\/./.test(posix.normalize(path))) throw new Error(`host_path deleter only supports /tmp/.+ but received provided ${path}`);
  await rm(path, { recursive: true, force: true });
}

async function forget({ metadata: { name, uid } }: PersistentVolume, { client }: Context): Promise<void> {
  try {
    const volume = await client.get(PersistentVolume, { name });
    const finalizers = withoutInTreeFinalizer(volume.metadata.finalizers);
    if (finalizers.length < (volume.metadata.finalizers?.length ?? 0)) {
      await client.update(PersistentVolume, { ...volume, metadata: { ...volume.metadata, finalizers } });
    }
    if (volume.metadata.deletionTimestamp === undefined) await client.delete(PersistentVolume, { name }, { preconditions: { uid } });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}

/** Says so on the volume, once, and tries again later. */
export async function fail(
  volume: PersistentVolume,
  { reason, message }: { reason: string; message: string },
  { client, events }: Context,
): Promise<Work> {
  if (volume.status.phase !== 'Failed') {
    await enterPhase(volume, { phase: 'Failed', message }, client);
    events.event(volume, { type: 'Warning', reason, message });
  }
  return { afterMs: jittered(retryMs) };
}
