import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { always, boolean, int32, oneOf, string } from '../../model/schema.ts';

export const PriorityClass = defineKind({
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  shortNames: ['pc'],
  scope: 'Cluster',
  schema: 'io.k8s.api.scheduling.v1.PriorityClass',
  fields: {
    value: always(int32(2)),
    globalDefault: boolean(3),
    description: string(4),
    preemptionPolicy: oneOf(5, ['Never', 'PreemptLowerPriority']),
  },
});

export interface PriorityClass extends ObjectOf<typeof PriorityClass> {}
