import { validateLimits } from './limit-range-validation.ts';
import { roundResources } from './resource-list.ts';
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
  createsOnUpdate: true,
  defaults: ({ spec }) => {
    for (const item of spec?.limits ?? []) defaultItem(item);
  },
  *validate({ spec }, field) {
    if (spec) yield* validateLimits(spec.limits ?? [], field.at('spec', 'limits'));
  },
});

/** Containers without limits or requests get these, so whatever can be derived is filled in. */
function defaultItem(item: LimitRangeItem): void {
  if (item.type === 'Container') {
    item.default = { ...item.max, ...item.default };
    item.defaultRequest = { ...item.min, ...item.default, ...item.defaultRequest };
  }
  for (const list of [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio]) roundResources(list);
}
