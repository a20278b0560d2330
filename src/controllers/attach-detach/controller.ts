import { isNodeReady } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodStopped } from '../../kinds/core/pod/readiness.ts';
import { podClaimNames } from '../../kinds/core/pod/references.ts';
import { CSIDriver } from '../../kinds/storage/csi-driver.ts';
import { VolumeAttachment } from '../../kinds/storage/volume-attachment.ts';
import type { Ref } from '../../client/client.ts';
import type { Cache } from '../../runtime/cache.ts';
import { defineController, index, on, type Context, type Controller } from '../../runtime/controller.ts';
import type { Work } from '../../runtime/work-queue.ts';
import { podsByNode, podsOn } from '../nodes/pods-by-node.ts';
import { boundVolume } from '../pods/bound-volume.ts';
import { podsByClaim, podsOfClaim } from '../pods/pods-by-claim.ts';
import { attachable, type Attachable } from './attachable.ts';
import { carryOut, type NodeMemory } from './carry-out.ts';
import { plan, type NodeState, type Wanted } from './plan.ts';

const managedAnnotation = 'volumes.kubernetes.io/controller-managed-attach-detach';
const outOfServiceTaint = 'node.kubernetes.io/out-of-service';

const byNode = 'node';
const byVolume = 'volume';

/** Has drivers attach volumes to the nodes whose pods use them, and detach them. One node at a time, so that none is attached to two that must not be. */
export function attachDetachController(): Controller {
  const memories = new Map<string, NodeMemory>();
  /** Attachments that are not in the copy yet. */
  const made = new Map<string, VolumeAttachment>();

  const reconcile = async (name: string, node: Node | undefined, context: Context): Promise<Work | undefined> => {
    const { cache, clock } = context;
    const memory = memories.get(name) ?? { unwantedSinceMs: new Map(), told: new Map(), inUse: [] };
    const planned = plan({
      node: stateOf(node, memory),
      wanted: node ? wantedOn(name, cache) : new Map(),
      attachments: attachmentsOn(name, cache),
      isElsewhere: (of) => nodesWith(of, { cache, made }).some((other) => other !== name),
      unwantedSinceMs: memory.unwantedSinceMs,
      nowMs: clock.now(),
    });
    const inUse = node ? (node.status.volumesInUse ?? []) : memory.inUse;
    memories.set(name, { unwantedSinceMs: planned.unwantedSinceMs, told: memory.told, inUse });
    if (!node && planned.unwantedSinceMs.size === 0) memories.delete(name);
    await carryOut({ name, node }, planned, {
      ...context,
      memory,
      made: (of) => void made.set(of.metadata.name, of),
      usersOf: (of) => podsUsing(of, cache),
    });
    return planned.afterMs === undefined ? undefined : { afterMs: planned.afterMs };
  };

  return defineController({
    name: 'attach_detach',
    for: Node,
    indexes: [
      podsByNode,
      podsByClaim,
      index(VolumeAttachment, byNode, ({ spec }) => [spec.nodeName]),
      index(VolumeAttachment, byVolume, ({ spec }) => [spec.source.persistentVolumeName].flatMap((name) => name ?? [])),
    ],
    wakes: [
      on(Pod, (pod, { previous, isDeleted }) => (isDeleted || !previous || standing(pod) !== standing(previous) ? nodeOf(pod) : [])),
      on(PersistentVolumeClaim, ({ metadata }, { cache }) => podsOfClaim({ metadata }, cache).flatMap(nodeOf)),
      on(PersistentVolume, (volume, { cache }) => podsOfVolume(volume, cache).flatMap(nodeOf)),
      on(VolumeAttachment, (attachment, { cache }) => {
        made.delete(attachment.metadata.name);
        return [{ name: attachment.spec.nodeName }, ...nodesUsing(attachment, cache)];
      }),
      on(CSIDriver, ({ spec }, { previous, isDeleted, cache }) =>
        isDeleted || spec.attachRequired !== previous?.spec.attachRequired ? cache.list(Node).map(({ metadata }) => metadata) : [],
      ),
    ],
    isWokenBy: (next, previous) => stateText(next) !== stateText(previous),

    async reconcile(node, context) {
      return isManaged(node) ? reconcile(node.metadata.name, node, context) : undefined;
    },
    async reconcileDeleted({ name }, context) {
      return reconcile(name, undefined, context);
    },
  });
}

