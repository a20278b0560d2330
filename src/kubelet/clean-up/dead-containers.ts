import type { PodObservation } from '../pleg/observation.ts';

export interface Removals {
  readonly containers: readonly string[];
  readonly sandboxes: readonly string[];
}

/**
 * What the runtime may forget of a pod: of the ended containers of each name all but the last, whose log and exit code users
 * ask for also while the next is about to run, and sandboxes that are not used and hold nothing, but for the newest, which
 * tells how many there were. Of a pod that is gone, everything that does not run.
 */
export function removals({ containers, sandboxes }: PodObservation, { gone }: { readonly gone: boolean }): Removals {
  const kept = new Set<string>();
  const seen = new Set<string>();
  const dead = containers.filter(({ state, name }) => {
    const isStarting = state === 'Created' && !seen.has(name);
    seen.add(name);
    if (state === 'Running' || (isStarting && !gone)) return false;
    if (gone || kept.has(name)) return true;
    kept.add(name);
    return false;
  });
  const left = containers.filter((container) => !dead.includes(container));
  const unused = sandboxes.filter(
    ({ id, state }, index) => state !== 'Ready' && (gone || index > 0) && !left.some(({ sandboxId }) => sandboxId === id),
  );
  return { containers: dead.map(({ id }) => id), sandboxes: unused.map(({ id }) => id) };
}
