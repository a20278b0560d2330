import type { Node } from '../../kinds/core/node/index.ts';

export type ZoneState = 'Initial' | 'Normal' | 'FullDisruption' | 'PartialDisruption';

/** Nodes of one zone are likely to fail together. Empty where nodes have none. */
export function zoneOf({ metadata: { labels = {} } }: Node): string {
  const zone = labels['failure-domain.beta.kubernetes.io/zone'] ?? labels['topology.kubernetes.io/zone'] ?? '';
  const region = labels['failure-domain.beta.kubernetes.io/region'] ?? labels['topology.kubernetes.io/region'] ?? '';
  return zone || region ? `${region}:\0:${zone}` : '';
}

/** From this share of silent nodes on, the fault is rather with the network or with us than with the nodes. */
const unhealthyShare = 0.55;

export function stateOf({ ready, notReady }: { ready: number; notReady: number }): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  return notReady > 2 && notReady / (notReady + ready) >= unhealthyShare ? 'PartialDisruption' : 'Normal';
}

const usualPerSecond = 0.1;
const carefulPerSecond = 0.01;
const largeZone = 50;

/** How many nodes a second may lose their pods in a zone of this state and size. */
export function evictionsPerSecond(state: ZoneState, nodes: number): number {
  return state === 'PartialDisruption' ? (nodes > largeZone ? carefulPerSecond : 0) : usualPerSecond;
}
