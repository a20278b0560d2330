import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { boolean, map } from '../../model/schema.ts';

export const ConfigMap = defineKind({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  scope: 'Namespaced',
  schema: 'io.k8s.api.core.v1.ConfigMap',
  fields: {
    data: map(2, 'string'),
    binaryData: map(3, 'bytes'),
    immutable: boolean(4),
  },
});

export interface ConfigMap extends ObjectOf<typeof ConfigMap> {}
