import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';

/**
 * Sidecars stop after all main containers, and each after the sidecars that were started after it (KEP-753). Says, by name,
 * which containers have to be gone before one is stopped.
 */
export function stopsAfter(
  { containers, initContainers = [] }: PodSpec,
  running: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const order = new Map<string, readonly string[]>();
  const before = containers.map(({ name }) => name);
  for (const { name } of initContainers.filter(isSidecar).toReversed()) {
    order.set(
      name,
      before.filter((other) => running.includes(other)),
    );
    before.push(name);
  }
  return order;
}
