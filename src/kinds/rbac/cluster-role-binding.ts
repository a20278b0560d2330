import { bindingColumns } from './columns.ts';
import { defaultBinding, validateBinding, validateRoleKept } from './validation.ts';
import { checkPathSegment } from '../../model/names.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, object, required, string, type Infer } from '../../model/schema.ts';

export const RoleRef = defineType(
  'io.k8s.api.rbac.v1.RoleRef',
  {
    apiGroup: always(string(1)),
    kind: required(string(2)),
    name: required(string(3)),
  },
  { mapType: 'atomic' },
);

export interface RoleRef extends Infer<typeof RoleRef> {}

export const Subject = defineType(
  'io.k8s.api.rbac.v1.Subject',
  {
    kind: required(string(1)),
    apiGroup: string(2),
    name: required(string(3)),
    namespace: string(4),
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
  validateName: checkPathSegment,
  schema: 'io.k8s.api.rbac.v1.ClusterRoleBinding',
  fields: {
    subjects: list(2, Subject, { listType: 'atomic' }),
    roleRef: required(object(3, RoleRef)),
  },
  createsOnUpdate: true,

  defaults: defaultBinding,
  validate: (binding, field) => validateBinding(binding, { namespaced: false }, field),
  validateUpdate: ({ roleRef }, previous, field) => validateRoleKept(roleRef, previous.roleRef, field.at('roleRef')),
  columns: bindingColumns,
});
