import { checkPathSegment } from '../../model/names.ts';
import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { list, object, required } from '../../model/schema.ts';
import { RoleRef, Subject } from './cluster-role-binding.ts';

export const RoleBinding = defineKind({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  scope: 'Namespaced',
  // Names of the system's own hold colons.
  validateName: checkPathSegment,
  schema: 'io.k8s.api.rbac.v1.RoleBinding',
  fields: {
    subjects: list(2, Subject, { listType: 'atomic' }),
    roleRef: required(object(3, RoleRef)),
  },
});

export interface RoleBinding extends ObjectOf<typeof RoleBinding> {}
