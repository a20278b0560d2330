import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { defineType, list, required, string, type Infer } from '../../model/schema.ts';

export const ComponentCondition = defineType('io.k8s.api.core.v1.ComponentCondition', {
  type: required(string(1)),
  status: required(string(2)),
  message: string(3),
  error: string(4),
});

export interface ComponentCondition extends Infer<typeof ComponentCondition> {}

export const ComponentStatus = defineKind({
  group: '',
  version: 'v1',
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  shortNames: ['cs'],
  scope: 'Cluster',
  verbs: ['get', 'list'],
  schema: 'io.k8s.api.core.v1.ComponentStatus',
  fields: {
    conditions: list(2, ComponentCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
  },
});

export interface ComponentStatus extends ObjectOf<typeof ComponentStatus> {}
