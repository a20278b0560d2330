import { nodeCondition } from '../../kinds/core/node/conditions.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import type { NodeCondition } from '../../kinds/core/node/schema.ts';
import type { Lease } from '../../kinds/coordination/lease.ts';
import { formatTime } from '../../model/timestamp.ts';

/** What was last heard of a node, and when by this process's own clock: those of machines differ. */
export interface Health {
  readonly ready: NodeCondition | undefined;
  readonly renewTime: string | undefined;
  readonly heardMs: number;
}

/** A kubelet says that it lives by its node's status or, more often, by its lease. */
export function listen(before: Health | undefined, node: Node, lease: Lease | undefined, nowMs: number): Health {
  const ready = nodeCondition(node, 'Ready');
  const renewTime = lease?.spec.renewTime;
  const isRenewed = renewTime !== undefined && (before?.renewTime === undefined || before.renewTime < renewTime);
  const isReported = before && ready && before.ready?.lastHeartbeatTime !== ready.lastHeartbeatTime;
  // A node that never reported counts from its creation on.
  const firstMs = ready ? nowMs : Date.parse(node.metadata.creationTimestamp);
  const heardMs = isRenewed || isReported || (before?.ready && !ready) ? nowMs : (before?.heardMs ?? firstMs);
  return { ready, renewTime: isRenewed ? renewTime : before?.renewTime, heardMs };
}

/** How long a node may be silent; longer before it reports for the first time. */
export const silenceMs = { known: 50_000, new: 60_000 };

export const isSilent = ({ ready, heardMs }: Health, nowMs: number): boolean => nowMs > heardMs + (ready ? silenceMs.known : silenceMs.new);

/** The network is looked after by others. */
const kubeletConditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** The conditions of a node of which nothing is known any more; the same list when they say so already. */
export function unknownConditions({ metadata, status }: Node, nowMs: number): readonly NodeCondition[] {
  const before: readonly NodeCondition[] = status.conditions ?? [];
  const lastTransitionTime = formatTime(nowMs);
  const changed = before.map((condition) =>
    kubeletConditions.includes(condition.type) && condition.status !== 'Unknown'
      ? {
          ...condition,
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          lastTransitionTime,
        }
      : condition,
  );
  const missing = kubeletConditions
    .filter((type) => !before.some((condition) => condition.type === type))
    .map((type) => ({
      type,
      status: 'Unknown',
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
      lastHeartbeatTime: metadata.creationTimestamp,
      lastTransitionTime,
    }));
  const isSame = missing.length === 0 && changed.every((condition, index) => condition === before[index]);
  return isSame ? before : [...changed, ...missing];
}
