import { validateLabelSelector } from '../../model/label-validation.ts';
import { checkDnsSubdomain, checkPathSegment } from '../../model/names.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { allInvalid } from '../field-checks.ts';
import { goForm } from '../go-form.ts';
import type { AggregationRule, PolicyRule } from './cluster-role.ts';
import { RoleRef, type Subject } from './cluster-role-binding.ts';

const groupName = 'rbac.authorization.k8s.io';

interface Scope {
  readonly namespaced: boolean;
}

export function* validatePolicyRules(rules: readonly PolicyRule[] | null | undefined, scope: Scope, field: Field): FieldErrors {
  for (const [index, rule] of rules?.entries() ?? []) yield* validatePolicyRule(rule, scope, field.at(index));
}

function* validatePolicyRule(rule: PolicyRule, { namespaced }: Scope, field: Field): FieldErrors {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  if (!verbs?.length) yield field.at('verbs').required('verbs must contain at least one value');
  if (nonResourceURLs.length > 0) {
    const urls = field.at('nonResourceURLs');
    if (namespaced) yield urls.invalid(nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs');
    if (apiGroups.length > 0 || resources.length > 0 || resourceNames.length > 0) {
      yield urls.invalid(nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs');
    }
    return;
  }
  if (apiGroups.length === 0) yield field.at('apiGroups').required('resource rules must supply at least one api group');
  if (resources.length === 0) yield field.at('resources').required('resource rules must supply at least one resource');
}

export function* validateAggregationRule(rule: AggregationRule | undefined, field: Field): FieldErrors {
  if (!rule) return;
  const { clusterRoleSelectors = [] } = rule;
  const at = field.at('clusterRoleSelectors');
  if (clusterRoleSelectors.length === 0) {
    yield at.required('at least one clusterRoleSelector required if aggregationRule is non-nil');
  }
  for (const [index, selector] of clusterRoleSelectors.entries()) {
    const problems = [...validateLabelSelector(selector, at.at(index))];
    yield* problems;
    if (problems.length > 0) yield at.at(index).invalid(null, 'invalid label selector.');
  }
}

interface Binding {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

export function* validateBinding({ roleRef, subjects = [] }: Binding, { namespaced }: Scope, field: Field): FieldErrors {
  const { apiGroup, kind, name } = roleRef;
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const at = field.at('roleRef');
  if (apiGroup !== groupName) yield at.at('apiGroup').notSupported(apiGroup, [groupName]);
  if (!kinds.includes(kind)) yield at.at('kind').notSupported(kind, kinds);
  if (!name) yield at.at('name').required();
  else yield* allInvalid(name, checkPathSegment(name), at.at('name'));
  for (const [index, subject] of subjects.entries()) yield* validateSubject(subject, { namespaced }, field.at('subjects', index));
}

function* validateSubject({ kind, name, apiGroup = '', namespace }: Subject, { namespaced }: Scope, field: Field): FieldErrors {
  if (!name) yield field.at('name').required();
  switch (kind) {
    case 'ServiceAccount':
      if (name) yield* allInvalid(name, checkDnsSubdomain(name), field.at('name'));
      if (apiGroup) yield field.at('apiGroup').notSupported(apiGroup, ['']);
      if (!namespaced && !namespace) yield field.at('namespace').required();
      break;
    case 'User':
    case 'Group':
      if (apiGroup !== groupName) yield field.at('apiGroup').notSupported(apiGroup, [groupName]);
      break;
    default:
      yield field.at('kind').notSupported(kind, ['ServiceAccount', 'User', 'Group']);
  }
}

/** A binding to another role would be another grant: it takes a new object. */
export function* validateRoleKept(next: RoleRef, previous: RoleRef, field: Field): FieldErrors {
  if (next.apiGroup !== previous.apiGroup || next.kind !== previous.kind || next.name !== previous.name) {
    yield field.invalid(goForm(RoleRef, next), 'cannot change roleRef');
  }
}

/** Upstream's group for who does not name one. Service accounts belong to none. */
export function defaultBinding({ roleRef, subjects }: { roleRef?: RoleRef; subjects?: Subject[] }): void {
  if (roleRef) roleRef.apiGroup ||= groupName;
  for (const subject of subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= groupName;
  }
}
