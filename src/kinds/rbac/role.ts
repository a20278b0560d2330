import { checkPathSegment } from '../../model/names.ts';
import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { always, list, nullable } from '../../model/schema.ts';
import { PolicyRule } from './cluster-role.ts';

export const Role = defineKind({
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
});

export interface Role extends ObjectOf<typeof Role> {}
