import type { Mutation, Revision } from './store.ts';

export const keyOf = (mutation: Mutation): string => (mutation.type === 'put' ? mutation.entry.key : mutation.previous.key);

export const revisionOf = (mutation: Mutation): Revision => (mutation.type === 'put' ? mutation.entry.revision : mutation.revision);

/** The sizes of the values it carries. */
export const valueBytes = (mutation: Mutation): number =>
  (mutation.type === 'put' ? mutation.entry.value.length : 0) + (mutation.previous?.value.length ?? 0);
