import { keyOf } from '../../client/informer.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceClaimTemplate } from '../../kinds/resource/resource-claim-template.ts';
import { PodGroup } from '../../kinds/scheduling/pod-group.ts';
import { defineController, index, on, type Context, type Controller } from '../../runtime/controller.ts';
import { groupOf, podsByGroup, podsOfGroup } from '../pods/pod-groups.ts';
import {
  claimNameFor,
  isReservedFor,
  podsByResourceClaim,
  podsOfResourceClaim,
  serves,
  type ClaimEntry,
  type GroupClaims,
} from '../pods/resource-claims.ts';
import { ensureClaims } from './ensure-claims.ts';
import { isPodDone, isReservable, madeFor, sharedEntry } from './pod-claims.ts';

const templateIndex = 'resource claim template';
const entriesOf = ({ spec }: Pod): readonly ClaimEntry[] => spec.resourceClaims ?? [];
const metadataOf = ({ metadata }: Pod) => metadata;

/** Makes the claims that pods want from templates, and enters pods that were put on a node without the scheduler in theirs. */
export const podClaimsController = ({ withGroups }: GroupClaims): Controller =>
  defineController({
    name: 'resource_claim',
    for: Pod,
    indexes: [
      podsByResourceClaim,
      podsByGroup,
      index(Pod, templateIndex, (pod) =>
        entriesOf(pod).flatMap(({ resourceClaimTemplateName: name }) => (name ? [keyOf({ namespace: pod.metadata.namespace, name })] : [])),
      ),
    ],
    wakes: [
      on(ResourceClaim, (claim, { cache }) => podsOfResourceClaim(claim, cache).map(metadataOf)),
      on(ResourceClaimTemplate, ({ metadata }, { isDeleted, cache }) =>
        isDeleted ? [] : cache.byIndex(Pod, templateIndex, keyOf(metadata)).map(metadataOf),
      ),
      ...(withGroups ? [on(PodGroup, ({ metadata }, { cache }) => podsOfGroup(metadata, cache).map(metadataOf))] : []),
    ],
    workers: 5,
    isWokenBy: (next) => entriesOf(next).length > 0,

    async reconcile(pod, context) {
      if (entriesOf(pod).length === 0 || pod.metadata.deletionTimestamp !== undefined || isPodDone(pod)) return;
      const group = withGroups ? groupFor(pod, context) : undefined;
      const shared = (entry: ClaimEntry) =>
        group && sharedEntry(group, entry) ? { claim: madeFor(context.cache.owned(ResourceClaim, group), entry) } : undefined;
      await ensureClaims(pod, { kind: Pod, serves: (claim, entry) => serves(claim, { pod, entry, withGroups }), shared }, context);
      if (pod.spec.nodeName) await reserve(pod, { group, withGroups }, context);
    },
  });

/** Throws where it is not known yet: the claims may be those of the group. */
function groupFor(pod: Pod, { cache }: Context): PodGroup | undefined {
  const ref = groupOf(pod);
  const group = ref && cache.get(PodGroup, ref);
  if (ref && !group) throw new Error(`podgroup.scheduling.k8s.io "${ref.name}" not found`);
  return group;
}

async function reserve(
  pod: Pod,
  { group, withGroups }: GroupClaims & { group: PodGroup | undefined },
  { client, cache }: Context,
): Promise<void> {
  const { namespace, name, uid } = pod.metadata;
  for (const entry of entriesOf(pod)) {
    const found = claimNameFor(pod, entry);
    const claim = typeof found === 'string' ? undefined : cache.get(ResourceClaim, { namespace, name: found.name });
    if (!claim || !serves(claim, { pod, entry, withGroups }) || isReservedFor(claim, pod, { withGroups }) || !isReservable(claim)) continue;
    const consumer =
      group && sharedEntry(group, entry)
        ? { apiGroup: 'scheduling.k8s.io', resource: 'podgroups', name: group.metadata.name, uid: group.metadata.uid }
        : { resource: 'pods', name, uid };
    const reservedFor = [...(claim.status.reservedFor ?? []), consumer];
    await client.update(ResourceClaim, { ...claim, status: { ...claim.status, reservedFor } }, { subresource: 'status' });
  }
}
