import { Field } from '../../model/field.ts';
import { validateConfigMapKey } from '../field-checks.ts';
import { isSameMap, maxDataBytes, validateDataKept } from './immutable-data.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { boolean, map } from '../../model/schema.ts';

export interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
  immutable?: boolean;
}

export const ConfigMap: Kind<ConfigMap> = defineKind({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  scope: 'Namespaced',
  schema: 'io.k8s.api.core.v1.ConfigMap',
  description: 'Settings for programs as keys and values, for pods to read as files or environment variables. Not for secrets.',
  fields: {
    immutable: boolean(4, 'True forbids any change of the data for good. Nodes need not watch it then; to change it, make another.'),
    data: map(2, 'string', 'Texts by key. A key is a file name; all values together hold 1 MiB at most.'),
    binaryData: map(3, 'bytes', 'Bytes by key, in base64. No key may be in data as well.'),
  },
  ruleOrder: { update: ['metadataChange', 'change', 'metadata', 'object'] },
  *validate({ data = {}, binaryData = {} }, field) {
    let sizeBytes = 0;
    for (const [key, value] of Object.entries(data)) {
      const at = field.at('data').key(key);
      yield* validateConfigMapKey(key, at);
      if (Object.hasOwn(binaryData, key)) yield at.invalid(key, 'duplicate of key present in binaryData');
      sizeBytes += Buffer.byteLength(value);
    }
    for (const [key, value] of Object.entries(binaryData)) {
      yield* validateConfigMapKey(key, field.at('binaryData').key(key));
      sizeBytes += Buffer.byteLength(value, 'base64');
    }
    if (sizeBytes > maxDataBytes) yield Field.whole.tooLong(maxDataBytes);
  },
  *validateUpdate(next, previous, field) {
    yield* validateDataKept(next, previous, field);
    if (previous.immutable && !isSameMap(next.binaryData, previous.binaryData)) {
      yield field.at('binaryData').forbidden('field is immutable when `immutable` is set');
    }
  },
  columns: [
    {
      name: 'Data',
      description: 'How many entries there are.',
      value: ({ data, binaryData }) => Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length,
    },
  ],
});
