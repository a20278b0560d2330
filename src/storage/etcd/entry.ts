import type { Entry, Mutation } from '../store.ts';
import type { KeyValue, WatchedEvent } from './messages.ts';

export const toEntry = ({ key, value, modRevision, createRevision }: KeyValue): Entry => ({
  key,
  // What is read from gRPC's buffers has their class.
  value: new Uint8Array(value.buffer, value.byteOffset, value.length),
  revision: modRevision,
  createRevision,
});

/** Undefined when the compaction has taken what was there before. */
export function toMutation({ type, entry, previous }: WatchedEvent): Mutation | undefined {
  if (type === 'Delete') return previous && { type: 'delete', revision: entry.modRevision, previous: toEntry(previous) };
  const isNew = entry.createRevision === entry.modRevision;
  if (!isNew && !previous) return undefined;
  return { type: 'put', entry: toEntry(entry), previous: previous && toEntry(previous) };
}
