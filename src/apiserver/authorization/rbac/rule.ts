import type { PolicyRule } from '../../../kinds/rbac/cluster-role.ts';
import type { Attributes } from '../attributes.ts';

/** Whether a rule alone allows what is asked. Rules only ever add permissions. */
export function ruleAllows(rule: Readonly<PolicyRule>, attributes: Attributes): boolean {
  if (!hasOrAll(rule.verbs, attributes.verb)) return false;
  if (!attributes.isResource) return (rule.nonResourceURLs ?? []).some((pattern) => pathMatches(pattern, attributes.path));
  const { group, resource, subresource, name } = attributes;
  return (
    hasOrAll(rule.apiGroups, group) &&
    (rule.resources ?? []).some((pattern) => resourceMatches(pattern, resource, subresource)) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(name))
  );
}

/** `*` is every path, and at the end of a pattern whatever follows. */
export function pathMatches(pattern: string, path: string): boolean {
  return pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, '')));
}

/** `*` is every resource with every subresource, `*` before a slash the subresource of every resource. */
function resourceMatches(pattern: string, resource: string, subresource: string): boolean {
  if (pattern === '*') return true;
  if (subresource === '') return pattern === resource;
  return pattern === `${resource}/${subresource}` || pattern === `*/${subresource}`;
}

const hasOrAll = (values: readonly string[] | null | undefined, value: string): boolean =>
  values !== undefined && values !== null && (values.includes(value) || values.includes('*'));
