import { boundVolume, isClaimBound, selectedNodeAnnotation } from '../../kinds/core/persistent-volume/binding.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { isReachable } from '../../kinds/core/persistent-volume/matching.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { CSIDriver } from '../../kinds/storage/csi-driver.ts';
import { CSIStorageCapacity } from '../../kinds/storage/csi-storage-capacity.ts';
import { StorageClass } from '../../kinds/storage/storage-class.ts';
import { isControlledBy } from '../../model/owner-references.ts';
import { compareQuantities } from '../../model/quantity.ts';
import type { ClusterEvent } from '../cluster-event.ts';
import { unfit, type Plugin, type Preparation } from '../plugin.ts';
import type { ObjectReader } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import { claimNotFound, isOwnClaimChange, podClaims, type PodClaim } from './pod-claims.ts';
import { capacityLimit, classOf, VolumeSupply, type Supplies } from './volume-supply.ts';

const unbound = unfit('pod has unbound immediate PersistentVolumeClaims');
const elsewhere = "node(s) didn't match PersistentVolume's node affinity";
const volumeGone = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
const shortages = {
  'no volume': "node(s) didn't find available persistent volumes to bind",
  'no space': 'node(s) did not have enough free storage',
} as const;

/** A pod runs where all its volumes are, or can be had. Claims that wait for their first pod get them once it has a node. */
export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  reads: [PersistentVolumeClaim, PersistentVolume, StorageClass, CSIDriver, CSIStorageCapacity],

  filter({ pod }, { objects }) {
    if (!pod.spec.volumes) return undefined;
    const used = podClaims(pod, objects);
    const problem = used.map((each) => problemWith(each, pod)).find((each) => each !== undefined);
    if (problem !== undefined) return unfit(problem);
    const claims = used.flatMap(({ claim }) => claim ?? []);
    if (claims.length === 0) return undefined;
    const waiting = claims.filter((claim) => !isClaimBound(claim));
    if (waiting.some((claim) => !isBoundByFirstUser(claim, objects))) return unbound;
    const volumes = claims.filter(isClaimBound).map(({ spec }) => objects.get(PersistentVolume, { name: spec.volumeName ?? '' }));
    const supply = new VolumeSupply(objects);
    return {
      reject(node) {
        const found = waiting.length > 0 ? supply.find(waiting, node) : undefined;
        const firstProblem = volumes.map((volume) => problemOn(volume, node)).find((each) => each !== undefined);
        const reasons = [
          ...(firstProblem === elsewhere ? [elsewhere] : []),
          ...(typeof found === 'string' ? [shortages[found]] : []),
          ...(firstProblem === volumeGone ? [volumeGone] : []),
        ];
        return reasons.length > 0 ? unfit(...reasons) : undefined;
      },
    };
  },

  prepare({ pod }, node, { objects }) {
    if (!pod.spec.volumes) return undefined;
    const waiting = podClaims(pod, objects).flatMap(({ claim }) => (claim && !isClaimBound(claim) ? [claim] : []));
    const found = waiting.length > 0 ? new VolumeSupply(objects).find(waiting, node) : undefined;
    return found === undefined || typeof found === 'string' ? undefined : preparation(found, node);
  },

  mayHelp({ pod }, event) {
    switch (event.type) {
      case 'node added':
        return true;
      case 'node updated':
        return event.changes.has('labels') || event.changes.has('taints');
      case 'object changed':
        return isOwnClaimChange(event, pod) || event.kind === PersistentVolume || event.kind === StorageClass || isMoreCapacity(event);
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

function problemOn(volume: PersistentVolume | undefined, node: NodeInfo): string | undefined {
  if (!volume) return volumeGone;
  return isReachable(volume, node) ? undefined : elsewhere;
}

/** Volumes are reserved for the claims, and claims told where their volumes are to be made. The rest is up to others. */
function preparation({ bind, provision }: Supplies, node: NodeInfo): Preparation {
  const reserved = bind.map(({ claim, volume }) => boundVolume(volume, claim)).filter((volume, index) => volume !== bind[index]?.volume);
  const selecting = provision.filter(({ metadata }) => metadata.annotations?.[selectedNodeAnnotation] !== node.name);
  return {
    writes: [
      ...reserved.map((object) => ({ kind: PersistentVolume, object })),
      ...selecting.map((claim) => ({ kind: PersistentVolumeClaim, object: selectNode(claim, node.name) })),
    ],
    awaits: [...bind.map(({ claim }) => claim), ...provision].map(({ metadata }) => ({ kind: PersistentVolumeClaim, ref: metadata })),
    isDone(objects, labels) {
      const bound = bind.every(({ claim, volume }) => isBinding(claim, volume, { node, labels, objects }));
      return provision.every((claim) => isProvided(claim, { node, labels, objects })) && bound;
    },
  };
}

const selectNode = (claim: PersistentVolumeClaim, nodeName: string): PersistentVolumeClaim => ({
  ...claim,
  metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, [selectedNodeAnnotation]: nodeName } },
});

