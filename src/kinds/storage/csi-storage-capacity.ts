import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { LabelSelector } from '../../model/meta.ts';
import { object, quantity, required, string } from '../../model/schema.ts';

export const CSIStorageCapacity = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  scope: 'Namespaced',
  schema: 'io.k8s.api.storage.v1.CSIStorageCapacity',
  fields: {
    nodeTopology: object(2, LabelSelector),
    storageClassName: required(string(3)),
    capacity: quantity(4),
    maximumVolumeSize: quantity(5),
  },
});

export interface CSIStorageCapacity extends ObjectOf<typeof CSIStorageCapacity> {}
