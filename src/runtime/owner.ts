import type { Kind } from '../model/kind.ts';
import type { OwnerReference } from '../model/meta.ts';

/** Whether the owner reference is to an object of this kind, in any version of its group. */
export function isOwnerOfKind({ apiVersion, kind }: OwnerReference, { group, kind: expected }: Pick<Kind, 'group' | 'kind'>): boolean {
  const slash = apiVersion.indexOf('/');
  return kind === expected && (slash < 0 ? '' : apiVersion.slice(0, slash)) === group;
}
