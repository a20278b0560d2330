import { defineType, list, oneOf, required, string, type Infer } from '../../model/schema.ts';

export const NodeSelectorRequirement = defineType(
  'io.k8s.api.core.v1.NodeSelectorRequirement',
  'A demand on one label or field of a node.',
  {
    key: required(string(1, 'Key of the label, or name of the field.')),
    operator: required(
      oneOf(
        2,
        ['DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn'],
        'How it is compared: In, NotIn, Exists, DoesNotExist; Gt and Lt compare whole numbers.',
      ),
    ),
    values: list(
      3,
      'string',
      'Values to compare with: some for In and NotIn, none for Exists and DoesNotExist, one number for Gt and Lt.',
      { listType: 'atomic' },
    ),
  },
);

export interface NodeSelectorRequirement extends Infer<typeof NodeSelectorRequirement> {}

export const NodeSelectorTerm = defineType(
  'io.k8s.api.core.v1.NodeSelectorTerm',
  'Demands that a node meets all of. An empty term matches no node.',
  {
    matchExpressions: list(1, NodeSelectorRequirement, 'Demands on labels of the node.', { listType: 'atomic' }),
    matchFields: list(2, NodeSelectorRequirement, 'Demands on fields of the node; only metadata.name can be used.', { listType: 'atomic' }),
  },
  { mapType: 'atomic' },
);

export interface NodeSelectorTerm extends Infer<typeof NodeSelectorTerm> {}

export const NodeSelector = defineType(
  'io.k8s.api.core.v1.NodeSelector',
  'Chooses nodes: those that match at least one of the terms.',
  {
    nodeSelectorTerms: required(list(1, NodeSelectorTerm, 'Alternatives, of which a node must match one.', { listType: 'atomic' })),
  },
  { mapType: 'atomic' },
);

export interface NodeSelector extends Infer<typeof NodeSelector> {}
