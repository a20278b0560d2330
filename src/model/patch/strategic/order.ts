import { isObject } from '../json-object.ts';
import { noMergeKey } from './errors.ts';

interface OrderOptions {
  /** Items that are named here come in this order. */
  readonly order: readonly unknown[];
  /** The others keep the order they have here. */
  readonly current: readonly unknown[];
  readonly mergeKey: string;
}

/**
 * Puts items into order: those that the patch speaks of as it has them, the others as they were, and where both were
 * there before, in the order of then.
 */
export function interleaved(items: readonly unknown[], { order, current, mergeKey }: OrderOptions): readonly unknown[] {
  const position = (list: readonly unknown[], item: unknown): number => list.findIndex((each) => sameItem(each, item, mergeKey));
  const named: { item: unknown; at: number; before: number }[] = [];
  const others: { item: unknown; at: number; before: number }[] = [];
  for (const item of items) {
    if (mergeKey !== '' && isObject(item) && !Object.hasOwn(item, mergeKey)) throw noMergeKey(item, mergeKey);
    const at = position(order, item);
    const before = position(current, item);
    if (at >= 0) named.push({ item, at, before });
    else others.push({ item, at: before, before });
  }
  // Sorting is stable, so items that are the same keep their order.
  named.sort((a, b) => a.at - b.at);
  others.sort((a, b) => (a.at < 0 || b.at < 0 ? 0 : a.at - b.at));

  const result: unknown[] = [];
  let waiting = others;
  for (const { item, before } of named) {
    const until = waiting.findIndex((other) => other.before < 0 || before < 0 || other.before >= before);
    const earlier = until < 0 ? waiting : waiting.slice(0, until);
    result.push(...earlier.map((other) => other.item), item);
    waiting = waiting.slice(earlier.length);
  }
  return [...result, ...waiting.map((other) => other.item)];
}

/** Objects are the same item when they have the same merge key, values when they are the same. */
export const sameItem = (a: unknown, b: unknown, mergeKey: string): boolean =>
  mergeKey !== '' && isObject(a) && isObject(b) ? a[mergeKey] === b[mergeKey] && Object.hasOwn(a, mergeKey) : a === b;
