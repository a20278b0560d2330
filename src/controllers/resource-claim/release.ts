import type { Ref } from '../../client/client.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ResourceClaim, type ResourceClaimConsumerReference } from '../../kinds/resource/resource-claim.ts';
import { PodGroup } from '../../kinds/scheduling/pod-group.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, on, type Context, type Controller } from '../../runtime/controller.ts';
import { findObject } from '../find-object.ts';
import { claimNameFor, claimRefsOf, isGroup, type GroupClaims } from '../pods/resource-claims.ts';
import { isPodDone, podOfClaim } from './pod-claims.ts';

/** Keeps a claim from being deleted as long as it has devices. */
const finalizer = 'resource.kubernetes.io/delete-protection';

/** Takes pods that are done out of claims, takes devices away from claims that nobody uses any more, and deletes those made for one pod. */
export const claimReleaseController = ({ withGroups }: GroupClaims): Controller =>
  defineController({
    name: 'resource_claim_release',
    for: ResourceClaim,
    wakes: [
      on(Pod, (pod, { isDeleted }) => (isDeleted || isPodDone(pod) ? claimRefsOf(pod) : [])),
      ...(withGroups ? [on(PodGroup, (group, { isDeleted }) => (isDeleted ? groupClaimRefs(group) : []))] : []),
    ],
    workers: 5,

    async reconcile(claim, context) {
      const { client } = context;
      const { reservedFor = [] } = claim.status;
      const using = await Promise.all(reservedFor.map((consumer) => isUsing(consumer, claim, { ...context, withGroups })));
      const remaining = reservedFor.filter((_, position) => using[position]);
      let current = claim;
      const isProtected = (claim.metadata.finalizers ?? []).includes(finalizer);
      const isFree = remaining.length === 0 && isProtected;
      if (remaining.length < reservedFor.length) {
        current = await writeStatus(claim, { remaining, isFree }, context);
        if (isProtected && !current.status.allocation) current = await removeFinalizer(current, context);
      } else if (isFree && claim.metadata.deletionTimestamp !== undefined) {
        if (claim.status.allocation) current = await writeStatus(claim, { remaining, isFree }, context);
        current = await removeFinalizer(current, context);
      }
      if (remaining.length === 0 && current.metadata.deletionTimestamp === undefined && isLeft(claim, context)) {
        try {
          await client.delete(ResourceClaim, claim.metadata, { preconditions: { uid: claim.metadata.uid } });
        } catch (error) {
          if (!ApiError.is(error, 'NotFound')) throw error;
        }
      }
    },
  });

const groupClaimRefs = (group: PodGroup): readonly Ref[] =>
  (group.spec.resourceClaims ?? []).flatMap((entry) => {
    const found = claimNameFor(group, entry);
    return typeof found === 'string' ? [] : [{ namespace: group.metadata.namespace, name: found.name }];
  });

/** Whoever is neither pod nor group is left in: only those who know them can tell. */
async function isUsing(
  consumer: ResourceClaimConsumerReference,
  { metadata: { namespace } }: ResourceClaim,
  { client, cache, withGroups }: Context & GroupClaims,
): Promise<boolean> {
  const { apiGroup, resource, name, uid } = consumer;
  if (withGroups && isGroup(consumer)) {
    const group = cache.get(PodGroup, { namespace, name }) ?? (await findObject(client, PodGroup, { namespace, name }));
    return group?.metadata.uid === uid;
  }
  if (apiGroup || resource !== 'pods') return true;
  const pod = cache.get(Pod, { namespace, name });
  if (pod) return pod.metadata.uid === uid && !isPodDone(pod);
  // The local copy may be behind the scheduler, which has just entered the pod.
  return (await findObject(client, Pod, { namespace, name }))?.metadata.uid === uid;
}

/** Nobody who uses it, nothing it needs: others can have the devices, and the next one may want them on another node. */
const writeStatus = (
  claim: ResourceClaim,
  { remaining, isFree }: { remaining: readonly ResourceClaimConsumerReference[]; isFree: boolean },
  { client }: Context,
): Promise<ResourceClaim> => {
  const { allocation, ...rest } = claim.status;
  const status = { ...rest, reservedFor: [...remaining], ...(allocation && !isFree && { allocation }) };
  return client.update(ResourceClaim, { ...claim, status }, { subresource: 'status' });
};

const removeFinalizer = (claim: ResourceClaim, { client }: Context): Promise<ResourceClaim> => {
  const finalizers = (claim.metadata.finalizers ?? []).filter((each) => each !== finalizer);
  return client.update(ResourceClaim, { ...claim, metadata: { ...claim.metadata, finalizers } });
};

/** Whether the pod it was made for is known not to need it. Of pods that are gone, the garbage collector removes what is theirs. */
function isLeft(claim: ResourceClaim, { cache }: Context): boolean {
  const owner = podOfClaim(claim);
  const pod = owner && cache.get(Pod, { namespace: claim.metadata.namespace, name: owner.name });
  return pod !== undefined && (pod.metadata.uid !== owner?.uid || isPodDone(pod));
}
