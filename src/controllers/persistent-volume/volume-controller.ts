import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, on, type Context, type Controller } from '../../runtime/controller.ts';
import { podsByClaim } from '../pods/pods-by-claim.ts';
import { enterPhase } from './bind.ts';
import { volumesByClaim, volumesOfClaim } from './candidates.ts';
import { reclaim } from './reclaim.ts';
import { Recycling, unbind, wakenByRecycler } from './recycle.ts';
import { markedVolume, planVolume } from './volume-plan.ts';

/** Keeps the phases of volumes, and reclaims those whose claims are gone. */
export function volumeBinder(): Controller {
  const recycling = new Recycling();

  return defineController({
    name: 'persistent_volume',
    for: PersistentVolume,
    indexes: [podsByClaim, volumesByClaim],
    wakes: [
      on(PersistentVolumeClaim, ({ metadata, spec }, { cache }) => [
        ...volumesOfClaim(metadata, cache).map((volume) => volume.metadata),
        ...(spec.volumeName ? [{ name: spec.volumeName }] : []),
      ]),
      wakenByRecycler,
    ],

    async reconcile(found, context) {
      const marked = markedVolume(found);
      const volume = marked === found ? found : await context.client.update(PersistentVolume, marked);
      const claim = await claimOf(volume, context);
      const plan = planVolume(volume, claim);
      switch (plan.do) {
        case 'enter phase':
          await enterPhase(volume, { phase: plan.phase }, context.client);
          return undefined;
        case 'leave to claim':
          if (plan.modesDiffer && claim) tellModesDiffer(volume, claim, context);
          return undefined;
        case 'unbind':
          return unbind(volume, context);
        case 'reclaim':
          return reclaim(volume, recycling, context);
      }
    },

    async reconcileDeleted({ name }) {
      recycling.forget(name);
    },
  });
}

/** The very claim that the volume is bound to. Whether it is gone is asked of the server, before anything is done about it. */
async function claimOf(
  { spec: { claimRef }, status }: PersistentVolume,
  { cache, client, signal }: Context,
): Promise<PersistentVolumeClaim | undefined> {
  if (!claimRef?.uid) return undefined;
  const ref = { name: claimRef.name ?? '', namespace: claimRef.namespace };
  const isIt = (claim: PersistentVolumeClaim | undefined) => (claim?.metadata.uid === claimRef.uid ? claim : undefined);
  const known = cache.get(PersistentVolumeClaim, ref);
  const isKnownGone = !known && (status.phase === 'Released' || status.phase === 'Failed');
  if (isKnownGone || isIt(known)) return known;
  try {
    return isIt(await client.get(PersistentVolumeClaim, ref, { signal }));
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return undefined;
    throw error;
  }
}

function tellModesDiffer(volume: PersistentVolume, claim: PersistentVolumeClaim, { events }: Context): void {
  const [volumeName, claimName] = [volume, claim].map(({ metadata }) => JSON.stringify(metadata.name));
  const why = 'due to incompatible volumeMode.';
  events.event(volume, {
    type: 'Warning',
    reason: 'VolumeMismatch',
    message: `Cannot bind PersistentVolume to requested PersistentVolumeClaim ${claimName} ${why}`,
  });
  events.event(claim, {
    type: 'Warning',
    reason: 'VolumeMismatch',
    message: `Cannot bind PersistentVolume ${volumeName} to requested PersistentVolumeClaim ${why}`,
  });
}
