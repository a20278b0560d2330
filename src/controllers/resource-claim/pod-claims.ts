import type { Ref } from '../../client/client.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import type { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { controllerOf, isControlledBy } from '../../model/owner-references.ts';

export type PodClaim = NonNullable<Pod['spec']['resourceClaims']>[number];

/** No other controller adds this to a claim: it says which entry of its pod the claim was made for. */
export const podClaimAnnotation = 'resource.kubernetes.io/pod-claim-name';

/** As many as may use a claim at once. */
const consumersPerClaim = 256;

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

/** Whether none of the pod's containers run or ever will. */
export const isPodDone = (pod: Pod): boolean => isPodTerminal(pod) || (pod.metadata.deletionTimestamp !== undefined && !pod.spec.nodeName);

/** Whether the claim serves the entry: one that was made from a template serves its own pod only. */
export const serves = (claim: ResourceClaim, { pod, entry }: { pod: Pod; entry: PodClaim }): boolean =>
  entry.resourceClaimName !== undefined || isControlledBy(claim, pod);

/** The claim that was made for the entry, though the pod does not say so yet. */
export const madeFor = (claims: readonly ResourceClaim[], { name }: PodClaim): ResourceClaim | undefined =>
  claims.find(({ metadata }) => metadata.annotations?.[podClaimAnnotation] === name);

/** Whether devices are there for the pod, which only has to be entered as one who uses them. */
export const isReservable = ({ status: { allocation, reservedFor = [] } }: ResourceClaim, { metadata }: Pod): boolean =>
  allocation !== undefined && reservedFor.length < consumersPerClaim && !reservedFor.some(({ uid }) => uid === metadata.uid);

const longestBase = 57;

/** Begins the names of claims with both names, each cut in proportion where they are too long together. */
export function namePrefix(podName: string, entryName: string): string {
  const whole = `${podName}-${entryName}-`;
  if (whole.length <= longestBase) return whole;
  const cut = (text: string) => text.slice(0, Math.floor((text.length * longestBase) / whole.length));
  return `${cut(podName)}-${cut(entryName)}`;
}

/** The pod that a claim was made for. */
export function podOfClaim(claim: ResourceClaim): { readonly name: string; readonly uid: string } | undefined {
  const owner = controllerOf(claim);
  return owner?.apiVersion === 'v1' && owner.kind === 'Pod' ? owner : undefined;
}
