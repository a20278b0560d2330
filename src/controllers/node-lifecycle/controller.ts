import { Node } from '../../kinds/core/node/index.ts';
import { formatTime } from '../../model/timestamp.ts';
import { defineController } from '../../runtime/controller.ts';
import { changeTaints, isChange, schedulingTaints } from './taints.ts';

/** Labels from before these were stable; some still select by them. */
const oldLabels: readonly (readonly [label: string, old: string])[] = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
];

/** Keeps new pods away from nodes whose conditions say so. */
export const nodeTaintController = defineController({
  name: 'node_lifecycle_controller',
  for: Node,
  workers: 8,

  async reconcile(node, { client, clock }) {
    const change = schedulingTaints(node);
    if (isChange(node, change)) await changeTaints(client, node, change, formatTime(clock.now()));
    const labels = labelsToWrite(node);
    if (labels) await client.patch(Node, node.metadata, { type: 'strategic', body: { metadata: { labels } } });
  },
});

export function labelsToWrite({ metadata: { labels = {} } }: Node): Record<string, string> | undefined {
  const missing = oldLabels.flatMap(([label, old]) => {
    const value = labels[label];
    return value !== undefined && labels[old] !== value ? [[old, value] as const] : [];
  });
  return missing.length > 0 ? Object.fromEntries(missing) : undefined;
}
