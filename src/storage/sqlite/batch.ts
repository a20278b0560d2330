import type { Entry, Mutation } from '../store.ts';
import type { Outcome, WriteBatch } from './protocol.ts';
import type { Write } from './write-queue.ts';

/** What became of a write: what it did or, if it was lost, what is there. */
export interface WriteResult {
  readonly mutation?: Mutation;
  readonly current?: Entry | undefined;
  readonly noRoom?: true;
}

/** Values go to the worker in one buffer, which it gets without a further copy. */
export function pack(writes: readonly Write[]): WriteBatch & { readonly values: Uint8Array<ArrayBuffer> } {
  const values = new Uint8Array(writes.reduce((bytes, { value }) => bytes + (value?.length ?? 0), 0));
  let offset = 0;
  for (const { value } of writes) {
    if (!value) continue;
    values.set(value, offset);
    offset += value.length;
  }
  return { writes: writes.map(({ key, value, expect }) => ({ key, expect, valueLength: value?.length })), values };
}

export function toResult({ key, value }: Write, outcome: Outcome | undefined): WriteResult {
  if (!outcome) throw new Error('the store did not tell what became of a write');
  if (!outcome.won) return 'noRoom' in outcome ? { noRoom: true } : { current: outcome.current };
  const { revision, createRevision, previous } = outcome;
  if (value) return { mutation: { type: 'put', entry: { key, value, revision, createRevision }, previous } };
  if (!previous) throw new Error('the store did not tell what a write has deleted');
  return { mutation: { type: 'delete', revision, previous } };
}
