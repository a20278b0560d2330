import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, object, oneOf, required, string, time, type Infer } from '../../model/schema.ts';

export const NamespaceSpec = defineType('io.k8s.api.core.v1.NamespaceSpec', {
  finalizers: list(1, 'string', { listType: 'atomic' }),
});

export interface NamespaceSpec extends Infer<typeof NamespaceSpec> {}

export const NamespaceCondition = defineType('io.k8s.api.core.v1.NamespaceCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastTransitionTime: always(time(4)),
  reason: string(5),
  message: string(6),
});

export interface NamespaceCondition extends Infer<typeof NamespaceCondition> {}

export const NamespaceStatus = defineType('io.k8s.api.core.v1.NamespaceStatus', {
  phase: oneOf(1, ['Active', 'Terminating']),
  conditions: list(2, NamespaceCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
});

export interface NamespaceStatus extends Infer<typeof NamespaceStatus> {}

export interface Namespace extends KubeObject {
  spec: NamespaceSpec;
  status: NamespaceStatus;
}

export const Namespace: Kind<Namespace> = defineKind({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  scope: 'Cluster',
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: ['finalize', 'status'],
  schema: 'io.k8s.api.core.v1.Namespace',
  fields: {
    spec: always(object(2, NamespaceSpec)),
    status: always(object(3, NamespaceStatus)),
  },
});
