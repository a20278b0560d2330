import type { Taint } from './node/schema.ts';
import type { Toleration } from './pod/affinity.ts';

export type TaintEffect = Taint['effect'];

/**
 * An empty key or effect of the toleration stands for all of them. `Lt` and `Gt` compare whole numbers (KEP-5471); they are
 * behind a feature, and only where it is on do the rules of pods let them in.
 */
export function tolerates(toleration: Readonly<Toleration>, taint: Readonly<Taint>): boolean {
  const { key, value = '', effect, operator } = toleration;
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  if (operator === 'Lt' || operator === 'Gt') return compares(taint.value ?? '', operator, value);
  return (!operator || operator === 'Equal') && value === (taint.value ?? '');
}

const wholeNumber = /^(?:-?[1-9]\d*|0)$/;
const isWholeNumber = (text: string): boolean => wholeNumber.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);

/** Whether the taint's value is below or above the toleration's. What is no number is neither. */
function compares(taintValue: string, operator: 'Lt' | 'Gt', value: string): boolean {
  if (!isWholeNumber(taintValue) || !isWholeNumber(value)) return false;
  return operator === 'Lt' ? BigInt(taintValue) < BigInt(value) : BigInt(taintValue) > BigInt(value);
}

export const isTolerated = (taint: Readonly<Taint>, tolerations: readonly Toleration[] | undefined): boolean =>
  tolerations?.some((toleration) => tolerates(toleration, taint)) ?? false;

/** The first taint with one of the effects that no toleration covers. */
export const untoleratedTaint = (
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly TaintEffect[] = ['NoSchedule', 'NoExecute'],
): Taint | undefined => taints?.find((taint) => effects.includes(taint.effect) && !isTolerated(taint, tolerations));
