import type { NodeStatus } from '../../kinds/core/node/schema.ts';
import { isSame } from '../status/status-patch.ts';

/** Whether anything but the time of the conditions is new. */
export function hasChanged(before: NodeStatus, after: NodeStatus): boolean {
  return !isSame(withoutHeartbeats(relevant(before, after)), withoutHeartbeats(after));
}

/** The strategic merge patch that brings what the node says. Conditions of others stay. */
export function nodePatch(before: NodeStatus, after: NodeStatus): object {
  const status: Record<string, unknown> = { conditions: after.conditions };
  for (const [field, value] of Object.entries(after)) {
    if (field === 'conditions' || isSame(before[field as keyof NodeStatus], value)) continue;
    // Addresses would be merged by type, of which there may be two.
    status[field] = field === 'addresses' && Array.isArray(value) ? [{ $patch: 'replace' }, ...value] : value;
  }
  if (before.volumesInUse && !after.volumesInUse) status['volumesInUse'] = null;
  return { status };
}

/** Only what this node says, so that what others say does not look like a change. */
const relevant = (before: NodeStatus, after: NodeStatus): NodeStatus => ({
  ...Object.fromEntries(Object.keys(after).map((field) => [field, before[field as keyof NodeStatus]])),
  conditions: (before.conditions ?? []).filter(({ type }) => after.conditions?.some((condition) => condition.type === type)),
  ...(before.volumesInUse && { volumesInUse: before.volumesInUse }),
});

const withoutHeartbeats = (status: NodeStatus) => ({
  ...status,
  conditions: (status.conditions ?? [])
    .map((condition) => ({ ...condition, lastHeartbeatTime: undefined }))
    .toSorted((a, b) => (a.type < b.type ? -1 : 1)),
});
