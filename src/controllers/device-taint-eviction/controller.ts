import type { Ref } from '../../client/client.ts';
import type { EventRecorder } from '../../client/events/event-recorder.ts';
import { keyOf } from '../../client/informer.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { DeviceTaintRuleBeta, DeviceTaintRuleSpec } from '../../kinds/resource/device-taint-rule.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { isSame } from '../../kinds/same.ts';
import type { Cache } from '../../runtime/cache.ts';
import { defineController, on, type Controller, type Wake } from '../../runtime/controller.ts';
import { claimsOf, poolIndexes, poolOf } from '../device-pools/pools.ts';
import { deleteDisrupted, podEvent } from '../pods/disruption.ts';
import { podsByResourceClaim, podsOfResourceClaim } from '../pods/resource-claims.ts';
import { evictingTaints } from './plan.ts';
import type { RuleRecords } from './rule-records.ts';
import { claimsWith, evictingRules, isEvicting } from './rules.ts';
import { evictionNow, type DeviceTaintFeatures } from './used-devices.ts';

const isTainted = ({ spec }: ResourceSlice): boolean => (spec.devices ?? []).some((device) => evictingTaints(device).length > 0);

const podsUsing = (claims: readonly ResourceClaim[], cache: Cache): readonly Ref[] =>
  claims.flatMap((claim) => podsOfResourceClaim(claim, cache).map(({ metadata }) => metadata));

/** Those whose devices a rule is for now, or was. */
const rulesWakePods: Wake = on(DeviceTaintRuleBeta, (rule, { previous, isDeleted, cache }) => {
  if (previous && !isDeleted && isSame(DeviceTaintRuleSpec, rule.spec, previous.spec)) return [];
  return [rule, ...(previous ? [previous] : [])].filter(isEvicting).flatMap((each) => podsUsing(claimsWith(each, cache), cache));
});

/** Ends pods whose devices have taints that their claims do not tolerate, or no longer (KEP-5055). */
export function deviceTaintEvictionController(features: DeviceTaintFeatures, records: RuleRecords): Controller {
  /** Pods that are to go, unless something changes. */
  const due = new Set<string>();
  const cancel = (pod: Ref, events: EventRecorder) => {
    if (due.delete(keyOf(pod))) evictionEvent(events, pod, 'Cancelling deletion');
  };

  return defineController({
    name: 'device-taint-eviction',
    for: Pod,
    wakes: [
      on(ResourceClaim, (claim, { cache }) => podsUsing([claim], cache)),
      on(ResourceSlice, (slice, { previous, cache }) =>
        isTainted(slice) || (previous && isTainted(previous)) ? podsUsing(claimsOf(poolOf(slice), cache), cache) : [],
      ),
      ...(features.withRules ? [rulesWakePods] : []),
    ],
    indexes: [podsByResourceClaim, ...poolIndexes, ...(features.withRules ? [evictingRules] : [])],
    workers: 8,
    isWokenBy: (next, previous) =>
      next.spec.nodeName !== previous.spec.nodeName || next.status.resourceClaimStatuses !== previous.status.resourceClaimStatuses,

    async reconcile(pod, context) {
      const { cache, clock, events } = context;
      const key = keyOf(pod.metadata);
      const isEnding = isPodTerminal(pod) || pod.metadata.deletionTimestamp !== undefined;
      const eviction = isEnding ? undefined : evictionNow(pod, features, cache);
      if (!eviction) {
        if (isEnding) due.delete(key);
        else cancel(pod.metadata, events);
        return undefined;
      }
      due.add(key);
      const leftMs = eviction.dueMs - clock.now();
      const note = (isEvicted: boolean) => {
        for (const rule of eviction.rules) records.note(rule, { isEvicted, nowMs: clock.now() });
      };
      if (leftMs > 0) {
        note(false);
        return { afterMs: leftMs };
      }
      evictionEvent(events, pod.metadata, 'Marking for deletion');
      if (await deleteDisrupted(pod, disruption, context)) note(true);
      due.delete(key);
      return undefined;
    },

    async reconcileDeleted(ref) {
      due.delete(keyOf(ref));
    },
  });
}

const disruption = { reason: 'DeletionByDeviceTaintManager', message: 'Device Taint manager: deleting due to NoExecute taint' };

const evictionEvent = (events: EventRecorder, pod: Ref, message: string): void =>
  podEvent(events, pod, { reason: 'DeviceTaintManagerEviction', message });
