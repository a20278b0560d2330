import { defineType, list, oneOf, required, string, type Infer } from '../../model/schema.ts';

export const NodeSelectorRequirement = defineType('io.k8s.api.core.v1.NodeSelectorRequirement', {
  key: required(string(1)),
  operator: required(oneOf(2, ['DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn'])),
  values: list(3, 'string', { listType: 'atomic' }),
});

export interface NodeSelectorRequirement extends Infer<typeof NodeSelectorRequirement> {}

export const NodeSelectorTerm = defineType(
  'io.k8s.api.core.v1.NodeSelectorTerm',
  {
    matchExpressions: list(1, NodeSelectorRequirement, { listType: 'atomic' }),
    matchFields: list(2, NodeSelectorRequirement, { listType: 'atomic' }),
  },
  { mapType: 'atomic' },
);

export interface NodeSelectorTerm extends Infer<typeof NodeSelectorTerm> {}

export const NodeSelector = defineType(
  'io.k8s.api.core.v1.NodeSelector',
  {
    nodeSelectorTerms: required(list(1, NodeSelectorTerm, { listType: 'atomic' })),
  },
  { mapType: 'atomic' },
);

export interface NodeSelector extends Infer<typeof NodeSelector> {}
