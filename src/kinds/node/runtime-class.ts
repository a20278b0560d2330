import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { defineType, list, map, object, required, string, type Infer } from '../../model/schema.ts';
import { Toleration } from '../core/pod/affinity.ts';

export const Overhead = defineType('io.k8s.api.node.v1.Overhead', {
  podFixed: map(1, 'quantity'),
});

export interface Overhead extends Infer<typeof Overhead> {}

export const Scheduling = defineType('io.k8s.api.node.v1.Scheduling', {
  nodeSelector: map(1, 'string', { mapType: 'atomic' }),
  tolerations: list(2, Toleration, { listType: 'atomic' }),
});

export interface Scheduling extends Infer<typeof Scheduling> {}

export const RuntimeClass = defineKind({
  group: 'node.k8s.io',
  version: 'v1',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  scope: 'Cluster',
  schema: 'io.k8s.api.node.v1.RuntimeClass',
  fields: {
    handler: required(string(2)),
    overhead: object(3, Overhead),
    scheduling: object(4, Scheduling),
  },
});

export interface RuntimeClass extends ObjectOf<typeof RuntimeClass> {}
