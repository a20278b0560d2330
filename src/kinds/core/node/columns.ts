import type { Column } from '../../../model/kind.ts';
import { ageColumn } from '../../columns.ts';
import { nodeCondition } from './conditions.ts';
import type { Node } from './index.ts';

export const nodeColumns: readonly Column<Node>[] = [
  { name: 'Status', description: 'Whether the node is ready, and whether it takes pods.', value: statusText },
  { name: 'Roles', description: 'What the node is for.', value: (node) => nodeRoles(node).join(',') || '<none>' },
  ageColumn,
  { name: 'Version', description: 'Version of its kubelet.', value: ({ status }) => status.nodeInfo?.kubeletVersion ?? '' },
  { name: 'Internal-IP', wide: true, description: 'Address in the cluster.', value: (node) => addressOf(node, 'InternalIP') },
  { name: 'External-IP', wide: true, description: 'Address outside the cluster.', value: (node) => addressOf(node, 'ExternalIP') },
  { name: 'OS-Image', wide: true, description: 'Operating system.', value: ({ status }) => status.nodeInfo?.osImage || '<unknown>' },
  { name: 'Kernel-Version', wide: true, description: 'Kernel and architecture.', value: kernelText },
  {
    name: 'Container-Runtime',
    wide: true,
    description: 'What runs its containers.',
    value: ({ status }) => status.nodeInfo?.containerRuntimeVersion || '<unknown>',
  },
];

function statusText(node: Readonly<Node>): string {
  const ready = nodeCondition(node, 'Ready');
  const status = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return node.spec.unschedulable ? `${status},SchedulingDisabled` : status;
}

const rolePrefix = 'node-role.kubernetes.io/';

export function nodeRoles({ metadata: { labels = {} } }: Readonly<Node>): string[] {
  const roles = Object.entries(labels).map(([key, value]) =>
    key.startsWith(rolePrefix) ? key.slice(rolePrefix.length) : key === 'kubernetes.io/role' ? value : '',
  );
  return [...new Set(roles.filter((role) => role !== ''))].sort();
}

function addressOf({ status }: Readonly<Node>, type: string): string {
  return status.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}

function kernelText({ status: { nodeInfo } }: Readonly<Node>): string {
  const version = nodeInfo?.kernelVersion || '<unknown>';
  return nodeInfo?.architecture ? `${version} (${nodeInfo.architecture})` : version;
}
