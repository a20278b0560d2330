import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, map, object, required, string, type Infer } from '../../model/schema.ts';

export const LimitRangeItem = defineType('io.k8s.api.core.v1.LimitRangeItem', {
  type: required(string(1)),
  max: map(2, 'quantity'),
  min: map(3, 'quantity'),
  default: map(4, 'quantity'),
  defaultRequest: map(5, 'quantity'),
  maxLimitRequestRatio: map(6, 'quantity'),
});

export interface LimitRangeItem extends Infer<typeof LimitRangeItem> {}

export const LimitRangeSpec = defineType('io.k8s.api.core.v1.LimitRangeSpec', {
  limits: required(list(1, LimitRangeItem, { listType: 'atomic' })),
});

export interface LimitRangeSpec extends Infer<typeof LimitRangeSpec> {}

export interface LimitRange extends KubeObject {
  spec: LimitRangeSpec;
}

export const LimitRange: Kind<LimitRange> = defineKind({
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  shortNames: ['limits'],
  scope: 'Namespaced',
  schema: 'io.k8s.api.core.v1.LimitRange',
  fields: {
    spec: always(object(2, LimitRangeSpec)),
  },
});
