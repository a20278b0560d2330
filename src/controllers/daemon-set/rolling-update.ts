import type { DaemonSet } from '../../kinds/apps/daemon-set/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodAvailable } from '../../kinds/core/pod/readiness.ts';
import { scaledValue } from '../../model/int-or-string.ts';
import type { Place, Situation } from './plan.ts';
import { isUpdated } from './pod-template.ts';

export interface Rolling {
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
}

/** The next step of a rolling update: within `maxUnavailable` by removing old pods, within `maxSurge` by making new ones first. */
export function roll(daemonSet: DaemonSet, situation: Situation): Rolling {
  const wanted = situation.places.filter(({ placement }) => placement === 'run').length;
  const { surge, unavailable } = limits(daemonSet, wanted);
  const pairs = situation.places
    .filter(({ placement, pods }) => pods.length > 0 || placement === 'run')
    .map((place) => pairOn(place, daemonSet, situation));
  return surge === 0 ? { create: [], remove: removeFirst(pairs, unavailable) } : createFirst(pairs, { surge, wanted });
}

function limits({ spec }: DaemonSet, wanted: number): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge = 0, maxUnavailable = 0 } = spec.updateStrategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, wanted, { roundUp: true });
  const unavailable = scaledValue(maxUnavailable, wanted, { roundUp: true });
  // With neither, nothing would ever move.
  return { surge, unavailable: wanted > 0 && surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** A node's old and new pod. */
interface Pair {
  readonly place: Place;
  readonly fresh: Pod | undefined;
  readonly old: Pod | undefined;
  readonly isFreshAvailable: boolean;
  readonly isOldAvailable: boolean;
  /** More than one of a kind: to be sorted out before anything else. */
  readonly isCrowded: boolean;
}

function pairOn(place: Place, daemonSet: DaemonSet, { hash, nowMs }: Situation): Pair {
  const staying = place.pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const [fresh, ...moreFresh] = staying.filter((pod) => isUpdated(pod, daemonSet, hash));
  const [old, ...moreOld] = staying.filter((pod) => !isUpdated(pod, daemonSet, hash));
  const isAvailable = (pod: Pod | undefined) => pod !== undefined && isPodAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, nowMs);
  const isCrowded = moreFresh.length > 0 || moreOld.length > 0;
  return { place, fresh, old, isFreshAvailable: isAvailable(fresh), isOldAvailable: isAvailable(old), isCrowded };
}

/** Old pods that are no use go at once; others as far as pods may be missing. */
function removeFirst(pairs: readonly Pair[], limit: number): readonly Pod[] {
  const useless: Pod[] = [];
  const candidates: Pod[] = [];
  let missing = 0;
  for (const { fresh, old, isFreshAvailable, isOldAvailable, isCrowded } of pairs) {
    if (isCrowded || (fresh === undefined) === (old === undefined)) missing++;
    else if (fresh) missing += isFreshAvailable ? 0 : 1;
    else if (old && isOldAvailable) candidates.push(old);
    else if (old) {
      useless.push(old);
      missing++;
    }
  }
  return [...useless, ...candidates.slice(0, Math.max(0, limit - missing))];
}

/** New pods come first where old ones are no use, elsewhere as far as the surge goes; old ones go once new ones are available. */
function createFirst(pairs: readonly Pair[], { surge, wanted }: { surge: number; wanted: number }): Rolling {
  const create: string[] = [];
  const candidates: string[] = [];
  const remove: Pod[] = [];
  const unwanted: Pod[] = [];
  let surging = 0;
  let available = 0;
  for (const { place, fresh, old, isFreshAvailable, isOldAvailable, isCrowded } of pairs) {
    if (isCrowded) {
      surging++;
      continue;
    }
    if (old ? isOldAvailable : isFreshAvailable) available++;
    if (!old) continue;
    if (fresh) {
      if (isFreshAvailable) remove.push(old);
      else surging++;
    } else if (place.placement !== 'run') (isOldAvailable ? unwanted : remove).push(old);
    else (isOldAvailable ? candidates : create).push(place.nodeName);
  }
  return {
    create: [...create, ...candidates.slice(0, Math.max(0, surge - surging))],
    remove: [...remove, ...unwanted.slice(0, Math.max(0, available - wanted))],
  };
}
