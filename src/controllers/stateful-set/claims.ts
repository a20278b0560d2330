import type { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import type { New } from '../../model/kind.ts';
import type { OwnerReference } from '../../model/meta.ts';
import { ownerReference } from '../../model/owner-references.ts';
import { isWanted } from './ordinal.ts';

/** A pod as far as its claims are concerned. It has no uid before it is made. */
export interface Claimant {
  readonly ordinal: number;
  readonly name: string;
  readonly uid?: string | undefined;
}

export const claimName = (set: StatefulSet, templateName: string, ordinal: number): string =>
  `${templateName}-${set.metadata.name}-${ordinal}`;

/** The claims of a pod, by the names of their templates, as they are made. */
export function claimsFor(
  set: StatefulSet,
  claimant: Claimant,
): readonly { readonly volume: string; readonly claim: New<PersistentVolumeClaim> }[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => {
    const { metadata, spec } = template;
    const { name: volume, labels, annotations, finalizers } = metadata;
    const references = ownersOf(set, claimant, []);
    return {
      volume,
      claim: {
        metadata: {
          ...(annotations && { annotations }),
          ...(finalizers && { finalizers }),
          name: claimName(set, volume, claimant.ordinal),
          namespace: set.metadata.namespace ?? '',
          labels: { ...labels, ...set.spec.selector.matchLabels },
          ...(references.length > 0 && { ownerReferences: [...references] }),
        },
        spec,
      },
    };
  });
}

type Retention = 'Retain' | 'Delete';

function retentionOf({ spec }: StatefulSet): { readonly whenDeleted: Retention; readonly whenScaled: Retention } {
  const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {};
  return { whenDeleted: whenDeleted === 'Delete' ? 'Delete' : 'Retain', whenScaled: whenScaled === 'Delete' ? 'Delete' : 'Retain' };
}

const refersToSet = (reference: OwnerReference, { metadata }: StatefulSet): boolean =>
  reference.apiVersion === 'apps/v1' && reference.kind === 'StatefulSet' && reference.name === metadata.name;

const refersToPod = (reference: OwnerReference, { name }: Claimant): boolean =>
  reference.apiVersion === 'v1' && reference.kind === 'Pod' && reference.name === name;

const isOf = (reference: OwnerReference, set: StatefulSet, claimant: Claimant): boolean =>
  refersToSet(reference, set) || refersToPod(reference, claimant);

/** Whose deletion takes the claim along: the set's or the pod's, as the policy says (KEP-1847). Others stay as they are. */
function ownersOf(set: StatefulSet, claimant: Claimant, current: readonly OwnerReference[]): readonly OwnerReference[] {
  const others = current.filter((reference) => !isOf(reference, set, claimant));
  const { whenDeleted, whenScaled } = retentionOf(set);
  const isCondemned = !isWanted(set, claimant.ordinal);
  if (whenScaled === 'Delete' && isCondemned) return claimant.uid ? [...others, podReference(claimant.name, claimant.uid)] : others;
  return whenDeleted === 'Delete' ? [...others, ownerReference(set)] : others;
}

const podReference = (name: string, uid: string): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'Pod',
  name,
  uid,
  controller: true,
  blockOwnerDeletion: true,
});

/** The claim belongs to an earlier set or pod of the same name and will go with it. */
export const isStale = ({ metadata }: PersistentVolumeClaim, set: StatefulSet, claimant: Claimant): boolean =>
  isOfAnother(
    metadata.ownerReferences?.find((reference) => refersToSet(reference, set)),
    set.metadata.uid,
  ) || isBoundToEarlierPod(metadata.ownerReferences, claimant);

const isOfAnother = (reference: OwnerReference | undefined, uid: string | undefined): boolean =>
  reference !== undefined && reference.uid !== uid;

const isBoundToEarlierPod = (references: readonly OwnerReference[] | undefined, claimant: Claimant): boolean =>
  isOfAnother(
    references?.find((reference) => refersToPod(reference, claimant)),
    claimant.uid,
  );

/** A pod must not be made while its claim is about to go with the pod before it. */
export const mustWaitForClaim = (set: StatefulSet, claim: PersistentVolumeClaim, claimant: Claimant): boolean =>
  retentionOf(set).whenScaled === 'Delete' && isBoundToEarlierPod(claim.metadata.ownerReferences, claimant);

/** Somebody else manages the claim, so the policy does not apply to it. */
export function hasOtherController(set: StatefulSet, { metadata }: PersistentVolumeClaim, claimant: Claimant): boolean {
  const { whenDeleted, whenScaled } = retentionOf(set);
  if (whenDeleted === 'Retain' && whenScaled === 'Retain') return false;
  return (metadata.ownerReferences ?? []).some((reference) => {
    if (refersToSet(reference, set)) return reference.uid !== set.metadata.uid;
    if (refersToPod(reference, claimant)) return reference.uid !== claimant.uid;
    return reference.controller === true;
  });
}

/** The claim with the owners that the policy asks for; undefined when it has them already. */
export function withOwners(set: StatefulSet, claim: PersistentVolumeClaim, claimant: Claimant): PersistentVolumeClaim | undefined {
  if (isStale(claim, set, claimant)) return undefined;
  const current = claim.metadata.ownerReferences ?? [];
  const ownerReferences = hasOtherController(set, claim, claimant)
    ? current.filter((reference) => !isOf(reference, set, claimant))
    : ownersOf(set, claimant, current);
  if (sameOwners(current, ownerReferences)) return undefined;
  return { ...claim, metadata: { ...claim.metadata, ownerReferences: [...ownerReferences] } };
}

const sameOwners = (a: readonly OwnerReference[], b: readonly OwnerReference[]): boolean => {
  const keysOf = (references: readonly OwnerReference[]) =>
    references.map(({ uid, controller = false }) => `${uid} ${controller}`).toSorted();
  return keysOf(a).join() === keysOf(b).join();
};
