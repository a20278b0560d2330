import type { KubeObject } from '../model/kind.ts';

/** Of the objects that are marked as the default, the newest; of those made at one time, the first by name. */
export function newestDefault<T extends KubeObject>(objects: readonly T[], isDefault: (metadata: T['metadata']) => boolean): T | undefined {
  return objects.filter(({ metadata }) => isDefault(metadata)).toSorted(byAgeThenName)[0];
}

function byAgeThenName({ metadata: a }: KubeObject, { metadata: b }: KubeObject): number {
  if (a.creationTimestamp !== b.creationTimestamp) return a.creationTimestamp < b.creationTimestamp ? 1 : -1;
  return a.name < b.name ? -1 : 1;
}
