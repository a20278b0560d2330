import type { ObjectMeta } from '../model/meta.ts';

const kept = ['labels', 'annotations', 'finalizers', 'ownerReferences'] as const;

/** For updates that are about something else than the metadata. */
export function keepMetadata(next: ObjectMeta, previous: Readonly<ObjectMeta>): void {
  for (const name of kept) {
    delete next[name];
    Object.assign(next, previous[name] && { [name]: previous[name] });
  }
}
