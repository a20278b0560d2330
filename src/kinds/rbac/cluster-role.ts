import { validateAggregationRule, validatePolicyRules } from './validation.ts';
import { checkPathSegment } from '../../model/names.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { LabelSelector } from '../../model/meta.ts';
import { defineType, always, list, nullable, object, required, type Infer } from '../../model/schema.ts';

export const AggregationRule = defineType('io.k8s.api.rbac.v1.AggregationRule', 'Which other roles make up a role.', {
  clusterRoleSelectors: list(
    1,
    LabelSelector,
    'Labels of the ClusterRoles whose rules are taken in. Those that match any of the selectors count.',
    { listType: 'atomic' },
  ),
});

export interface AggregationRule extends Infer<typeof AggregationRule> {}

export const PolicyRule = defineType('io.k8s.api.rbac.v1.PolicyRule', 'What may be done. Rules only ever allow.', {
  verbs: required(
    list(1, 'string', 'What may be done: get, list, watch, create, update, patch, delete and so on; * for everything.', {
      listType: 'atomic',
    }),
  ),
  apiGroups: list(2, 'string', 'Groups of the API that the resources are in: an empty text for core, * for all.', { listType: 'atomic' }),
  resources: list(3, 'string', 'Resources, such as pods or pods/log for a subresource; * for all.', { listType: 'atomic' }),
  resourceNames: list(
    4,
    'string',
    'Names of the only objects that are meant; all unless given. Cannot hold back create, nor lists without a field selector.',
    { listType: 'atomic' },
  ),
  nonResourceURLs: list(
    5,
    'string',
    'Paths that are no resources, such as /healthz; a * at the end stands for anything. Only in ClusterRoles.',
    { listType: 'atomic' },
  ),
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
  ruleOrder: { update: ['metadata', 'object', 'metadataChange'] },
  validateName: checkPathSegment,
  schema: 'io.k8s.api.rbac.v1.ClusterRole',
  description: 'What may be done, in all namespaces or, granted by a RoleBinding, in one.',
  fields: {
    rules: nullable(
      always(
        list(2, PolicyRule, 'What may be done. Nobody can give more than they have, unless they may `escalate`.', { listType: 'atomic' }),
      ),
    ),
    aggregationRule: object(3, AggregationRule, "Other roles whose rules make up this one's: they are overwritten then."),
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
