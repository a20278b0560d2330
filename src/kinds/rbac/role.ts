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
  ruleOrder: { update: ['metadata', 'object', 'metadataChange'] },
  validateName: checkPathSegment,
  schema: 'io.k8s.api.rbac.v1.Role',
  description: 'What may be done in one namespace. It takes a RoleBinding to grant it to somebody.',
  fields: {
    rules: nullable(
      always(
        list(2, PolicyRule, 'What may be done. Nobody can give more than they have, unless they may `escalate`.', { listType: 'atomic' }),
      ),
    ),
  },
  createsOnUpdate: true,
  prepareCreate: nullIfEmpty,
  prepareUpdate: nullIfEmpty,
  validate: ({ rules }, field) => validatePolicyRules(rules, { namespaced: true }, field.at('rules')),
});
