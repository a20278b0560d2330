import { bindCompletedAnnotation, isBoundTo, selectedNodeAnnotation } from '../../kinds/core/persistent-volume/binding.ts';
import type { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { mismatch } from '../../kinds/core/persistent-volume/matching.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { storageClassOf } from '../../kinds/core/persistent-volume-claim/storage-class.ts';
import type { StorageClass } from '../../kinds/storage/storage-class.ts';
import type { EventDetails } from '../../client/events/event-recorder.ts';
import { provisionerOf } from './in-tree-plugins.ts';

/** What a claim's fate depends on. */
export interface Surroundings {
  readonly volumeNamed: (name: string) => PersistentVolume | undefined;
  /** The best volume that is free or reserved for the claim. */
  readonly match: (claim: PersistentVolumeClaim, options: { onlyReserved: boolean }) => PersistentVolume | undefined;
  readonly classNamed: (name: string) => StorageClass | undefined;
  readonly defaultClass: () => StorageClass | undefined;
  /** Names of pods that use the claim and have no node yet. */
  readonly waitingPods: (claim: PersistentVolumeClaim) => readonly string[];
}

export type ClaimPlan =
  | { readonly do: 'bind'; readonly volume: PersistentVolume }
  /** It names no class, and there is a default now. */
  | { readonly do: 'assign class'; readonly className: string }
  | { readonly do: 'ask'; readonly provisioner: string; readonly event: EventDetails }
  | { readonly do: 'wait'; readonly event?: EventDetails }
  /** The volume that it had is gone, or another's. */
  | { readonly do: 'give up'; readonly event: EventDetails };

export const planClaim = (claim: PersistentVolumeClaim, surroundings: Surroundings): ClaimPlan =>
  claim.metadata.annotations?.[bindCompletedAnnotation] === undefined ? planUnbound(claim, surroundings) : planBound(claim, surroundings);

function planUnbound(claim: PersistentVolumeClaim, surroundings: Surroundings): ClaimPlan {
  const { volumeName } = claim.spec;
  return volumeName ? planChosen(claim, surroundings.volumeNamed(volumeName)) : planOpen(claim, surroundings);
}

/** Any volume will do. */
function planOpen(claim: PersistentVolumeClaim, surroundings: Surroundings): ClaimPlan {
  const className = storageClassOf(claim);
  const storageClass = className ? surroundings.classNamed(className) : undefined;
  const waitsForPod = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const volume = surroundings.match(claim, { onlyReserved: waitsForPod });
  if (volume) return { do: 'bind', volume };
  const defaultClass = className === undefined ? surroundings.defaultClass() : undefined;
  if (defaultClass) return { do: 'assign class', className: defaultClass.metadata.name };
  if (waitsForPod && claim.metadata.annotations?.[selectedNodeAnnotation] === undefined) {
    return { do: 'wait', event: waitingForPod(surroundings.waitingPods(claim)) };
  }
  if (!className) {
    return {
      do: 'wait',
      event: { reason: 'FailedBinding', message: 'no persistent volumes available for this claim and no storage class is set' },
    };
  }
  if (!storageClass) return unprovided(`storageclass.storage.k8s.io ${JSON.stringify(className)} not found`);
  const provisioner = provisionerOf(storageClass.provisioner);
  return 'problem' in provisioner ? unprovided(provisioner.problem) : ask(provisioner.external);
}

function waitingForPod(pods: readonly string[]): EventDetails {
  if (pods.length === 0) return { reason: 'WaitForFirstConsumer', message: 'waiting for first consumer to be created before binding' };
  const which = `${pods.length > 1 ? 'pods' : 'pod'} ${pods.join(',')}`;
  return { reason: 'WaitForPodScheduled', message: `waiting for ${which} to be scheduled` };
}

const unprovided = (message: string): ClaimPlan => ({ do: 'wait', event: { type: 'Warning', reason: 'ProvisioningFailed', message } });

const ask = (provisioner: string): ClaimPlan => ({
  do: 'ask',
  provisioner,
  event: {
    reason: 'ExternalProvisioning',
    message:
      `Waiting for a volume to be created either by the external provisioner '${provisioner}' ` +
      'or manually by the system administrator. If volume creation is delayed, please verify that ' +
      'the provisioner is running and correctly registered.',
  },
});

/** The claim's author, or a binding that was interrupted, has chosen the volume. */
function planChosen(claim: PersistentVolumeClaim, volume: PersistentVolume | undefined): ClaimPlan {
  if (!volume) return { do: 'wait' };
  const name = JSON.stringify(volume.metadata.name);
  if (volume.spec.claimRef) {
    if (isBoundTo(volume, claim)) return { do: 'bind', volume };
    return {
      do: 'wait',
      event: { type: 'Warning', reason: 'FailedBinding', message: `volume ${name} already bound to a different claim.` },
    };
  }
  const problem = mismatch(volume, claim);
  if (problem === undefined) return { do: 'bind', volume };
  const message = `Cannot bind to requested volume ${name}: ${problem}`;
  return { do: 'wait', event: { type: 'Warning', reason: 'VolumeMismatch', message } };
}

function planBound({ metadata, spec }: PersistentVolumeClaim, { volumeNamed }: Surroundings): ClaimPlan {
  if (!spec.volumeName) return lost('ClaimLost', 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!');
  const volume = volumeNamed(spec.volumeName);
  if (!volume) return lost('ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  const { claimRef } = volume.spec;
  if (!claimRef || claimRef.uid === metadata.uid) return { do: 'bind', volume };
  return lost('ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly');
}

const lost = (reason: string, message: string): ClaimPlan => ({ do: 'give up', event: { type: 'Warning', reason, message } });
