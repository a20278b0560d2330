import type { KubeObject } from './kind.ts';
import type { ObjectMeta, OwnerReference } from './meta.ts';

type WithMeta = { readonly metadata: Readonly<ObjectMeta> };

/** The owner that manages the object, if there is one. */
export const controllerOf = ({ metadata: { ownerReferences } }: WithMeta): OwnerReference | undefined =>
  ownerReferences?.find(({ controller }) => controller === true);

export const isControlledBy = (object: WithMeta, owner: { readonly metadata: { readonly uid: string } }): boolean =>
  controllerOf(object)?.uid === owner.metadata.uid;

export const isOwnedBy = ({ metadata: { ownerReferences } }: WithMeta, owner: { readonly metadata: { readonly uid: string } }): boolean =>
  ownerReferences?.some(({ uid }) => uid === owner.metadata.uid) ?? false;

/** A reference by which this object manages another, which keeps it from being deleted first. */
export const ownerReference = ({
  apiVersion,
  kind,
  metadata: { name, uid },
}: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>): OwnerReference => ({
  apiVersion,
  kind,
  name,
  uid,
  controller: true,
  blockOwnerDeletion: true,
});
