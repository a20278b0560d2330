import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import { ReplicationController } from '../../kinds/core/replication-controller/index.ts';
import { Service } from '../../kinds/core/service/index.ts';
import type { TopologySpreadConstraint } from '../../kinds/core/pod/affinity.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { apiVersionOf, type Kind } from '../../model/kind.ts';
import { labelSelector, selectorFromLabels, type Labels, type LabelSelector } from '../../model/labels.ts';
import { controllerOf } from '../../model/owner-references.ts';
import { readableSelector } from '../snapshot/affinity-term.ts';
import type { ObjectReader } from '../snapshot/cluster-view.ts';

export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selector: LabelSelector;
  /** Whether nodes that the pod's affinity excludes are left out of account. */
  readonly honorsAffinity: boolean;
  /** Whether nodes with taints that the pod does not tolerate are left out of account. */
  readonly honorsTaints: boolean;
}

type Action = TopologySpreadConstraint['whenUnsatisfiable'];

export const hostnameLabel = 'kubernetes.io/hostname';

/** What applies to pods that say nothing about it but belong to something. */
const systemDefaults: readonly TopologySpreadConstraint[] = [
  { topologyKey: hostnameLabel, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

export const readsForDefaults: readonly Kind[] = [Service, ReplicationController, ReplicaSet, StatefulSet];

export const hasOwnConstraints = ({ spec }: Readonly<Pod>): boolean => (spec.topologySpreadConstraints?.length ?? 0) > 0;

/** The constraints that pods are refused by, or the ones that only count in scores. */
export function spreadConstraintsOf(pod: Readonly<Pod>, action: Action, objects: ObjectReader): readonly SpreadConstraint[] {
  const isAsked = ({ whenUnsatisfiable }: TopologySpreadConstraint) => whenUnsatisfiable === action;
  if (hasOwnConstraints(pod)) {
    const asked = (pod.spec.topologySpreadConstraints ?? []).filter(isAsked);
    return asked.map((constraint) => constraintOf(constraint, selectorOf(constraint, pod)));
  }
  const defaults = systemDefaults.filter(isAsked);
  if (defaults.length === 0) return [];
  const selector = selectorOfOwners(pod, objects);
  return selector.requirements?.length === 0 ? [] : defaults.map((constraint) => constraintOf(constraint, selector));
}

const constraintOf = (constraint: TopologySpreadConstraint, selector: LabelSelector): SpreadConstraint => ({
  topologyKey: constraint.topologyKey,
  maxSkew: constraint.maxSkew,
  minDomains: constraint.minDomains ?? 1,
  selector,
  honorsAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
  honorsTaints: constraint.nodeTaintsPolicy === 'Honor',
});

function selectorOf({ labelSelector: object, matchLabelKeys = [] }: TopologySpreadConstraint, { metadata }: Readonly<Pod>): LabelSelector {
  const selector = readableSelector(object);
  const labels = metadata.labels ?? {};
  const same = matchLabelKeys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]] as const]));
  return same.length === 0 ? selector : both(selectorFromLabels(Object.fromEntries(same)), selector);
}

/** What the services and the controller that the pod belongs to select: its peers. Selects all when it belongs to nothing. */
function selectorOfOwners(pod: Readonly<Pod>, objects: ObjectReader): LabelSelector {
  const { namespace = '', labels = {} } = pod.metadata;
  let ofServices: Labels = {};
  for (const { spec } of objects.list(Service, namespace)) {
    if (spec.selector && hasLabels(labels, spec.selector)) ofServices = { ...ofServices, ...spec.selector };
  }
  const owner = controllerOf(pod);
  if (!owner) return selectorFromLabels(ofServices);
  const ref = { namespace, name: owner.name };
  const isOwnedBy = (kind: Kind) => owner.kind === kind.kind && owner.apiVersion === apiVersionOf(kind);
  if (isOwnedBy(ReplicationController)) {
    return selectorFromLabels({ ...ofServices, ...objects.get(ReplicationController, ref)?.spec.selector });
  }
  const selector = selectorFromLabels(ofServices);
  const set = isOwnedBy(ReplicaSet) ? objects.get(ReplicaSet, ref) : isOwnedBy(StatefulSet) ? objects.get(StatefulSet, ref) : undefined;
  return set ? both(selector, readableSelector(set.spec.selector)) : selector;
}

/** A selector of nothing adds nothing, as it has no requirements. */
const both = (a: LabelSelector, b: LabelSelector): LabelSelector =>
  b.requirements ? labelSelector([...(a.requirements ?? []), ...b.requirements]) : a;

function hasLabels(labels: Labels, wanted: Labels): boolean {
  for (const key in wanted) if (labels[key] !== wanted[key]) return false;
  return true;
}
