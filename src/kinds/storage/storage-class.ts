import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { defineType, boolean, list, map, oneOf, required, string, type Infer } from '../../model/schema.ts';

export const TopologySelectorLabelRequirement = defineType('io.k8s.api.core.v1.TopologySelectorLabelRequirement', {
  key: required(string(1)),
  values: required(list(2, 'string', { listType: 'atomic' })),
});

export interface TopologySelectorLabelRequirement extends Infer<typeof TopologySelectorLabelRequirement> {}

export const TopologySelectorTerm = defineType(
  'io.k8s.api.core.v1.TopologySelectorTerm',
  {
    matchLabelExpressions: list(1, TopologySelectorLabelRequirement, { listType: 'atomic' }),
  },
  { mapType: 'atomic' },
);

export interface TopologySelectorTerm extends Infer<typeof TopologySelectorTerm> {}

export const StorageClass = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  shortNames: ['sc'],
  scope: 'Cluster',
  schema: 'io.k8s.api.storage.v1.StorageClass',
  fields: {
    provisioner: required(string(2)),
    parameters: map(3, 'string'),
    reclaimPolicy: oneOf(4, ['Delete', 'Recycle', 'Retain']),
    mountOptions: list(5, 'string', { listType: 'atomic' }),
    allowVolumeExpansion: boolean(6),
    volumeBindingMode: oneOf(7, ['Immediate', 'WaitForFirstConsumer']),
    allowedTopologies: list(8, TopologySelectorTerm, { listType: 'atomic' }),
  },
});

export interface StorageClass extends ObjectOf<typeof StorageClass> {}
