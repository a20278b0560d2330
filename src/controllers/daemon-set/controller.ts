import { ControllerRevision } from '../../kinds/apps/controller-revision.ts';
import { DaemonSet } from '../../kinds/apps/daemon-set/index.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Taint } from '../../kinds/core/node/schema.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isSame } from '../../kinds/same.ts';
import { selectorFromObject } from '../../model/labels.ts';
import { equalJson } from '../../model/patch/json-object.ts';
import { listOf } from '../../model/schema.ts';
import { defineController, on, type Context, type Controller } from '../../runtime/controller.ts';
import { claim } from '../claim.ts';
import { nextAvailabilityMs } from '../pods/availability.ts';
import { wakenByOrphans } from '../pods/orphan-wake.ts';
import { createPod, removePods } from '../pods/pod-control.ts';
import { removeRevisions, revisionFor } from '../revisions/history.ts';
import { byRevision, superfluousRevisions } from '../revisions/revision.ts';
import { slowStart } from '../slow-start.ts';
import { failureOf } from '../failure.ts';
import { FailureBackoff } from './backoff.ts';
import { placementFor } from './placement.ts';
import { placesOf, plan, type Plan } from './plan.ts';
import { daemonPod, hashLabel } from './pod-template.ts';
import { statusOf } from './status.ts';

/** How many pods are made or removed in one go at most. */
const burst = 250;

/** Keeps one pod on each node that is fit for it. */
export function daemonSetController(): Controller {
  const backoff = new FailureBackoff();

  return defineController({
    name: 'daemonset',
    for: DaemonSet,
    owns: [Pod],
    // It looks at every node each time, and its pods change by the thousand.
    ownedDelayMs: 100,
    wakes: [
      wakenByOrphans(DaemonSet, wants),
      on(Node, (node, { previous, isDeleted, cache }) => {
        if (previous && !isDeleted && isAlike(node, previous)) return [];
        return cache
          .list(DaemonSet)
          .filter((daemonSet) => matters(daemonSet, node, isDeleted ? undefined : previous))
          .map(({ metadata }) => metadata);
      }),
    ],
    reads: [ControllerRevision],
    workers: 2,

    async reconcile(daemonSet, context) {
      const { client, cache, clock, events } = context;
      if (daemonSet.metadata.deletionTimestamp !== undefined) return undefined;
      if (selectsAll(daemonSet)) {
        const message = 'This daemon set is selecting all pods. A non-empty selector is required.';
        events.event(daemonSet, { type: 'Warning', reason: 'SelectingAll', message });
        return undefined;
      }
      const revisions = await ownRevisions(daemonSet, context);
      const { revision, collisionCount } = await revisionFor(
        { owner: daemonSet, template: daemonSet.spec.template, revisions, collisionCount: daemonSet.status.collisionCount ?? 0, hashLabel },
        context,
      );
      const pods = await ownPods(daemonSet, context);
      const nowMs = clock.now();
      const hash = revision.metadata.labels?.[hashLabel] ?? revision.metadata.name;
      const keyOn = (nodeName: string) => `${daemonSet.metadata.uid}/${daemonSet.status.observedGeneration ?? 0}/${nodeName}`;
      const places = placesOf(cache.list(Node), pods, placementFor(daemonSet));
      const situation = { places, hash, nowMs, backoffMs: (nodeName: string) => backoff.remainingMs(keyOn(nodeName), nowMs) };
      const planned = plan(daemonSet, situation);
      for (const pod of planned.ended) {
        tellEnd(daemonSet, pod, context);
        if (pod.status.phase === 'Failed') backoff.failed(keyOn(pod.spec.nodeName ?? ''), nowMs);
      }
      const failure = await failureOf(() => carryOut(daemonSet, planned, { hash, context }));

      const status = statusOf(daemonSet, situation, collisionCount);
      if (status !== daemonSet.status) await client.update(DaemonSet, { ...daemonSet, status }, { subresource: 'status' });
      if (failure !== undefined) throw failure;
      await truncateHistory(daemonSet, { revisions, current: revision, pods, context });

      const { minReadySeconds = 0 } = daemonSet.spec;
      const availableMs = minReadySeconds > 0 ? nextAvailabilityMs(pods, minReadySeconds, nowMs) : undefined;
      const afterMs = Math.min(planned.afterMs ?? Number.POSITIVE_INFINITY, availableMs ?? Number.POSITIVE_INFINITY);
      return Number.isFinite(afterMs) ? { afterMs } : undefined;
    },
  });
}

