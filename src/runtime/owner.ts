import { apiVersionOf, type Kind, type KubeObject } from '../model/kind.ts';
import type { ObjectMeta, OwnerReference } from '../model/meta.ts';

/** The one owner that manages the object, if any. */
export const controllerOf = ({ ownerReferences }: ObjectMeta): OwnerReference | undefined =>
  ownerReferences?.find(({ controller }) => controller);

/** Whether the owner reference is to an object of this kind, in any version of its group. */
export function isOwnerOfKind({ apiVersion, kind }: OwnerReference, { group, kind: expected }: Pick<Kind, 'group' | 'kind'>): boolean {
  const slash = apiVersion.indexOf('/');
  return kind === expected && (slash < 0 ? '' : apiVersion.slice(0, slash)) === group;
}

export const isControlledBy = ({ metadata }: KubeObject, owner: KubeObject): boolean => controllerOf(metadata)?.uid === owner.metadata.uid;

/** The reference that makes the owner the controller of what carries it. */
export const controllerReference = (kind: Pick<Kind, 'group' | 'version' | 'kind'>, { metadata }: KubeObject) => ({
  apiVersion: apiVersionOf(kind),
  kind: kind.kind,
  name: metadata.name,
  uid: metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
});
