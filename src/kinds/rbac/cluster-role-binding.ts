import { bindingColumns } from './columns.ts';
import { defaultBinding, validateBinding, validateRoleKept } from './validation.ts';
import { checkPathSegment } from '../../model/names.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, object, required, string, type Infer } from '../../model/schema.ts';

export const RoleRef = defineType(
  'io.k8s.api.rbac.v1.RoleRef',
  'The role that is granted.',
  {
    apiGroup: always(string(1, 'Always rbac.authorization.k8s.io.')),
    kind: required(string(2, 'Role or ClusterRole.')),
    name: required(string(3, 'Name of the role.')),
  },
  { mapType: 'atomic' },
);

export interface RoleRef extends Infer<typeof RoleRef> {}

export const Subject = defineType(
  'io.k8s.api.rbac.v1.Subject',
  'A user, a group or a service account.',
  {
    kind: required(string(1, 'User, Group or ServiceAccount.')),
    apiGroup: string(2, 'Empty for service accounts, rbac.authorization.k8s.io for users and groups; right unless given.'),
    name: required(string(3, 'Name of the user, group or account. Users and groups are not objects: whoever signs in so is meant.')),
    namespace: string(4, 'Namespace of the service account; not for others.'),
  },
  { mapType: 'atomic' },
);

export interface Subject extends Infer<typeof Subject> {}

export interface ClusterRoleBinding extends KubeObject {
  subjects?: Subject[];
  roleRef: RoleRef;
}

export const ClusterRoleBinding: Kind<ClusterRoleBinding> = defineKind({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  scope: 'Cluster',
  // Names of the system's own hold colons.
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  validateName: checkPathSegment,
  schema: 'io.k8s.api.rbac.v1.ClusterRoleBinding',
  description: 'Grants a ClusterRole in all namespaces, and for what has no namespace.',
  fields: {
    subjects: list(2, Subject, 'Whom the role is granted to.', { listType: 'atomic' }),
    roleRef: required(object(3, RoleRef, 'The ClusterRole. It cannot be changed: make another binding.')),
  },
  createsOnUpdate: true,

  defaults: defaultBinding,
  validate: (binding, field) => validateBinding(binding, { namespaced: false }, field),
  validateUpdate: ({ roleRef }, previous, field) => validateRoleKept(roleRef, previous.roleRef, field.at('roleRef')),
  columns: bindingColumns,
});
