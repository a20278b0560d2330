import { validateLimits } from './limit-range-validation.ts';
import { roundResources } from './resource-list.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, map, object, required, string, type Infer } from '../../model/schema.ts';

export const LimitRangeItem = defineType('io.k8s.api.core.v1.LimitRangeItem', 'Bounds and defaults for one type of thing.', {
  type: required(string(1, 'What is bounded: Container, Pod (the sum of its containers) or PersistentVolumeClaim.')),
  max: map(2, 'quantity', 'The most that may be asked for of each resource. More is refused.'),
  min: map(3, 'quantity', 'The least that must be asked for of each resource. Less is refused.'),
  default: map(4, 'quantity', 'Limits for containers that state none.'),
  defaultRequest: map(5, 'quantity', 'Requests for containers that state none; `default` unless given.'),
  maxLimitRequestRatio: map(6, 'quantity', 'By what factor a limit may exceed its request.'),
});

export interface LimitRangeItem extends Infer<typeof LimitRangeItem> {}

export const LimitRangeSpec = defineType('io.k8s.api.core.v1.LimitRangeSpec', 'Bounds and defaults within a namespace.', {
  limits: required(list(1, LimitRangeItem, 'One item for each type of thing.', { listType: 'atomic' })),
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
  description: 'Bounds and defaults for the resources of each pod, container or claim in a namespace. They hold for new ones only.',
  fields: {
    spec: always(object(2, LimitRangeSpec, 'The bounds and defaults that are to hold.')),
  },
  createsOnUpdate: true,
  defaults: ({ spec }) => {
    for (const item of spec?.limits ?? []) defaultItem(item);
  },
  // Upstream has always let clients leave the name to it here.
  prepareCreate: ({ metadata }) => {
    metadata.name ||= metadata.uid;
  },
  ruleOrder: { update: ['metadata', 'object'] },
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
