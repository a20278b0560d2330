import type { Entry, Mutation, Revision } from '../store.ts';

/** What the store asks of its worker, and what it gets. Every message holds plain data that can be cloned. */
export interface Calls {
  open: { ask: OpenFile; answer: { readonly revision: Revision } };
  write: { ask: WriteBatch; answer: WrittenBatch };
  get: { ask: { readonly key: string }; answer: { readonly entry: Entry | undefined } };
  list: { ask: ListPart; answer: ListedPart };
  mutations: { ask: MutationsPart; answer: ToldPart };
  size: { ask: Record<string, never>; answer: { readonly bytes: number } };
  compact: { ask: { readonly upTo: Revision }; answer: Record<string, never> };
  /** Copies the file as it is when the copy is complete; others go on meanwhile. */
  snapshot: { ask: { readonly path: string }; answer: Record<string, never> };
  close: { ask: Record<string, never>; answer: Record<string, never> };
}

export interface OpenFile {
  readonly path: string;
  readonly maxBytes: number | undefined;
}

/** Writes that become durable together. Each is judged by itself, in order. */
export interface WriteBatch {
  readonly writes: readonly BatchedWrite[];
  /** The values of all puts, one behind the other. */
  readonly values: Uint8Array;
}

export interface BatchedWrite {
  readonly key: string;
  readonly expect: Revision;
  /** Undefined deletes. */
  readonly valueLength: number | undefined;
}

export interface WrittenBatch {
  readonly outcomes: readonly Outcome[];
  /** Of the last write of the batch, or of an earlier one if all were lost. */
  readonly revision: Revision;
}

export type Outcome =
  | { readonly won: true; readonly revision: Revision; readonly createRevision: Revision; readonly previous: Entry | undefined }
  | { readonly won: false; readonly current: Entry | undefined }
  /** It may have won, but there is no room for it. */
  | { readonly won: false; readonly noRoom: true };

export interface ListPart {
  readonly prefix: string;
  readonly at: Revision | undefined;
  readonly after: string | undefined;
  readonly limit: number;
}

/** As much of a list as fits one answer. */
export interface ListedPart {
  readonly entries: readonly Entry[];
  readonly revision: Revision;
  readonly more: boolean;
  /** Counted only when as many entries as wanted are there. */
  readonly remaining: number;
}

export interface MutationsPart {
  readonly prefix: string;
  readonly after: Revision;
  readonly upTo: Revision;
}

/** As many mutations as fit one answer. */
export interface ToldPart {
  readonly mutations: readonly Mutation[];
  /** There is no other mutation up to here. */
  readonly reached: Revision;
}

export type CallName = keyof Calls;
export type Ask = { [Name in CallName]: { readonly id: number; readonly name: Name; readonly ask: Calls[Name]['ask'] } }[CallName];
export type Answer =
  | { readonly id: number; readonly answer: Calls[CallName]['answer'] }
  | { readonly id: number; readonly failure: Failure };

/** An error in a form that can be cloned. After `broken` the worker is of no more use. */
export type Failure =
  | { readonly type: 'compacted'; readonly compactedRevision: Revision }
  | { readonly type: 'future'; readonly revision: Revision; readonly currentRevision: Revision }
  | { readonly type: 'full' | 'in-use' | 'unusable' | 'broken'; readonly message: string };
