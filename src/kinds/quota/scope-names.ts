import type { ScopedResourceSelectorRequirement } from '../core/resource-quota.ts';

/** Whether a scope that is about names, such as those of priority classes, holds for an object that has these. */
export function matchesNames({ operator, values = [] }: ScopedResourceSelectorRequirement, names: readonly string[]): boolean {
  switch (operator) {
    case 'Exists':
      return names.length > 0;
    case 'DoesNotExist':
      return names.length === 0;
    case 'In':
      return names.some((name) => values.includes(name));
    case 'NotIn':
      return names.length === 0 || names.some((name) => !values.includes(name));
    default:
      return false;
  }
}