interface Where {
  readonly node: NodeInfo;
  /** As they are by then. */
  readonly labels: Readonly<Record<string, string>>;
  readonly objects: ObjectReader;
}

/** Whether the claim has the volume by now. Throws when it is not going to. */
function isBinding(claim: PersistentVolumeClaim, { metadata: { name } }: PersistentVolume, where: Where): boolean {
  const volume = where.objects.get(PersistentVolume, { name });
  if (!volume) throw new Error(`failed to check binding: could not find v1.PersistentVolume ${JSON.stringify(name)}`);
  checkReachable(volume, where);
  if (!volume.spec.claimRef?.uid) throw new Error(`ClaimRef got reset for pv ${JSON.stringify(name)}`);
  return isClaimBound(latest(claim, where.objects));
}

function isProvided(claim: PersistentVolumeClaim, where: Where): boolean {
  const now = latest(claim, where.objects);
  const selected = now.metadata.annotations?.[selectedNodeAnnotation];
  // Who makes volumes takes the node away when there is no making one there.
  if (selected !== where.node.name) throw new Error(`provisioning failed for PVC ${JSON.stringify(claim.metadata.name)}`);
  const { volumeName } = now.spec;
  const volume = volumeName ? where.objects.get(PersistentVolume, { name: volumeName }) : undefined;
  if (volumeName && !volume) return false;
  if (volume) checkReachable(volume, where);
  return isClaimBound(now);
}

function latest({ metadata }: PersistentVolumeClaim, objects: ObjectReader): PersistentVolumeClaim {
  const claim = objects.get(PersistentVolumeClaim, metadata);
  if (claim?.metadata.uid !== metadata.uid) {
    throw new Error(
      `failed to check binding: could not find v1.PersistentVolumeClaim ${JSON.stringify(`${metadata.namespace}/${metadata.name}`)}`,
    );
  }
  return claim;
}

function checkReachable(volume: PersistentVolume, { node, labels }: Where): void {
  if (isReachable(volume, { name: node.name, labels })) return;
  const [volumeName, nodeName] = [volume.metadata.name, node.name].map((name) => JSON.stringify(name));
  throw new Error(`pv ${volumeName} node affinity doesn't match node ${nodeName}: no matching NodeSelectorTerms`);
}

function isMoreCapacity(event: ClusterEvent): boolean {
  if (event.type !== 'object changed' || event.kind !== CSIStorageCapacity) return false;
  // The kind says what they are.
  const [next, previous] = [event.object as CSIStorageCapacity, event.previous as CSIStorageCapacity | undefined];
  const [limit, before] = [capacityLimit(next), previous && capacityLimit(previous)];
  return !previous || (limit !== undefined && (before === undefined || compareQuantities(limit, before) > 0));
}
