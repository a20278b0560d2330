import type { DaemonSet } from '../../kinds/apps/daemon-set/index.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import { matchesNodeAffinity } from '../../kinds/core/pod/node-affinity.ts';
import { untoleratedTaint } from '../../kinds/core/tolerations.ts';
import { daemonTolerations } from './pod-template.ts';

/** What there should be on a node: a pod, whatever is there already, or nothing. */
export type Placement = 'run' | 'keep' | 'leave';

/** Decides for any node. Ask for it once and use it for many. */
export function placementFor({ spec: { template } }: DaemonSet): (node: Node) => Placement {
  const spec = template.spec ?? { containers: [] };
  const tolerations = daemonTolerations(spec);
  return ({ metadata, spec: { taints } }) => {
    if (spec.nodeName && spec.nodeName !== metadata.name) return 'leave';
    if (!matchesNodeAffinity(spec, metadata)) return 'leave';
    if (!untoleratedTaint(taints, tolerations)) return 'run';
    return untoleratedTaint(taints, tolerations, ['NoExecute']) ? 'leave' : 'keep';
  };
}
