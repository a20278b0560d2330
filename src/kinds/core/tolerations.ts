import type { Taint } from './node/schema.ts';
import type { Toleration } from './pod/affinity.ts';

export type TaintEffect = Taint['effect'];

/**
 * An empty key or effect of the toleration stands for all of them. The numeric operators `Lt` and `Gt` are behind a gate
 * that is closed in 1.36 and tolerate nothing.
 */
export function tolerates(toleration: Readonly<Toleration>, taint: Readonly<Taint>): boolean {
  const { key, value = '', effect, operator } = toleration;
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return (!operator || operator === 'Equal') && value === (taint.value ?? '');
}

export const isTolerated = (taint: Readonly<Taint>, tolerations: readonly Toleration[] | undefined): boolean =>
  tolerations?.some((toleration) => tolerates(toleration, taint)) ?? false;

/** The first taint with one of the effects that no toleration covers. */
export const untoleratedTaint = (
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly TaintEffect[] = ['NoSchedule', 'NoExecute'],
): Taint | undefined => taints?.find((taint) => effects.includes(taint.effect) && !isTolerated(taint, tolerations));
