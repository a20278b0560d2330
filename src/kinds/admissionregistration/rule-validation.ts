import type { Field, FieldErrors } from '../../model/field.ts';
import { validateLabelSelector } from '../../model/label-validation.ts';
import { checkPathSegment } from '../../model/names.ts';
import { allInvalid, validateChoice } from '../field-checks.ts';
import type { MatchResources, NamedRuleWithOperations, RuleWithOperations } from './matching.ts';

const scopes: readonly string[] = ['*', 'Cluster', 'Namespaced'];
const operationNames: readonly string[] = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const matchPolicies: readonly string[] = ['Equivalent', 'Exact'];

export function* validateRule(
  { operations = [], apiGroups = [], apiVersions = [], resources = [], scope }: RuleWithOperations,
  field: Field,
): FieldErrors {
  yield* validateAllOrSome(operations, 'operations', field.at('operations'));
  for (const [index, operation] of operations.entries()) {
    if (!operationNames.includes(operation)) yield field.at('operations', index).notSupported(operation, operationNames);
  }
  yield* validateAllOrSome(apiGroups, 'API groups', field.at('apiGroups'));
  yield* validateAllOrSome(apiVersions, 'API versions', field.at('apiVersions'));
  for (const [index, version] of apiVersions.entries()) if (!version) yield field.at('apiVersions', index).required();
  yield* validateResources(resources, field.at('resources'));
  if (scope !== undefined && !scopes.includes(scope)) yield field.at('scope').notSupported(scope, scopes);
}

function* validateAllOrSome(values: readonly string[], what: string, field: Field): FieldErrors {
  if (values.length === 0) yield field.required();
  if (values.length > 1 && values.includes('*')) yield field.invalid(values, `if '*' is present, must not specify other ${what}`);
}

/** Resources with or without subresources, where wildcards must not make others superfluous. */
function* validateResources(resources: readonly string[], field: Field): FieldErrors {
  if (resources.length === 0) yield field.required();
  const ofAnySubresource = new Set<string>();
  const ofAnyResource = new Set<string>();
  for (const [index, name] of resources.entries()) {
    if (!name) yield field.at(index).required();
    const slash = name.indexOf('/');
    if (slash < 0) continue;
    const [resource, subresource] = [name.slice(0, slash), name.slice(slash + 1)];
    if (ofAnySubresource.has(resource)) {
      yield field.at(index).invalid(name, `if '${resource}/*' is present, must not specify ${name}`);
    }
    if (ofAnyResource.has(subresource)) yield field.at(index).invalid(name, `if '*/${subresource}' is present, must not specify ${name}`);
    if (subresource === '*') ofAnySubresource.add(resource);
    if (resource === '*') ofAnyResource.add(subresource);
  }
  if (resources.length > 1 && resources.includes('*/*')) {
    yield field.invalid(resources, "if '*/*' is present, must not specify other resources");
  }
  // Only the last resource without a subresource counts, as upstream.
  const lastPlain = resources.findLast((name) => name !== '' && !name.includes('/'));
  if (resources.includes('*') && lastPlain !== undefined && lastPlain !== '*') {
    yield field.invalid(resources, "if '*' is present, must not specify other resources without subresources");
  }
}

export function* validateMatchResources(match: MatchResources, field: Field): FieldErrors {
  const { matchPolicy, namespaceSelector, objectSelector, resourceRules = [], excludeResourceRules = [] } = match;
  yield* validateChoice(matchPolicy, matchPolicies, field.at('matchPolicy'));
  for (const [name, selector] of Object.entries({ namespaceSelector, objectSelector })) {
    if (selector) yield* validateLabelSelector(selector, field.at(name));
    else yield field.at(name).required();
  }
  for (const [index, rule] of resourceRules.entries()) yield* validateNamedRule(rule, field.at('resourceRules', index));
  for (const [index, rule] of excludeResourceRules.entries()) yield* validateNamedRule(rule, field.at('excludeResourceRules', index));
}

function* validateNamedRule(rule: NamedRuleWithOperations, field: Field): FieldErrors {
  const names = rule.resourceNames ?? [];
  for (const [index, name] of names.entries()) {
    const at = field.at('resourceNames', index);
    yield* allInvalid(name, checkPathSegment(name), at);
    if (names.indexOf(name) < index) yield at.duplicate(name);
  }
  yield* validateRule(rule, field);
}
