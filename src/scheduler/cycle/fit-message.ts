import type { Rejection } from '../plugin.ts';

export interface Verdict {
  readonly nodeCount: number;
  /** Of the pod as a whole, before any node was looked at. */
  readonly refusal?: Rejection | undefined;
  /** By node. */
  readonly rejections: Iterable<Rejection>;
  /** Of how many nodes that were not looked at, and why. */
  readonly others?: { readonly count: number; readonly reason: string } | undefined;
}

/** `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.` */
export function fitMessage({ nodeCount, refusal, rejections, others }: Verdict): string {
  const start = `0/${nodeCount} nodes are available:`;
  if (refusal) return `${start} ${refusal.reasons.join(', ')}.`;
  const counts = new Map<string, number>();
  const count = (reason: string, by: number) => counts.set(reason, (counts.get(reason) ?? 0) + by);
  for (const { reasons } of rejections) for (const reason of reasons) count(reason, 1);
  if (others && others.count > 0) count(others.reason, others.count);
  if (counts.size === 0) return start;
  const texts = [...counts].map(([reason, times]) => `${times} ${reason}`);
  // By code points, as the numbers in front are.
  texts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `${start} ${texts.join(', ')}.`;
}
