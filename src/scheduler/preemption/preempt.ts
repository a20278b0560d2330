import { randomBelow } from '../../base/random.ts';
import { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import { findCondition } from '../../model/conditions.ts';
import type { PluginFilter, Refusal } from '../cycle/filters.ts';
import { fitMessage } from '../cycle/fit-message.ts';
import type { NominatedPods } from '../cycle/nominated-pods.ts';
import { unfit } from '../plugin.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { leastHarmful } from './candidates.ts';
import { selectVictims, type Victims } from './victims.ts';

export interface PreemptOptions {
  readonly cluster: ClusterView;
  readonly nominated: NominatedPods;
  readonly filters: readonly PluginFilter[];
  /** Why the pod does not fit, by node. */
  readonly refusals: ReadonlyMap<string, Refusal>;
}

export type Preemption =
  | { readonly type: 'victims'; readonly victims: Victims }
  /** Others are being removed already, or may not be. */
  | { readonly type: 'not eligible'; readonly message: string }
  | { readonly type: 'no use'; readonly message: string };

/** Finds a node that has room for the pod if others of lower priority leave it. Does nothing about it. */
export function preempt(pod: PodInfo, options: PreemptOptions): Preemption {
  const { cluster, refusals } = options;
  const problem = eligibilityProblem(pod, options);
  if (problem !== undefined) return { type: 'not eligible', message: `preemption: ${problem}` };

  const potential = [...refusals]
    .filter(([, { rejection }]) => rejection.isHelpedByPreemption)
    .flatMap(([name]) => cluster.node(name) ?? []);
  const { candidates, rejections } = tryNodes(pod, potential, options);
  const victims = leastHarmful(candidates);
  if (victims) return { type: 'victims', victims };
  const nodeCount = cluster.nodes.length;
  const others = { count: nodeCount - rejections.length, reason: 'Preemption is not helpful for scheduling' };
  return { type: 'no use', message: `preemption: ${fitMessage({ nodeCount, rejections, others })}` };
}

function eligibilityProblem(pod: PodInfo, { cluster, nominated, refusals }: PreemptOptions): string | undefined {
  if (pod.pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominee = nominated.nodeOf(pod.uid);
  // What preemption cannot help is no reason to wait.
  if (nominee === undefined || refusals.get(nominee)?.rejection.isHelpedByPreemption !== true) return undefined;
  const onNominee = [...(cluster.node(nominee)?.pods.values() ?? [])];
  const isLeaving = onNominee.some((other) => other.priority < pod.priority && isBeingPreempted(other));
  return isLeaving ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
}

function isBeingPreempted({ pod: { metadata, status } }: PodInfo): boolean {
  if (metadata.deletionTimestamp === undefined) return false;
  const condition = findCondition(status.conditions, 'DisruptionTarget');
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler';
}

/** Enough to choose from, in large clusters. */
const fewCandidates = 100;

function tryNodes(pod: PodInfo, nodes: readonly NodeInfo[], { filters, nominated, cluster }: PreemptOptions) {
  const enough = Math.max(Math.trunc(nodes.length / 10), fewCandidates);
  const budgets = cluster.objects.list(PodDisruptionBudget);
  const start = nodes.length === 0 ? 0 : randomBelow(nodes.length);
  const candidates: Victims[] = [];
  const rejections = [];
  for (const node of [...nodes.slice(start), ...nodes.slice(0, start)]) {
    // Those that violate budgets are not enough alone.
    if (candidates.length >= enough && candidates.some(({ violations }) => violations === 0)) break;
    const found = selectVictims(pod, node, { filters, nominated, budgets });
    if (found.type === 'none') rejections.push(found.refusal.rejection);
    else if (found.pods.length > 0) candidates.push(found);
    // It fits now although it did not: nominated pods were in the way.
    else rejections.push(unfit('No preemption victims found for incoming pod'));
  }
  return { candidates, rejections };
}
