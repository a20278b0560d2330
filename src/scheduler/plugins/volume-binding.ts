import { matchesNodeSelector } from '../../kinds/core/node-selector-match.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { StorageClass } from '../../kinds/storage/storage-class.ts';
import { isControlledBy } from '../../model/owner-references.ts';
import { unfit, type Plugin } from '../plugin.ts';
import type { ObjectReader } from '../snapshot/cluster-view.ts';
import { claimNotFound, classOf, isBound, isOwnClaimChange, podClaims, type PodClaim } from './pod-claims.ts';

const unbound = unfit('pod has unbound immediate PersistentVolumeClaims');
const elsewhere = unfit("node(s) didn't match PersistentVolume's node affinity");
const noVolume = unfit("node(s) didn't find available persistent volumes to bind");
const volumeGone = unfit('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');

/**
 * A pod runs where all its volumes can be had. Volumes have to be bound before: claims that wait for their first user
 * fit no node until somebody binds them.
 */
export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  reads: [PersistentVolumeClaim, PersistentVolume, StorageClass],

  filter({ pod }, { objects }) {
    if (!pod.spec.volumes) return undefined;
    const used = podClaims(pod, objects);
    const problem = used.map((each) => problemWith(each, pod)).find((each) => each !== undefined);
    if (problem !== undefined) return unfit(problem);
    const claims = used.flatMap(({ claim }) => claim ?? []);
    if (claims.length === 0) return undefined;
    const waiting = claims.filter((claim) => !isBound(claim));
    if (waiting.some((claim) => !isBoundByFirstUser(claim, objects))) return unbound;
    if (waiting.length > 0) return { reject: () => noVolume };
    const volumes = claims.map(({ spec }) => objects.get(PersistentVolume, { name: spec.volumeName ?? '' }));
    return {
      reject(node) {
        for (const volume of volumes) {
          if (!volume) return volumeGone;
          const affinity = volume.spec.nodeAffinity?.required;
          if (affinity && !matchesNodeSelector(affinity, node)) return elsewhere;
        }
        return undefined;
      },
    };
  },

  mayHelp({ pod }, event) {
    switch (event.type) {
      case 'node added':
        return true;
      case 'node updated':
        return event.changes.has('labels') || event.changes.has('taints');
      case 'object changed':
        return event.kind === PersistentVolumeClaim
          ? isOwnClaimChange(event, pod)
          : event.kind === PersistentVolume || event.kind === StorageClass;
      default:
        return false;
    }
  },
};

function problemWith({ name, isEphemeral, claim }: PodClaim, pod: Readonly<Pod>): string | undefined {
  if (!claim) {
    return isEphemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim ${JSON.stringify(name)}`
      : claimNotFound(name);
  }
  if (claim.status.phase === 'Lost') {
    return `persistentvolumeclaim ${JSON.stringify(name)} bound to non-existent persistentvolume ${JSON.stringify(claim.spec.volumeName ?? '')}`;
  }
  if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim ${JSON.stringify(name)} is being deleted`;
  if (isEphemeral && !isControlledBy(claim, pod)) {
    const namespace = pod.metadata.namespace ?? '';
    return `PVC ${namespace}/${name} was not created for pod ${namespace}/${pod.metadata.name} (pod is not owner)`;
  }
  return undefined;
}

/** A claim for a certain volume is bound at once, whatever its class says. */
function isBoundByFirstUser(claim: PersistentVolumeClaim, objects: ObjectReader): boolean {
  if (claim.spec.volumeName) return false;
  return objects.get(StorageClass, { name: classOf(claim) })?.volumeBindingMode === 'WaitForFirstConsumer';
}
