import { validatePolicyRules } from './validation.ts';
import { checkPathSegment } from '../../model/names.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { always, list, nullable } from '../../model/schema.ts';
import { nullIfEmpty, PolicyRule } from './cluster-role.ts';

export interface Role extends KubeObject {
  rules: PolicyRule[] | null;
}

export const Role: Kind<Role> = defineKind({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  plural: 'roles',
  scope: 'Namespaced',
  // Names of the system's own hold colons.
  validateName: checkPathSegment,
  schema: 'io.k8s.api.rbac.v1.Role',
  fields: {
    rules: nullable(always(list(2, PolicyRule, { listType: 'atomic' }))),
  },
  createsOnUpdate: true,
  prepareCreate: nullIfEmpty,
  prepareUpdate: nullIfEmpty,
  validate: ({ rules }, field) => validatePolicyRules(rules, { namespaced: true }, field.at('rules')),
});
