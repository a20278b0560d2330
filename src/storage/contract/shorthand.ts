import assert from 'node:assert/strict';
import type { Entry, Revision, Store } from '../store.ts';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const text = (entry: Entry | undefined): string | undefined => entry && new TextDecoder().decode(entry.value);

/** Writes a key that does not exist; its revision. */
export async function create(store: Store, key: string, value = key): Promise<Revision> {
  return update(store, key, { expect: 0, value });
}

/** Writes a key whose revision is known; its new revision. */
export async function update(store: Store, key: string, { expect, value }: { expect: Revision; value: string }): Promise<Revision> {
  const written = await store.put(key, bytes(value), { expect });
  assert.ok(written.ok, `${key} is not at revision ${expect}`);
  return written.entry.revision;
}

/** Deletes a key whose revision is known; the revision of the deletion. */
export async function remove(store: Store, key: string, expect: Revision): Promise<Revision> {
  const removed = await store.delete(key, { expect });
  assert.ok(removed.ok, `${key} is not at revision ${expect}`);
  return removed.revision;
}
