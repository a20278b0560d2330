import { countIndexes, type IndexRange } from '../../kinds/batch/job/indexes.ts';

/** Indexes in ascending ranges that neither overlap nor touch. */
export type IndexSet = readonly IndexRange[];

/** From its short form, e.g. `1,3-5`. What cannot be read, and what is beyond the completions, is left out. */
export function parseIndexSet(text: string | undefined, completions: number): IndexSet {
  const ranges = (text ?? '').split(',').flatMap((part): IndexRange[] => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (first === undefined || Number(first) >= completions) return [];
    return [{ first: Number(first), last: Math.min(Number(last), completions - 1) }];
  });
  return union(ranges, []);
}

export const indexSetOf = (indexes: Iterable<number>): IndexSet =>
  union(
    [...new Set(indexes)].toSorted((a, b) => a - b).map((index) => ({ first: index, last: index })),
    [],
  );

export function union(a: IndexSet, b: IndexSet): IndexSet {
  const result: IndexRange[] = [];
  for (const range of [...a, ...b].toSorted((one, other) => one.first - other.first)) {
    const previous = result.at(-1);
    if (!previous || range.first > previous.last + 1) result.push(range);
    else if (range.last > previous.last) result[result.length - 1] = { first: previous.first, last: range.last };
  }
  return result;
}

export function hasIndex(set: IndexSet, index: number): boolean {
  let [low, high] = [0, set.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((set[middle]?.last ?? 0) >= index) high = middle;
    else low = middle + 1;
  }
  const range = set[low];
  return range !== undefined && range.first <= index;
}

/** How many are in both. */
export function overlap(a: IndexSet, b: IndexSet): number {
  let [count, i, j] = [0, 0, 0];
  for (let one = a[i], other = b[j]; one && other; one = a[i], other = b[j]) {
    count += Math.max(0, Math.min(one.last, other.last) - Math.max(one.first, other.first) + 1);
    if (one.last <= other.last) i++;
    if (other.last <= one.last) j++;
  }
  return count;
}

/** The lowest indexes below the completions that are not in the set. */
export function firstMissing(set: IndexSet, count: number, completions: number): readonly number[] {
  const missing: number[] = [];
  let next = 0;
  for (const { first, last } of [...set, { first: completions, last: completions }]) {
    for (; next < first && next < completions && missing.length < count; next++) missing.push(next);
    next = Math.max(next, last + 1);
  }
  return missing;
}

export const indexSetToText = (set: IndexSet): string =>
  set.map(({ first, last }) => (last === first ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`)).join(',');

export { countIndexes };
