import { validateAggregationRule, validatePolicyRules } from './validation.ts';
import { checkPathSegment } from '../../model/names.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { LabelSelector } from '../../model/meta.ts';
import { defineType, always, list, nullable, object, required, type Infer } from '../../model/schema.ts';

export const AggregationRule = defineType('io.k8s.api.rbac.v1.AggregationRule', {
  clusterRoleSelectors: list(1, LabelSelector, { listType: 'atomic' }),
});

export interface AggregationRule extends Infer<typeof AggregationRule> {}

export const PolicyRule = defineType('io.k8s.api.rbac.v1.PolicyRule', {
  verbs: required(list(1, 'string', { listType: 'atomic' })),
  apiGroups: list(2, 'string', { listType: 'atomic' }),
  resources: list(3, 'string', { listType: 'atomic' }),
  resourceNames: list(4, 'string', { listType: 'atomic' }),
  nonResourceURLs: list(5, 'string', { listType: 'atomic' }),
});

export interface PolicyRule extends Infer<typeof PolicyRule> {}

export interface ClusterRole extends KubeObject {
  rules: PolicyRule[] | null;
  aggregationRule?: AggregationRule;
}

export const ClusterRole: Kind<ClusterRole> = defineKind({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  scope: 'Cluster',
  // Names of the system's own hold colons.
  validateName: checkPathSegment,
  schema: 'io.k8s.api.rbac.v1.ClusterRole',
  fields: {
    rules: nullable(always(list(2, PolicyRule, { listType: 'atomic' }))),
    aggregationRule: object(3, AggregationRule),
  },
  createsOnUpdate: true,
  prepareCreate: nullIfEmpty,
  prepareUpdate: nullIfEmpty,
  *validate({ rules, aggregationRule }, field) {
    yield* validatePolicyRules(rules, { namespaced: false }, field.at('rules'));
    yield* validateAggregationRule(aggregationRule, field.at('aggregationRule'));
  },
});

/** No rules are null, however they were given. */
export function nullIfEmpty(role: { rules: PolicyRule[] | null }): void {
  if (role.rules?.length === 0) role.rules = null;
}
