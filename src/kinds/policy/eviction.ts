import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { DeleteOptions } from '../../model/meta.ts';
import { object } from '../../model/schema.ts';

export interface Eviction extends KubeObject {
  deleteOptions?: DeleteOptions;
}

export const Eviction: Kind<Eviction> = defineKind({
  group: 'policy',
  version: 'v1',
  kind: 'Eviction',
  plural: 'evictions',
  scope: 'Namespaced',
  verbs: [],
  schema: 'io.k8s.api.policy.v1.Eviction',
  description: 'Asks for a pod to be ended in order. Refused while a PodDisruptionBudget does not allow it; kubectl drain uses it.',
  fields: {
    deleteOptions: object(2, DeleteOptions, 'How the pod is deleted.'),
  },
});
