import type { PolicyRule } from '../../../kinds/rbac/cluster-role.ts';
import { pathMatches } from './rule.ts';

type Rule = Readonly<PolicyRule>;

/** The smallest parts of the wanted rules that none of the owned rules covers. */
export function uncovered(owned: readonly Rule[], wanted: readonly Rule[]): PolicyRule[] {
  return wanted.flatMap((rule) => [...parts(rule)]).filter((part) => !owned.some((rule) => covers(rule, part)));
}

/** Each with at most one verb, group, resource and name. */
export function* parts({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: Rule): Generator<PolicyRule> {
  for (const group of apiGroups) {
    for (const resource of resources) {
      for (const verb of verbs) {
        const part = { apiGroups: [group], resources: [resource], verbs: [verb] };
        if (resourceNames.length === 0) yield part;
        for (const name of resourceNames) yield { ...part, resourceNames: [name] };
      }
    }
  }
  for (const path of nonResourceURLs) for (const verb of verbs) yield { nonResourceURLs: [path], verbs: [verb] };
}

/** Whether the owner of a rule has all that a part, as made above, allows. */
function covers(owned: Rule, part: Rule): boolean {
  const { resourceNames: ownedNames = [] } = owned;
  const { resourceNames: wantedNames = [] } = part;
  return (
    hasAll(owned.verbs, part.verbs) &&
    hasAll(owned.apiGroups, part.apiGroups) &&
    (part.resources ?? []).every((resource) => coversResource(owned.resources ?? [], resource)) &&
    // Named objects are covered by all objects, never the other way round.
    (ownedNames.length === 0 || (wantedNames.length > 0 && wantedNames.every((name) => ownedNames.includes(name)))) &&
    (part.nonResourceURLs ?? []).every((path) => (owned.nonResourceURLs ?? []).some((pattern) => pathMatches(pattern, path)))
  );
}

const hasAll = (owned: readonly string[] = [], wanted: readonly string[] = []) =>
  owned.includes('*') || wanted.every((each) => owned.includes(each));

function coversResource(owned: readonly string[], wanted: string): boolean {
  if (owned.includes('*') || owned.includes(wanted)) return true;
  const slash = wanted.indexOf('/');
  return slash !== -1 && owned.includes(`*/${wanted.slice(slash + 1)}`);
}

/** Puts rules together again that differ by their verb only. */
export function compacted(rules: readonly Rule[]): PolicyRule[] {
  const whole: PolicyRule[] = [];
  const byTarget = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
    if (nonResourceURLs.length > 0 || apiGroups.length !== 1 || resources.length !== 1 || resourceNames.length > 1) {
      whole.push(rule);
      continue;
    }
    const key = JSON.stringify([apiGroups, resources, resourceNames]);
    const same = byTarget.get(key);
    byTarget.set(key, same ? { ...same, verbs: [...same.verbs, ...rule.verbs] } : { ...rule });
  }
  return [...whole, ...byTarget.values()];
}

/** A rule in one line, as error messages show it. */
export function describedRule({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: Rule): string {
  const shown = Object.entries({
    APIGroups: apiGroups,
    Resources: resources,
    NonResourceURLs: nonResourceURLs,
    ResourceNames: resourceNames,
    Verbs: verbs,
  });
  const texts = shown.flatMap(([name, values]) => (values?.length ? [`${name}:${quotedList(values)}`] : []));
  return `{${texts.join(', ')}}`;
}

export const quotedList = (values: readonly string[]) => `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;
