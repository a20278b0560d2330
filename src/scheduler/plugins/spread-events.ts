import type { ClusterEvent } from '../cluster-event.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { spreadConstraintsOf, type SpreadConstraint } from './spread-constraints.ts';
import { hasLabels } from './spread-counts.ts';

/** Whether the event changes what the pod's constraints compare. */
export function isWokenForSpread({ pod, uid, namespace }: PodInfo, event: ClusterEvent, { objects }: ClusterView): boolean {
  const constraints = spreadConstraintsOf(pod, 'DoNotSchedule', objects);
  const keys = constraints.map(({ topologyKey }) => topologyKey);
  switch (event.type) {
    case 'node added':
    case 'node deleted':
      return hasLabels(labelsOf(event.node), keys);
    case 'node updated': {
      const before = labelsOf(event.previous);
      const after = labelsOf(event.node);
      if (hasLabels(before, keys) !== hasLabels(after, keys)) return true;
      return hasLabels(after, keys) && (event.changes.has('taints') || keys.some((key) => before.labels[key] !== after.labels[key]));
    }
    case 'pod placed':
    case 'pod gone':
      return event.pod.metadata.namespace === namespace && matchesAny(constraints, event.pod);
    case 'pod updated': {
      const isOwn = event.pod.metadata.uid === uid;
      if (!isOwn && event.pod.metadata.namespace !== namespace) return false;
      if (isOwn && event.changes.has('tolerations') && constraints.some(({ honorsTaints }) => honorsTaints)) return true;
      return constraints.some(
        ({ selector }) => selector.matches(event.previous.metadata.labels) !== selector.matches(event.pod.metadata.labels),
      );
    }
    default:
      return false;
  }
}

const labelsOf = ({ metadata }: { readonly metadata: { readonly labels?: Record<string, string> } }) => ({ labels: metadata.labels ?? {} });

const matchesAny = (constraints: readonly SpreadConstraint[], { metadata }: PodInfo['pod']): boolean =>
  constraints.some(({ selector }) => selector.matches(metadata.labels));
