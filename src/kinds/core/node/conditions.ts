import type { Node } from './index.ts';
import type { NodeCondition } from './schema.ts';

export const nodeCondition = ({ status }: Readonly<Node>, type: string): NodeCondition | undefined =>
  status.conditions?.find((condition) => condition.type === type);

export const isNodeReady = (node: Readonly<Node>): boolean => nodeCondition(node, 'Ready')?.status === 'True';
