import { isDeepStrictEqual } from 'node:util';
import { apply, type Operation, type State } from './operation.ts';

/**
 * Whether the operations of one key could have happened one after the other, each between its call and its answer (Wing and
 * Gong's search, with the states that have been tried kept in mind). Those without an answer may have happened at any time
 * after their call, or not at all.
 */
export function isLinearizable(operations: readonly Operation[]): boolean {
  const ordered = operations.toSorted((a, b) => a.called - b.called);
  const required = ordered.filter(({ answer }) => answer !== undefined).length;
  const tried = new Set<string>();
  const waiting: { readonly done: ReadonlySet<number>; readonly state: State; readonly met: number }[] = [
    { done: new Set(), state: undefined, met: 0 },
  ];
  for (let current = waiting.pop(); current; current = waiting.pop()) {
    const { done, state, met } = current;
    if (met === required) return true;
    for (const index of candidates(ordered, done)) {
      const operation = ordered[index];
      if (!operation) continue;
      const next = apply(operation.call, state);
      if (operation.answer ? !isDeepStrictEqual(next.answer, operation.answer) : next.state === state) continue;
      const after = new Set(done).add(index);
      const seen = `${[...after].toSorted((a, b) => a - b).join(' ')}=${next.state}`;
      if (tried.has(seen)) continue;
      tried.add(seen);
      waiting.push({ done: after, state: next.state, met: met + (operation.answer ? 1 : 0) });
    }
  }
  return false;
}

/** Operations that may come next: called before the first answer that is still due. */
function* candidates(ordered: readonly Operation[], done: ReadonlySet<number>): Generator<number> {
  let firstAnswer = Number.POSITIVE_INFINITY;
  for (const [index, { answered }] of ordered.entries()) if (!done.has(index)) firstAnswer = Math.min(firstAnswer, answered);
  for (const [index, { called }] of ordered.entries()) {
    if (called > firstAnswer) return;
    if (!done.has(index)) yield index;
  }
}
