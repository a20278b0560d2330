import { dropGated, type GatedFields } from '../../gated.ts';
import { nodeColumns } from './columns.ts';
import { defaultNode } from './defaults.ts';
import { nodeWarnings, validateNode, validateNodeUpdate } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { NodeSpec, NodeStatus } from './schema.ts';

export interface Node extends KubeObject {
  spec: NodeSpec;
  status: NodeStatus;
}

const gated: readonly GatedFields<NodeStatus>[] = [
  {
    features: ['NodeDeclaredFeatures'],
    isUsed: ({ declaredFeatures }) => declaredFeatures !== undefined,
    drop: (status) => delete status.declaredFeatures,
  },
];

export const Node: Kind<Node> = defineKind({
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  scope: 'Cluster',
  subresources: ['proxy', 'status'],
  schema: 'io.k8s.api.core.v1.Node',
  description: 'A machine that runs pods.',
  fields: {
    spec: always(object(2, NodeSpec, 'What the node is to be.')),
    status: always(object(3, NodeStatus, 'What the node has, and how it is doing. Written by the node itself.')),
  },
  // Nodes register with what they know about themselves.
  takesStatusOnCreate: true,
  defaults: defaultNode,
  prepareCreate({ spec, status }, { gates }) {
    delete spec.configSource;
    delete status.config;
    dropGated(gated, gates, status);
  },
  prepareUpdate({ spec, status }, previous, { gates }) {
    if (!previous.spec.configSource) delete spec.configSource;
    dropGated(gated, gates, status, previous.status);
  },
  prepareStatusUpdate({ status }, previous) {
    if (!previous.status.config) delete status.config;
  },
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  validateStatusUpdate: validateNodeUpdate,
  warnings: nodeWarnings,
  columns: nodeColumns,
  selectableFields: [{ path: 'spec.unschedulable', value: ({ spec }) => String(spec.unschedulable ?? false) }],
});
