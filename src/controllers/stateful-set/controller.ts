import { ControllerRevision } from '../../kinds/apps/controller-revision.ts';
import { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { selectorFromObject } from '../../model/labels.ts';
import { defineController, on, type Context, type Controller } from '../../runtime/controller.ts';
import { claim } from '../claim.ts';
import { nextAvailabilityMs } from '../pods/availability.ts';
import { wakenByOrphans } from '../pods/orphan-wake.ts';
import { removeRevisions } from '../revisions/history.ts';
import { superfluousRevisions } from '../revisions/revision.ts';
import { carryOut } from './carry-out.ts';
import { claimName } from './claims.ts';
import { parsePodName } from './ordinal.ts';
import { plan } from './plan.ts';
import { revisionOf } from './pods.ts';
import { revisionsOf, type Revisions } from './revisions.ts';
import { statusOf } from './status.ts';

export interface StatefulSetControllerOptions {
  /** Whether rolling updates replace up to `maxUnavailable` pods at once; behind a gate that is closed in 1.36. */
  readonly allowsMaxUnavailable?: boolean | undefined;
}

/** Keeps pods that each have a name and claims of their own. */
export function statefulSetController({ allowsMaxUnavailable = false }: StatefulSetControllerOptions = {}): Controller {
  return defineController({
    name: 'statefulset',
    for: StatefulSet,
    owns: [Pod],
    wakes: [
      wakenByOrphans(StatefulSet, wants),
      // A pod may wait for an earlier one's claim to go.
      on(PersistentVolumeClaim, ({ metadata }, { isDeleted, cache }) =>
        isDeleted ? setsOfClaim(metadata.name, cache.list(StatefulSet, metadata.namespace)).map((set) => set.metadata) : [],
      ),
    ],
    reads: [ControllerRevision],
    workers: 5,

    async reconcile(set, context) {
      const { client, cache, clock } = context;
      const { namespace = '' } = set.metadata;
      const revisions = await revisionsOf(set, context);
      const pods = await claim([...cache.owned(Pod, set), ...cache.orphans(Pod, namespace).filter((pod) => isNamedAfter(set, pod))], {
        owner: set,
        ownerKind: StatefulSet,
        kind: Pod,
        client,
        matches: (pod) => wants(set, pod),
      });
      const nowMs = clock.now();
      const claimOf = (name: string) => cache.get(PersistentVolumeClaim, { name, namespace });
      const planned = plan(set, { pods, claimOf, ...revisions, nowMs, allowsMaxUnavailable });
      try {
        await carryOut(set, planned, context);
      } finally {
        const status = statusOf(set, { ...revisions, pods, replaced: planned.replaced, nowMs });
        if (status !== set.status) await client.update(StatefulSet, { ...set, status }, { subresource: 'status' });
        await truncateHistory(set, { pods, revisions, context });
      }
      const { minReadySeconds = 0 } = set.spec;
      const afterMs = minReadySeconds > 0 ? nextAvailabilityMs(pods, minReadySeconds, nowMs) : undefined;
      return afterMs === undefined ? undefined : { afterMs };
    },
  });
}

const isNamedAfter = ({ metadata }: StatefulSet, pod: Pod): boolean => parsePodName(pod.metadata.name)?.setName === metadata.name;

const wants = (set: StatefulSet, pod: Pod): boolean =>
  set.metadata.namespace === pod.metadata.namespace &&
  isNamedAfter(set, pod) &&
  selectorFromObject(set.spec.selector).matches(pod.metadata.labels);

function setsOfClaim(name: string, sets: readonly StatefulSet[]): readonly StatefulSet[] {
  const ordinal = parsePodName(name)?.ordinal;
  if (ordinal === undefined) return [];
  return sets.filter((set) => set.spec.volumeClaimTemplates?.some(({ metadata }) => claimName(set, metadata.name, ordinal) === name));
}

interface Truncating {
  readonly pods: readonly Pod[];
  readonly revisions: Revisions;
  readonly context: Context;
}

async function truncateHistory(set: StatefulSet, { pods, revisions: { all, current, update }, context }: Truncating): Promise<void> {
  const live = new Set([current.metadata.name, update.metadata.name, ...pods.map(revisionOf)]);
  const isLive = ({ metadata }: ControllerRevision) => live.has(metadata.name);
  await removeRevisions(superfluousRevisions({ revisions: all, isLive, limit: set.spec.revisionHistoryLimit ?? 10 }), context);
}
