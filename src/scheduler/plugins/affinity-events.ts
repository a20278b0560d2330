import type { Node } from '../../kinds/core/node/index.ts';
import type { ClusterEvent } from '../cluster-event.ts';
import { affinityTermsOf } from '../snapshot/affinity-term.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { matchesAll, resolveTerm, type ResolvedTerm } from './near-pods.ts';

/** Whether the event may bring pods near that the pod wants near, or take those away that keep it out. */
export function isWokenForAffinity({ pod, uid, terms }: PodInfo, event: ClusterEvent, { objects }: ClusterView): boolean {
  const near = terms.required.map((term) => resolveTerm(term, objects));
  const away = terms.requiredAnti.map((term) => resolveTerm(term, objects));
  switch (event.type) {
    case 'pod placed':
      return matchesAll(near, event.pod);
    case 'pod gone': {
      if (matchesAny(away, event.pod)) return true;
      const against = affinityTermsOf(event.pod).requiredAnti.map((term) => resolveTerm(term, objects));
      return matchesAny(against, pod);
    }
    case 'pod updated':
      if (!event.changes.has('labels')) return false;
      if (event.pod.metadata.uid === uid) return true;
      return (
        (!matchesAll(near, event.previous) && matchesAll(near, event.pod)) ||
        (matchesAny(away, event.previous) && !matchesAll(away, event.pod))
      );
    case 'node added':
      // Who only has to keep away, from others or others from it, may find room there.
      return near.length === 0 || away.length > 0 || near.some(({ topologyKey }) => labelOf(event.node, topologyKey) !== undefined);
    case 'node updated': {
      const moved = (topologyKey: string) => labelOf(event.previous, topologyKey) !== labelOf(event.node, topologyKey);
      return (
        near.some(({ topologyKey }) => moved(topologyKey) && labelOf(event.node, topologyKey) !== undefined) ||
        away.some(({ topologyKey }) => moved(topologyKey) && labelOf(event.previous, topologyKey) !== undefined)
      );
    }
    default:
      return false;
  }
}

const matchesAny = (terms: readonly ResolvedTerm[], pod: PodInfo['pod']): boolean => terms.some((term) => term.matches(pod));

const labelOf = ({ metadata }: Readonly<Node>, key: string): string | undefined => metadata.labels?.[key];
