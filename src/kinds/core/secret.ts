import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { boolean, map, string } from '../../model/schema.ts';

export const Secret = defineKind({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  scope: 'Namespaced',
  schema: 'io.k8s.api.core.v1.Secret',
  fields: {
    data: map(2, 'bytes'),
    type: string(3),
    stringData: map(4, 'string'),
    immutable: boolean(5),
  },
});

export interface Secret extends ObjectOf<typeof Secret> {}
