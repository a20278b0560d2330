import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { NodeSpec, NodeStatus } from './schema.ts';

export interface Node extends KubeObject {
  spec: NodeSpec;
  status: NodeStatus;
}

export const Node: Kind<Node> = defineKind({
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  scope: 'Cluster',
  subresources: ['proxy', 'status'],
  schema: 'io.k8s.api.core.v1.Node',
  fields: {
    spec: always(object(2, NodeSpec)),
    status: always(object(3, NodeStatus)),
  },
});
