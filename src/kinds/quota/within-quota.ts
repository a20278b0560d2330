import type { ResourceQuota, ScopedResourceSelectorRequirement } from '../core/resource-quota.ts';
import type { KubeObject } from '../../model/kind.ts';
import type { Measure } from './measure.ts';

/** Whether an object is one of those that a quota is about: it has to be within all of its scopes. */
export function isWithinQuota(object: Readonly<KubeObject>, { spec }: ResourceQuota, measure: Measure): boolean {
  const scopes: readonly ScopedResourceSelectorRequirement[] = [
    // What is written here was validated to be one of them.
    ...(spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' }) as ScopedResourceSelectorRequirement),
    ...(spec.scopeSelector?.matchExpressions ?? []),
  ];
  return scopes.every((scope) => measure.isInScope(object, scope));
}
