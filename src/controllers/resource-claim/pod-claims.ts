import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import type { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import type { PodGroup } from '../../kinds/scheduling/pod-group.ts';
import { controllerOf } from '../../model/owner-references.ts';
import type { ClaimEntry } from '../pods/resource-claims.ts';

/** No other controller adds this to a claim: it says which entry of its pod the claim was made for. */
export const podClaimAnnotation = 'resource.kubernetes.io/pod-claim-name';

/** As many as may use a claim at once. */
const consumersPerClaim = 256;

/** Whether none of the pod's containers run or ever will. */
export const isPodDone = (pod: Pod): boolean => isPodTerminal(pod) || (pod.metadata.deletionTimestamp !== undefined && !pod.spec.nodeName);

/** The claim that was made for the entry, though the pod does not say so yet. */
export const madeFor = (claims: readonly ResourceClaim[], { name }: ClaimEntry): ResourceClaim | undefined =>
  claims.find(({ metadata }) => metadata.annotations?.[podClaimAnnotation] === name);

/** Whether devices are there, and another can be entered as one who uses them. */
export const isReservable = ({ status: { allocation, reservedFor = [] } }: ResourceClaim): boolean =>
  allocation !== undefined && reservedFor.length < consumersPerClaim;

/** Whether the entry of a pod is one of its group, with the same claim for all. */
export const sharedEntry = ({ spec }: PodGroup, { name, resourceClaimName, resourceClaimTemplateName }: ClaimEntry): boolean =>
  (spec.resourceClaims ?? []).some(
    (entry) =>
      entry.name === name && entry.resourceClaimName === resourceClaimName && entry.resourceClaimTemplateName === resourceClaimTemplateName,
  );

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
