import type { Field, FieldErrors } from '../../model/field.ts';
import { compareQuantities } from '../../model/quantity.ts';
import { goForm } from '../go-form.ts';
import type { ResourceList } from './resource-list.ts';
import { isQuotaResource } from './resource-name.ts';
import { ScopeSelector, type ResourceQuotaSpec, type ScopedResourceSelectorRequirement } from './resource-quota.ts';
import { validateQuotaResourceName, validateResourceQuantity } from './resource-validation.ts';

const podResources = ['pods', 'cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const claimResources = ['persistentvolumeclaims', 'requests.storage'];

/** What can be counted by each scope. */
const scopedResources: Readonly<Record<string, readonly string[]>> = {
  Terminating: podResources,
  NotTerminating: podResources,
  NotBestEffort: podResources,
  BestEffort: ['pods'],
  PriorityClass: podResources,
  CrossNamespacePodAffinity: podResources,
  VolumeAttributesClass: claimResources,
};
const conflictingScopes = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];

export function* validateQuotaSpec(spec: Readonly<ResourceQuotaSpec>, field: Field): FieldErrors {
  yield* validateQuotaList(spec.hard, field.at('hard'));
  const names = Object.keys(spec.hard ?? {}).sort();
  const { scopes = [], scopeSelector } = spec;
  const at = field.at('scopes');
  for (const scope of scopes) {
    if (!isScope(scope)) yield at.invalid(scopes, 'unsupported scope');
    for (const name of names) if (!applies(scope, name)) yield at.invalid(scopes, 'unsupported scope applied to resource');
  }
  if (conflict(scopes)) yield at.invalid(scopes, 'conflicting scopes');
  if (scopeSelector) yield* validateSelector(scopeSelector, spec, names, field.at('scopeSelector', 'matchExpressions'));
}

export function* validateQuotaList(list: Readonly<ResourceList> | undefined, field: Field): FieldErrors {
  for (const [name, quantity] of Object.entries(list ?? {})) {
    yield* validateQuotaResourceName(name, field.key(name));
    yield* validateResourceQuantity(name, quantity, field.key(name));
  }
}

const isScope = (scope: string): boolean => Object.hasOwn(scopedResources, scope);

const applies = (scope: string, name: string): boolean =>
  !isQuotaResource(name) || !isScope(scope) || (scopedResources[scope]?.includes(name) ?? false);

const conflict = (scopes: readonly string[]): boolean => conflictingScopes.some((pair) => pair.every((scope) => scopes.includes(scope)));

function* validateSelector(selector: ScopeSelector, spec: ResourceQuotaSpec, names: readonly string[], field: Field): FieldErrors {
  const { matchExpressions = [] } = selector;
  for (const requirement of matchExpressions) {
    const { scopeName } = requirement;
    if (!isScope(scopeName)) yield field.at('scopeName').invalid(scopeName, 'unsupported scope');
    for (const name of names) {
      if (!applies(scopeName, name)) yield field.invalid(goForm(ScopeSelector, selector), 'unsupported scope applied to resource');
    }
    yield* validateRequirement(requirement, field);
  }
  if (conflict(matchExpressions.map(({ scopeName }) => scopeName))) yield field.invalid(spec.scopes ?? null, 'conflicting scopes');
}

function* validateRequirement({ scopeName, operator, values = [] }: ScopedResourceSelectorRequirement, field: Field): FieldErrors {
  const isValueless = scopeName !== 'PriorityClass' && scopeName !== 'VolumeAttributesClass' && isScope(scopeName);
  if (isValueless && operator !== 'Exists') {
    const scopes =
      'ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort';
    const detail = `must be 'Exists' when scope is any of ${scopes} or ResourceQuotaScopeCrossNamespacePodAffinity`;
    yield field.at('operator').invalid(operator, detail);
  }
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    if (values.length === 0) yield field.at('values').required(detail);
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    if (values.length > 0) yield field.at('values').invalid(values, detail);
  } else {
    yield field.at('operator').invalid(operator, 'not a valid selector operator');
  }
}

/** Requests beyond the limits can never be used up. */
export function* quotaWarnings(hard: Readonly<ResourceList>): Iterable<string> {
  for (const name of ['cpu', 'memory', 'storage', 'ephemeral-storage']) {
    const full = `requests.${name}`;
    const requestName = hard[full] === undefined && (name === 'cpu' || name === 'memory') ? name : full;
    const request = hard[requestName];
    const limit = hard[`limits.${name}`];
    if (request === undefined || limit === undefined || compareQuantities(request, limit) <= 0) continue;
    yield `ResourceQuota ${requestName} (${request}) should be less than limits.${name} (${limit})`;
  }
}
