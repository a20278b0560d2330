import { bindingColumns } from './columns.ts';
import { defaultBinding, validateBinding, validateRoleKept } from './validation.ts';
import { checkPathSegment } from '../../model/names.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { list, object, required } from '../../model/schema.ts';
import { RoleRef, Subject } from './cluster-role-binding.ts';

export interface RoleBinding extends KubeObject {
  subjects?: Subject[];
  roleRef: RoleRef;
}

export const RoleBinding: Kind<RoleBinding> = defineKind({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  scope: 'Namespaced',
  // Names of the system's own hold colons.
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  validateName: checkPathSegment,
  schema: 'io.k8s.api.rbac.v1.RoleBinding',
  description: 'Grants a Role, or a ClusterRole, in its own namespace only.',
  fields: {
    subjects: list(2, Subject, 'Whom the role is granted to. Accounts may be of other namespaces.', { listType: 'atomic' }),
    roleRef: required(object(3, RoleRef, 'The Role of the same namespace, or a ClusterRole. It cannot be changed: make another binding.')),
  },
  createsOnUpdate: true,

  defaults: defaultBinding,
  validate: (binding, field) => validateBinding(binding, { namespaced: true }, field),
  validateUpdate: ({ roleRef }, previous, field) => validateRoleKept(roleRef, previous.roleRef, field.at('roleRef')),
  columns: bindingColumns,
});
