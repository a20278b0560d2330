import type { Pod } from '../../kinds/core/pod/index.ts';
import { matchesNodeAffinity } from '../../kinds/core/pod/node-affinity.ts';
import { untoleratedTaint } from '../../kinds/core/tolerations.ts';
import { keyOfSelector } from '../snapshot/affinity-term.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { DomainQuery, PodCount } from '../snapshot/pod-counts.ts';
import type { SpreadConstraint } from './spread-constraints.ts';

/** The pods that a constraint spreads: those of the pod's namespace, without those that are leaving. */
export function countSpread({ selector }: SpreadConstraint, { metadata }: Readonly<Pod>, cluster: ClusterView): PodCount {
  const namespace = metadata.namespace ?? '';
  // A selector of everything is taken for one that was forgotten.
  const isEmpty = selector.requirements?.length === 0;
  return cluster.countPods({
    key: `spread ${JSON.stringify([namespace, isEmpty ? null : keyOfSelector(selector)])}`,
    namespaces: new Set([namespace]),
    matches: (other) => !isEmpty && other.metadata.deletionTimestamp === undefined && selector.matches(other.metadata.labels),
  });
}

/** The domains that a constraint compares. `keys` are labels that a node must have to be in any. */
export function domainsOf(constraint: SpreadConstraint, { spec }: Readonly<Pod>, keys: readonly string[]): DomainQuery {
  const { topologyKey, honorsAffinity, honorsTaints } = constraint;
  const affinity = honorsAffinity && [spec.nodeSelector, spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution];
  return {
    topologyKey,
    key: JSON.stringify([topologyKey, keys, affinity, honorsTaints && spec.tolerations]),
    isEligible: (node) => hasLabels(node, keys) && isIncluded(constraint, node, spec),
  };
}

/** Whether the constraint takes pods on this node into account. */
export const isIncluded = ({ honorsAffinity, honorsTaints }: SpreadConstraint, node: NodeInfo, spec: Readonly<Pod['spec']>): boolean =>
  (!honorsAffinity || matchesNodeAffinity(spec, node)) && (!honorsTaints || !untoleratedTaint(node.node.spec.taints, spec.tolerations));

export const hasLabels = ({ labels }: Pick<NodeInfo, 'labels'>, keys: readonly string[]): boolean =>
  keys.every((key) => labels[key] !== undefined);
