/** Indexes of completed or failed pods in their short form, e.g. `1,3-5,7`: ascending, each once. */
export interface IndexRange {
  readonly first: number;
  readonly last: number;
}

interface Parsed {
  readonly ranges: readonly IndexRange[];
  /** What is wrong, in which case only the ranges before it are there. */
  readonly problem?: string;
}

export function parseIndexes(text: string, completions: number): Parsed {
  const ranges: IndexRange[] = [];
  if (text === '') return { ranges };
  for (const part of text.split(',')) {
    const range = parseRange(part, completions);
    if (typeof range === 'string') return { ranges, problem: range };
    const previous = ranges.at(-1);
    if (previous && previous.last >= range.first) return { ranges, problem: notIncreasing(previous.last, range.first) };
    ranges.push(range);
  }
  return { ranges };
}

export const countIndexes = (ranges: readonly IndexRange[]): number => ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);

/** The lowest index that is in both. What cannot be read counts as empty. */
export function commonIndex(a: string, b: string, completions: number): number | undefined {
  const [left, right] = [validRanges(a, completions), validRanges(b, completions)];
  let [i, j] = [0, 0];
  for (let one = left[i], other = right[j]; one && other; one = left[i], other = right[j]) {
    if (one.first <= other.last && other.first <= one.last) return Math.max(one.first, other.first);
    if (one.first <= other.first) i++;
    else j++;
  }
  return undefined;
}

const validRanges = (text: string, completions: number): IndexRange[] =>
  text
    .split(',')
    .map((part) => parseRange(part, completions))
    .filter((range) => typeof range !== 'string');

function parseRange(text: string, completions: number): IndexRange | string {
  const parts = text.split('-');
  if (parts.length > 2) {
    const rule = "an index interval can have at most two parts separated by '-'";
    return `the fragment ${JSON.stringify(text)} violates the requirement that ${rule}`;
  }
  const limits: number[] = [];
  for (const part of parts) {
    if (!/^[+-]?\d+$/.test(part)) return `cannot convert string to integer for index: ${JSON.stringify(part)}`;
    if (Number(part) >= completions) return `too large index: ${JSON.stringify(part)}`;
    limits.push(Number(part));
  }
  const [first = 0, last = first] = limits;
  return limits.length === 2 && first >= last ? notIncreasing(first, last) : { first, last };
}

const notIncreasing = (previous: number, current: number): string => `non-increasing order, previous: ${previous}, current: ${current}`;
