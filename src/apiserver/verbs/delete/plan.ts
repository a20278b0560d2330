import { timestamp } from '../../../base/clock.ts';
import type { Kind, KubeObject } from '../../../model/kind.ts';
import type { DeleteOptions } from '../../../model/meta.ts';

/**
 * What a deletion does: `remove` takes the object away, after it has been written as `object` where there is one; `mark`
 * only writes it, as something holds it up; `wait` leaves it alone, as it is on its way out already.
 */
export type DeletionPlan =
  | { readonly type: 'remove'; readonly object?: KubeObject }
  | { readonly type: 'mark'; readonly object: KubeObject }
  | { readonly type: 'wait' };

interface PlanOptions {
  readonly options: DeleteOptions;
  readonly kind: Kind;
  readonly nowMs: number;
}

export function planDeletion(object: Readonly<KubeObject>, { options, kind, nowMs }: PlanOptions): DeletionPlan {
  const grace = gracePeriod(object, { options, kind, nowMs });
  if (grace === 'pending') return { type: 'wait' };
  const finalizers = wantedFinalizers(object.metadata.finalizers ?? [], options, kind);
  const isHeld = finalizers.length > 0 || (kind.isHeldBack?.(object) ?? false);
  if (!grace && !isHeld) return { type: 'remove' };
  const marked = markedAs(object, { finalizers, kind, ...(grace ?? immediately(object, nowMs)) });
  return isHeld || (grace && grace.seconds > 0) ? { type: 'mark', object: marked } : { type: 'remove', object: marked };
}

/** When the object is to be gone. */
interface Grace {
  readonly seconds: number;
  readonly endsAtMs: number;
}

/** Kinds that know no grace have none; a period under way may only be shortened, and is left to end otherwise. */
function gracePeriod(object: Readonly<KubeObject>, { options, kind, nowMs }: PlanOptions): Grace | 'pending' | undefined {
  if (!kind.deletionGracePeriodSeconds) return undefined;
  const { deletionTimestamp, deletionGracePeriodSeconds: remaining = 0 } = object.metadata;
  const requested = options.gracePeriodSeconds === undefined ? undefined : options.gracePeriodSeconds < 0 ? 1 : options.gracePeriodSeconds;
  if (deletionTimestamp === undefined) {
    const seconds = kind.deletionGracePeriodSeconds(object, requested);
    return { seconds, endsAtMs: nowMs + seconds * 1000 };
  }
  if (remaining === 0) return undefined;
  if (requested === undefined || requested >= remaining) return 'pending';
  const endsAtMs = Date.parse(deletionTimestamp) + (requested - remaining) * 1000;
  // Even when the shorter period is over, whoever stops the object is given the chance to finish.
  return endsAtMs < nowMs ? { seconds: Math.min(requested, 1), endsAtMs: nowMs } : { seconds: requested, endsAtMs };
}

/** A deletion that waits for nothing but finalizers. */
function immediately({ metadata: { deletionTimestamp } }: Readonly<KubeObject>, nowMs: number): Grace {
  const before = deletionTimestamp === undefined ? nowMs : Date.parse(deletionTimestamp);
  return { seconds: 0, endsAtMs: Math.min(before, nowMs) };
}

function markedAs(
  object: Readonly<KubeObject>,
  { finalizers, kind, seconds, endsAtMs }: Grace & { finalizers: readonly string[]; kind: Kind },
): KubeObject {
  const marked = structuredClone(object) as KubeObject;
  const { metadata } = marked;
  // Who looks after the object has something new to do.
  if (metadata.generation && metadata.deletionTimestamp === undefined) metadata.generation++;
  metadata.deletionTimestamp = timestamp(endsAtMs);
  metadata.deletionGracePeriodSeconds = seconds;
  if (finalizers.length > 0) metadata.finalizers = [...finalizers];
  else delete metadata.finalizers;
  kind.prepareDelete?.(marked);
  return marked;
}

const orphan = 'orphan';
const foreground = 'foregroundDeletion';

/** Orphaning and foreground deletion are finalizers that the garbage collector takes away. */
function wantedFinalizers(
  current: readonly string[],
  { propagationPolicy, orphanDependents }: DeleteOptions,
  { dependents }: Kind,
): readonly string[] {
  const others = current.filter((name) => name !== orphan && name !== foreground);
  if (dependents === 'none') return others;
  if (orphanDependents !== undefined) return orphanDependents ? [...others, orphan] : others;
  switch (propagationPolicy) {
    case 'Orphan':
      return [...others, orphan];
    case 'Foreground':
      return [...others, foreground];
    case 'Background':
      return others;
    default:
      return dependents === 'orphaned' && others.length === current.length ? [...others, orphan] : current;
  }
}
