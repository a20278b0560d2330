import type { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import type { PluginFilter, Refusal } from '../cycle/filters.ts';
import type { NominatedPods } from '../cycle/nominated-pods.ts';
import { WhatIf } from '../cycle/what-if.ts';
import { crowded } from '../plugin.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { splitByBudget } from './budgets.ts';
import { byImportance } from './importance.ts';

export interface VictimsOptions {
  readonly filters: readonly PluginFilter[];
  readonly nominated: NominatedPods;
  readonly budgets: readonly PodDisruptionBudget[];
}

export interface Victims {
  readonly type: 'victims';
  readonly node: string;
  /** The most important first. */
  readonly pods: readonly PodInfo[];
  /** How many of them their budgets protect. */
  readonly violations: number;
}

export type NoVictims = { readonly type: 'none'; readonly refusal: Refusal };

/**
 * The fewest pods of lower priority that must leave the node for the pod to fit. All are taken away at first; then each
 * that has room beside the pod may stay, those that budgets protect and the important ones first.
 */
export function selectVictims(pod: PodInfo, node: NodeInfo, { filters, nominated, budgets }: VictimsOptions): Victims | NoVictims {
  const lower = [...node.pods.values()].filter(({ priority }) => priority < pod.priority);
  if (lower.length === 0) return { type: 'none', refusal: { plugin: 'DefaultPreemption', rejection: nobodyToRemove } };
  const world = new WhatIf(node, filters);
  for (const other of lower) world.remove(other);
  const refusal = refusalIn(world, nominated.aheadOf(pod, node.name));
  if (refusal) return { type: 'none', refusal };

  const { violating, others } = splitByBudget(lower.toSorted(byImportance), budgets);
  const mustLeave = (other: PodInfo): boolean => {
    world.add(other);
    if (!refusalIn(world, nominated.aheadOf(pod, node.name))) return false;
    world.remove(other);
    return true;
  };
  const violated = violating.filter(mustLeave);
  const victims = [...violated, ...others.filter(mustLeave)];
  return { type: 'victims', node: node.name, pods: victims.toSorted(byImportance), violations: violated.length };
}

const nobodyToRemove = crowded('No preemption victims found for incoming pod');

function refusalIn(world: WhatIf, ahead: readonly PodInfo[]): Refusal | undefined {
  if (ahead.length > 0) {
    const withNominated = world.fork();
    for (const other of ahead) withNominated.add(other);
    const refusal = withNominated.refusal();
    if (refusal) return refusal;
  }
  return world.refusal();
}
