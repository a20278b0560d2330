import type { EventRecorder } from '../../client/events/event-recorder.ts';
import type { Node } from '../../kinds/core/node/index.ts';

/** Events about nodes have no namespace, so they are found in `default`. */
const target = ({ metadata: { name, uid } }: Node) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid } });

export const nodeEvent = (events: EventRecorder, node: Node, reason: string, text: string): void =>
  events.event(target(node), { reason, message: `Node ${node.metadata.name} event: ${text}` });

export const nodeStatusEvent = (events: EventRecorder, node: Node, reason: string): void =>
  events.event(target(node), { reason, message: `Node ${node.metadata.name} status is now: ${reason}` });
