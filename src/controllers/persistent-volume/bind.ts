import { bindCompletedAnnotation, boundByControllerAnnotation, boundVolume } from '../../kinds/core/persistent-volume/binding.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import type { Client } from '../../client/client.ts';
import { isSameStatus, statusWith } from './claim-status.ts';

export type VolumePhase = NonNullable<PersistentVolume['status']['phase']>;

/**
 * Binds claim and volume to each other, as far as they are not: first the volume, so that nobody else takes it. Whoever
 * is interrupted finds what has been done and goes on. Answers the volume as it is then.
 */
export async function bind(claim: PersistentVolumeClaim, volume: PersistentVolume, client: Client): Promise<PersistentVolume> {
  const wanted = boundVolume(volume, claim);
  const taken = wanted === volume ? volume : await client.update(PersistentVolume, wanted);
  const bound = await enterPhase(taken, { phase: 'Bound' }, client);
  const withVolume = claimWithVolume(claim, volume.metadata.name);
  const completed = withVolume === claim ? claim : await client.update(PersistentVolumeClaim, withVolume);
  await updateClaimStatus(completed, statusWith(completed, bound), client);
  return bound;
}

function claimWithVolume(claim: PersistentVolumeClaim, volumeName: string): PersistentVolumeClaim {
  const { metadata, spec } = claim;
  const isChosen = spec.volumeName === volumeName;
  if (isChosen && metadata.annotations?.[bindCompletedAnnotation] !== undefined) return claim;
  const annotations = {
    ...(!isChosen && { [boundByControllerAnnotation]: 'yes' }),
    [bindCompletedAnnotation]: 'yes',
    ...metadata.annotations,
  };
  return { ...claim, metadata: { ...metadata, annotations }, spec: { ...spec, volumeName } };
}

export async function updateClaimStatus(
  claim: PersistentVolumeClaim,
  status: PersistentVolumeClaim['status'],
  client: Client,
): Promise<void> {
  if (!isSameStatus(claim.status, status)) await client.update(PersistentVolumeClaim, { ...claim, status }, { subresource: 'status' });
}

/** Answers the volume as it is then. */
export async function enterPhase(
  volume: PersistentVolume,
  { phase, message }: { phase: VolumePhase; message?: string },
  client: Client,
): Promise<PersistentVolume> {
  if (volume.status.phase === phase) return volume;
  const { message: _, ...rest } = volume.status;
  const status = { ...rest, phase, ...(message !== undefined && { message }) };
  return client.update(PersistentVolume, { ...volume, status }, { subresource: 'status' });
}
