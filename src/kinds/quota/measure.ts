import { PersistentVolumeClaim } from '../core/persistent-volume-claim/index.ts';
import { Pod } from '../core/pod/index.ts';
import type { ResourceList } from '../core/resource-list.ts';
import type { ScopedResourceSelectorRequirement } from '../core/resource-quota.ts';
import { Service } from '../core/service/index.ts';
import { resourceNameOf, type Kind, type KubeObject } from '../../model/kind.ts';
import { claimMeasure } from './claim-measure.ts';
import { podMeasure } from './pod-measure.ts';
import { serviceMeasure } from './service-measure.ts';

/** How objects of a kind count against the quota of their namespace. All pure. */
export interface Measure<T extends KubeObject = KubeObject> {
  /** Whether a quota of this name limits what is counted here. */
  counts(name: string): boolean;
  usage(object: Readonly<T>, nowMs: number): ResourceList;
  /** Whether an object is within one of the scopes of a quota. */
  isInScope(object: Readonly<T>, scope: ScopedResourceSelectorRequirement): boolean;
  /** What an object has to say so that it can be counted, but does not. */
  missing?(object: Readonly<T>, names: readonly string[]): string | undefined;
}

/** The name under which every kind can be limited. */
export const countName = (kind: Pick<Kind, 'group' | 'plural'>): string => `count/${resourceNameOf(kind)}`;

/** Names from before there was one for every kind. */
const olderNames: readonly string[] = ['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'];

const known = new Map<string, Measure>();

export function measureOf(kind: Kind): Measure {
  const name = resourceNameOf(kind);
  let measure = known.get(name);
  if (!measure) {
    measure = ownMeasure(kind) ?? countMeasure(kind);
    known.set(name, measure);
  }
  return measure;
}

function ownMeasure({ group, kind }: Kind): Measure | undefined {
  if (group !== '') return undefined;
  const measures = { [Pod.kind]: podMeasure, [Service.kind]: serviceMeasure, [PersistentVolumeClaim.kind]: claimMeasure };
  return measures[kind];
}

function countMeasure(kind: Kind): Measure {
  const names = [countName(kind), ...(kind.group === '' && olderNames.includes(kind.plural) ? [kind.plural] : [])];
  const usage = Object.fromEntries(names.map((name) => [name, '1']));
  return { counts: (name) => names.includes(name), usage: () => usage, isInScope: () => false };
}
