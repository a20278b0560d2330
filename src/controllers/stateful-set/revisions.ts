import { ControllerRevision } from '../../kinds/apps/controller-revision.ts';
import { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import { selectorFromObject } from '../../model/labels.ts';
import type { Context } from '../../runtime/controller.ts';
import { claim } from '../claim.ts';
import { revisionFor } from '../revisions/history.ts';
import { byRevision } from '../revisions/revision.ts';

export interface Revisions {
  /** Oldest first. */
  readonly all: readonly ControllerRevision[];
  /** What pods have that are not to be updated. */
  readonly current: ControllerRevision;
  /** What pods are updated to. */
  readonly update: ControllerRevision;
  readonly collisionCount: number;
}

const hashLabel = 'controller.kubernetes.io/hash';

/** The revisions of a set, with one for its present template. */
export async function revisionsOf(set: StatefulSet, context: Context): Promise<Revisions> {
  const all = await ownRevisions(set, context);
  const { revision: update, collisionCount } = await revisionFor(
    { owner: set, template: set.spec.template, revisions: all, collisionCount: set.status.collisionCount ?? 0, hashLabel },
    context,
  );
  const current = all.find(({ metadata }) => metadata.name === set.status.currentRevision) ?? update;
  return { all, current, update, collisionCount };
}

async function ownRevisions(set: StatefulSet, { client, cache }: Context): Promise<readonly ControllerRevision[]> {
  const selector = selectorFromObject(set.spec.selector);
  const candidates = [...cache.owned(ControllerRevision, set), ...cache.orphans(ControllerRevision, set.metadata.namespace ?? '')];
  const revisions = await claim(
    candidates.filter(({ metadata }) => selector.matches(metadata.labels)),
    { owner: set, ownerKind: StatefulSet, kind: ControllerRevision, client, matches: () => true },
  );
  return revisions.toSorted(byRevision);
}
