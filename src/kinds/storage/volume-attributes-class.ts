import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { map, required, string } from '../../model/schema.ts';

export const VolumeAttributesClass = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  shortNames: ['vac'],
  scope: 'Cluster',
  schema: 'io.k8s.api.storage.v1.VolumeAttributesClass',
  fields: {
    driverName: required(string(2)),
    parameters: map(3, 'string'),
  },
});

export interface VolumeAttributesClass extends ObjectOf<typeof VolumeAttributesClass> {}
