import type { Ref } from '../../client/client.ts';
import { keyOf } from '../../client/informer.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { ResourceClaim, ResourceClaimConsumerReference } from '../../kinds/resource/resource-claim.ts';
import { controllerOf, isControlledBy } from '../../model/owner-references.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index } from '../../runtime/controller.ts';
import { groupOf } from './pod-groups.ts';

/** What a pod, or a group of pods, says of a claim that it wants. */
export type ClaimEntry = NonNullable<Pod['spec']['resourceClaims']>[number];

interface ToldOfClaims {
  readonly status: { readonly resourceClaimStatuses?: readonly { readonly name: string; readonly resourceClaimName?: string }[] };
}

/** The claim that serves an entry; `not-made` before there is one, `not-needed` where there need not be. */
export function claimNameFor(
  { status }: ToldOfClaims,
  { name, resourceClaimName }: ClaimEntry,
): { readonly name: string } | 'not-made' | 'not-needed' {
  if (resourceClaimName) return { name: resourceClaimName };
  const told = (status.resourceClaimStatuses ?? []).find((each) => each.name === name);
  if (!told) return 'not-made';
  return told.resourceClaimName ? { name: told.resourceClaimName } : 'not-needed';
}

/** All claims that the pod uses or used, those that the scheduler made for it included. */
export function claimRefsOf(pod: Pod): readonly Ref[] {
  const names = (pod.spec.resourceClaims ?? []).flatMap((entry) => {
    const found = claimNameFor(pod, entry);
    return typeof found === 'string' ? [] : [found.name];
  });
  const extended = pod.status.extendedResourceClaimStatus?.resourceClaimName;
  return [...names, ...(extended ? [extended] : [])].map((name) => ({ name, namespace: pod.metadata.namespace }));
}

/** Whether groups of pods have claims, too, which serve all their pods: the feature DRAWorkloadResourceClaims. */
export interface GroupClaims {
  readonly withGroups: boolean;
}

/** Whether the claim serves the entry: one that was made from a template serves its own pod, or group of pods, only. */
export const serves = (claim: ResourceClaim, { pod, entry, withGroups }: GroupClaims & { pod: Pod; entry: ClaimEntry }): boolean =>
  entry.resourceClaimName !== undefined || isControlledBy(claim, pod) || (withGroups && isOfGroup(claim, groupOf(pod)));

/** Pods know their group by its name alone. */
function isOfGroup(claim: ResourceClaim, group: Ref | undefined): boolean {
  const owner = controllerOf(claim);
  return owner?.kind === 'PodGroup' && owner.apiVersion.startsWith('scheduling.k8s.io/') && owner.name === group?.name;
}

export const isGroup = ({ apiGroup, resource }: ResourceClaimConsumerReference): boolean =>
  apiGroup === 'scheduling.k8s.io' && resource === 'podgroups';

/** Whether the pod may use the claim, by itself or with its group. */
export const isReservedFor = ({ status }: ResourceClaim, pod: Pod, { withGroups }: GroupClaims): boolean =>
  (status.reservedFor ?? []).some(
    (consumer) => consumer.uid === pod.metadata.uid || (withGroups && isGroup(consumer) && consumer.name === groupOf(pod)?.name),
  );

const name = 'resource claim';

export const podsByResourceClaim = index(Pod, name, (pod) => claimRefsOf(pod).map(keyOf));

/** Pods that use a claim, for controllers that declare the index `podsByResourceClaim`. */
export const podsOfResourceClaim = ({ metadata }: { readonly metadata: Ref }, cache: Cache): readonly Pod[] =>
  cache.byIndex(Pod, name, keyOf(metadata));
