import type { Plugin } from '../plugin.ts';
import { readsForDefaults, spreadConstraintsOf } from './spread-constraints.ts';
import { countSpread, domainsOf } from './spread-counts.ts';
import { isWokenForSpread } from './spread-events.ts';
import { SpreadFilter } from './spread-filter.ts';
import { scoreSpread } from './spread-score.ts';

/** Keeps pods that belong together evenly spread over zones, nodes or whatever else labels tell apart (KEP-895). */
export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  weight: 2,
  reads: readsForDefaults,

  filter({ pod }, cluster) {
    const constraints = spreadConstraintsOf(pod, 'DoNotSchedule', cluster.objects);
    if (constraints.length === 0) return undefined;
    const keys = constraints.map(({ topologyKey }) => topologyKey);
    const spreads = constraints.map((constraint) => ({
      constraint,
      counts: countSpread(constraint, pod, cluster).byDomain(domainsOf(constraint, pod, keys)),
    }));
    return new SpreadFilter(spreads, pod);
  },

  score: scoreSpread,
  mayHelp: isWokenForSpread,
};
