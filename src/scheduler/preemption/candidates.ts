import { startedMs } from './importance.ts';
import type { Victims } from './victims.ts';

/** The greater, the better; what comes first decides, the rest breaks ties. */
const preferences: readonly ((victims: Victims) => number)[] = [
  ({ violations }) => -violations,
  ({ pods }) => -(pods[0]?.priority ?? 0),
  // Moved above zero, so that many of negative priority do not weigh less than few.
  ({ pods }) => -pods.reduce((sum, { priority }) => sum + priority + 2 ** 31, 0),
  ({ pods }) => -pods.length,
  // Of the most important ones, the oldest has run for the shortest time.
  ({ pods }) => Math.min(...pods.filter(({ priority }) => priority === pods[0]?.priority).map(startedMs)),
];

/** The node where removing pods does the least harm. */
export function leastHarmful(candidates: readonly Victims[]): Victims | undefined {
  let best = candidates;
  for (const preference of preferences) {
    if (best.length <= 1) break;
    const highest = Math.max(...best.map(preference));
    best = best.filter((candidate) => preference(candidate) === highest);
  }
  return best[0];
}