const wants = ({ spec, metadata }: DaemonSet, pod: Pod): boolean =>
  metadata.namespace === pod.metadata.namespace && selectorFromObject(spec.selector).matches(pod.metadata.labels);

const selectsAll = ({ spec: { selector } }: DaemonSet): boolean =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;

/** Heartbeats and the like change nothing about who may run there. */
const isAlike = (a: Node, b: Node): boolean =>
  equalJson(a.metadata.labels, b.metadata.labels) && isSame(listOf(Taint), a.spec.taints, b.spec.taints);

/** Whether the node, as it is now, means something else to the daemon set than it did. */
function matters(daemonSet: DaemonSet, node: Node, previous: Node | undefined): boolean {
  const placementOf = placementFor(daemonSet);
  return placementOf(node) !== (previous ? placementOf(previous) : 'leave');
}

const ownPods = (daemonSet: DaemonSet, { client, cache }: Context): Promise<readonly Pod[]> =>
  claim([...cache.owned(Pod, daemonSet), ...cache.orphans(Pod, daemonSet.metadata.namespace ?? '')], {
    owner: daemonSet,
    ownerKind: DaemonSet,
    kind: Pod,
    client,
    matches: (pod) => wants(daemonSet, pod),
  });

async function ownRevisions(daemonSet: DaemonSet, { client, cache }: Context): Promise<readonly ControllerRevision[]> {
  const selector = selectorFromObject(daemonSet.spec.selector);
  const { namespace = '' } = daemonSet.metadata;
  const revisions = await claim([...cache.owned(ControllerRevision, daemonSet), ...cache.orphans(ControllerRevision, namespace)], {
    owner: daemonSet,
    ownerKind: DaemonSet,
    kind: ControllerRevision,
    client,
    matches: ({ metadata }) => selector.matches(metadata.labels),
  });
  return revisions.toSorted(byRevision);
}

function tellEnd(daemonSet: DaemonSet, { metadata, spec, status }: Pod, { events }: Context): void {
  const about = `daemon pod ${metadata.namespace}/${metadata.name} on node ${spec.nodeName ?? ''}`;
  if (status.phase === 'Failed') {
    events.event(daemonSet, { type: 'Warning', reason: 'FailedDaemonPod', message: `Found failed ${about}, will try to kill it` });
  } else {
    events.event(daemonSet, { reason: 'SucceededDaemonPod', message: `Found succeeded ${about}, will try to delete it` });
  }
}

async function carryOut(
  daemonSet: DaemonSet,
  { create, remove }: Plan,
  { hash, context }: { hash: string; context: Context },
): Promise<void> {
  const nodeNames = create.slice(0, burst);
  await slowStart(nodeNames.length, async (index) => {
    await createPod(daemonSet, daemonPod(daemonSet, { nodeName: nodeNames[index] ?? '', hash }), context);
  });
  await removePods(daemonSet, remove.slice(0, burst), context);
}

interface Truncating {
  readonly revisions: readonly ControllerRevision[];
  readonly current: ControllerRevision;
  readonly pods: readonly Pod[];
  readonly context: Context;
}

async function truncateHistory(daemonSet: DaemonSet, { revisions, current, pods, context }: Truncating): Promise<void> {
  const live = new Set(pods.map(({ metadata }) => metadata.labels?.[hashLabel]));
  const isLive = ({ metadata }: ControllerRevision) => metadata.uid === current.metadata.uid || live.has(metadata.labels?.[hashLabel]);
  const limit = daemonSet.spec.revisionHistoryLimit ?? 10;
  await removeRevisions(superfluousRevisions({ revisions, isLive, limit }), context);
}
