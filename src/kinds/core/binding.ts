import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { object, required } from '../../model/schema.ts';
import { ObjectReference } from './reference.ts';

export interface Binding extends KubeObject {
  target: ObjectReference;
}

export const Binding: Kind<Binding> = defineKind({
  group: '',
  version: 'v1',
  kind: 'Binding',
  plural: 'bindings',
  scope: 'Namespaced',
  verbs: ['create'],
  schema: 'io.k8s.api.core.v1.Binding',
  description: 'Puts a pod on a node. What schedulers write through the binding subresource of pods.',
  fields: {
    target: required(object(2, ObjectReference, 'The node, or rather a reference to it: kind Node and its name.')),
  },
});
