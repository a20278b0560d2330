import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { object, required } from '../../model/schema.ts';
import { ObjectReference } from './reference.ts';

export const Binding = defineKind({
  group: '',
  version: 'v1',
  kind: 'Binding',
  plural: 'bindings',
  scope: 'Namespaced',
  verbs: ['create'],
  schema: 'io.k8s.api.core.v1.Binding',
  fields: {
    target: required(object(2, ObjectReference)),
  },
});

export interface Binding extends ObjectOf<typeof Binding> {}