const isManaged = ({ metadata }: Node): boolean => metadata.annotations?.[managedAnnotation] !== undefined;

/** Of a node that is gone it counts what it said last. */
function stateOf(node: Node | undefined, memory?: NodeMemory): NodeState {
  if (!node) return { isHealthy: false, isOutOfService: false, inUse: new Set(memory?.inUse), reported: new Set() };
  const { spec, status } = node;
  return {
    isHealthy: isNodeReady(node),
    isOutOfService: spec.taints?.some(({ key }) => key === outOfServiceTaint) ?? false,
    inUse: new Set(status.volumesInUse),
    reported: new Set(status.volumesAttached?.map(({ name }) => name)),
  };
}

/** What of a node matters. */
function stateText(node: Node): string {
  const { isHealthy, isOutOfService, inUse, reported } = stateOf(node);
  return JSON.stringify([isManaged(node), isHealthy, isOutOfService, [...inUse], [...reported]]);
}

/** Where a pod's volumes are needed, as far as they are. */
const standing = (pod: Pod): string => (isPodStopped(pod) ? '' : (pod.spec.nodeName ?? ''));

const nodeOf = (pod: Pod): readonly Ref[] => (pod.spec.nodeName && podClaimNames(pod).size > 0 ? [{ name: pod.spec.nodeName }] : []);

function wantedOn(nodeName: string, cache: Cache): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, { attachable: Attachable; pods: Pod[] }>();
  for (const pod of podsOn(nodeName, cache)) {
    if (isPodStopped(pod)) continue;
    for (const podVolume of pod.spec.volumes ?? []) {
      const volume = boundVolume(pod, podVolume, cache);
      const found = volume && attachable(volume, cache);
      if (!found) continue;
      const known = wanted.get(found.uniqueName);
      if (known) known.pods.push(pod);
      else wanted.set(found.uniqueName, { attachable: found, pods: [pod] });
    }
  }
  return wanted;
}

/** Attachments whose volume is gone as an object are left to whoever made it go. */
function attachmentsOn(nodeName: string, cache: Cache): ReadonlyMap<string, VolumeAttachment> {
  const entries = cache.byIndex(VolumeAttachment, byNode, nodeName).flatMap((attachment) => {
    const csi = cache.get(PersistentVolume, { name: attachment.spec.source.persistentVolumeName ?? '' })?.spec.csi;
    return csi ? [[`kubernetes.io/csi/${csi.driver}^${csi.volumeHandle}`, attachment] as const] : [];
  });
  return new Map(entries);
}

function nodesWith(
  { volume: { metadata } }: Attachable,
  { cache, made }: { cache: Cache; made: ReadonlyMap<string, VolumeAttachment> },
): readonly string[] {
  const unseen = [...made.values()].filter(({ spec }) => spec.source.persistentVolumeName === metadata.name);
  return [...cache.byIndex(VolumeAttachment, byVolume, metadata.name), ...unseen].map(({ spec }) => spec.nodeName);
}

function podsOfVolume({ spec: { claimRef } }: PersistentVolume, cache: Cache): readonly Pod[] {
  return claimRef?.name ? podsOfClaim({ metadata: { name: claimRef.name, namespace: claimRef.namespace } }, cache) : [];
}

const podsUsing = ({ volume }: Attachable, cache: Cache): readonly Pod[] =>
  podsOfVolume(volume, cache).filter((pod) => standing(pod) !== '');

function nodesUsing({ spec }: VolumeAttachment, cache: Cache): readonly Ref[] {
  const volume = cache.get(PersistentVolume, { name: spec.source.persistentVolumeName ?? '' });
  return volume ? podsOfVolume(volume, cache).flatMap(nodeOf) : [];
}
