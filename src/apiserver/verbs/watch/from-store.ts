import { StoredObject } from '../../../model/stored-object.ts';
import { revisionOf } from '../../../storage/mutation.ts';
import type { Store } from '../../../storage/store.ts';
import type { CacheEvent } from '../../cache/event.ts';
import type { Resource } from '../../resource.ts';

interface FromStoreOptions {
  readonly resource: Resource;
  readonly store: Store;
  readonly after: number;
  readonly signal: AbortSignal;
  /** Called with the revision up to which everything has been taken. */
  readonly reached: (revision: number) => void;
}

/** The changes of a resource from further back than its cache remembers. Throws CompactedError when the store forgot them, too. */
export async function* changesFromStore({
  resource,
  store,
  after,
  signal,
  reached,
}: FromStoreOptions): AsyncGenerator<readonly CacheEvent[]> {
  for await (const changes of store.watch(resource.cache.prefix, { after, signal })) {
    const events: CacheEvent[] = [];
    for (const change of changes) {
      if (change.type === 'progress') continue;
      if (change.type === 'put') {
        const { key, value, revision } = change.entry;
        const previous = change.previous && StoredObject.fromStored(change.previous.value, change.previous.revision);
        events.push({ type: 'put', key, revision, object: StoredObject.fromStored(value, revision), previous });
      } else {
        const { key, value, revision } = change.previous;
        const previous = StoredObject.fromStored(value, revision);
        events.push({ type: 'delete', key, revision: change.revision, object: previous.at(change.revision), previous });
      }
    }
    if (events.length > 0) yield events;
    const last = changes.at(-1);
    if (last) reached(last.type === 'progress' ? last.revision : revisionOf(last));
  }
}
