/** A run of equal lines: `length` of them, from `a` in the one text and `b` in the other. */
interface Match {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/**
 * The lines in which two texts differ, with three lines around, in the unified format without file names. Lines are
 * matched the way Python's difflib does it, longest run first, so that the result is that of other ports of it.
 */
export function unifiedDiff(before: string, after: string, { context = 3 } = {}): string {
  const a = before.split('\n');
  const b = after.split('\n');
  let text = '';
  for (const group of groups(operations(a, b), context)) {
    const first = group[0];
    const last = group.at(-1);
    if (!first || !last) continue;
    text += `@@ -${range(first.a, last.aEnd)} +${range(first.b, last.bEnd)} @@\n`;
    for (const { equal, a: from, aEnd, b: to, bEnd } of group) {
      for (const line of a.slice(from, aEnd)) text += `${equal ? ' ' : '-'}${line}\n`;
      if (!equal) for (const line of b.slice(to, bEnd)) text += `+${line}\n`;
    }
  }
  return text;
}

function range(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return `${start + 1}`;
  return `${length === 0 ? start : start + 1},${length}`;
}

interface Operation {
  readonly equal: boolean;
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

function operations(a: readonly string[], b: readonly string[]): Operation[] {
  const result: Operation[] = [];
  let [i, j] = [0, 0];
  for (const match of [...matchingRuns(a, b), { a: a.length, b: b.length, length: 0 }]) {
    if (i < match.a || j < match.b) result.push({ equal: false, a: i, aEnd: match.a, b: j, bEnd: match.b });
    [i, j] = [match.a + match.length, match.b + match.length];
    if (match.length > 0) result.push({ equal: true, a: match.a, aEnd: i, b: match.b, bEnd: j });
  }
  return result;
}

/** Long equal stretches are cut to the context around each change. */
function groups(all: readonly Operation[], context: number): Operation[][] {
  const result: Operation[][] = [];
  let group: Operation[] = [];
  for (const [index, operation] of all.entries()) {
    if (!operation.equal) {
      group.push(operation);
      continue;
    }
    const { a, aEnd, b, bEnd } = operation;
    const length = aEnd - a;
    const head = index === 0 ? 0 : Math.min(context, length);
    const tail = index === all.length - 1 ? 0 : Math.min(context, length);
    if (index > 0 && index < all.length - 1 && length <= 2 * context) {
      group.push(operation);
      continue;
    }
    if (head > 0) group.push({ equal: true, a, aEnd: a + head, b, bEnd: b + head });
    if (group.some(({ equal }) => !equal)) result.push(group);
    group = tail > 0 ? [{ equal: true, a: aEnd - tail, aEnd, b: bEnd - tail, bEnd }] : [];
  }
  if (group.some(({ equal }) => !equal)) result.push(group);
  return result;
}

/** Lines that come up often in a long text say little about where it belongs. */
const popularFrom = 200;

function matchingRuns(a: readonly string[], b: readonly string[]): Match[] {
  const positions = new Map<string, number[]>();
  for (const [index, line] of b.entries()) {
    const known = positions.get(line);
    if (known) known.push(index);
    else positions.set(line, [index]);
  }
  if (b.length >= popularFrom) {
    const most = Math.floor(b.length / 100) + 1;
    for (const [line, { length }] of positions) if (length > most) positions.delete(line);
  }
  const runs: Match[] = [];
  const open: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [aFrom, aTo, bFrom, bTo] = next;
    const run = longestRun(a, b, positions, next);
    if (run.length === 0) continue;
    runs.push(run);
    if (aFrom < run.a && bFrom < run.b) open.push([aFrom, run.a, bFrom, run.b]);
    if (run.a + run.length < aTo && run.b + run.length < bTo) open.push([run.a + run.length, aTo, run.b + run.length, bTo]);
  }
  return runs.sort((one, other) => one.a - other.a || one.b - other.b);
}

function longestRun(
  a: readonly string[],
  b: readonly string[],
  positions: ReadonlyMap<string, readonly number[]>,
  [aFrom, aTo, bFrom, bTo]: readonly [number, number, number, number],
): Match {
  let best: Match = { a: aFrom, b: bFrom, length: 0 };
  let lengths = new Map<number, number>();
  for (let i = aFrom; i < aTo; i++) {
    const ending = new Map<number, number>();
    for (const j of positions.get(a[i] ?? '') ?? []) {
      if (j < bFrom) continue;
      if (j >= bTo) break;
      const length = (lengths.get(j - 1) ?? 0) + 1;
      ending.set(j, length);
      if (length > best.length) best = { a: i - length + 1, b: j - length + 1, length };
    }
    lengths = ending;
  }
  // Popular lines do not start a run, but they belong to one beside them.
  let { a: start, b: other, length } = best;
  while (start > aFrom && other > bFrom && a[start - 1] === b[other - 1]) [start, other, length] = [start - 1, other - 1, length + 1];
  while (start + length < aTo && other + length < bTo && a[start + length] === b[other + length]) length++;
  return { a: start, b: other, length };
}
