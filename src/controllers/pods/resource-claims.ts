import type { Ref } from '../../client/client.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { isControlledBy } from '../../model/owner-references.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index } from '../../runtime/controller.ts';

export type PodClaim = NonNullable<Pod['spec']['resourceClaims']>[number];

/** The claim that serves an entry; `not-made` before there is one, `not-needed` where there need not be. */
export function claimNameFor(
  { status }: Pod,
  { name, resourceClaimName }: PodClaim,
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

/** Whether the claim serves the entry: one that was made from a template serves its own pod only. */
export const serves = (claim: ResourceClaim, { pod, entry }: { pod: Pod; entry: PodClaim }): boolean =>
  entry.resourceClaimName !== undefined || isControlledBy(claim, pod);

const name = 'resource claim';
const keyOf = ({ namespace = '', name }: Ref): string => `${namespace}/${name}`;

export const podsByResourceClaim = index(Pod, name, (pod) => claimRefsOf(pod).map(keyOf));

/** Pods that use a claim, for controllers that declare the index `podsByResourceClaim`. */
export const podsOfResourceClaim = ({ metadata }: { readonly metadata: Ref }, cache: Cache): readonly Pod[] =>
  cache.byIndex(Pod, name, keyOf(metadata));
