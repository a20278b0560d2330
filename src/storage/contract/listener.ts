import { keyOf, revisionOf } from '../mutation.ts';
import type { Change, Mutation, Revision, Store } from '../store.ts';
import { text } from './shorthand.ts';

/** Reads one watch, remembering what it was told. */
export class Listener {
  readonly changes: Change[] = [];
  readonly #batches: AsyncIterator<readonly Change[]>;

  constructor(store: Store, prefix: string, options: { after: Revision; signal: AbortSignal }) {
    this.#batches = store.watch(prefix, options)[Symbol.asyncIterator]();
  }

  get mutations(): readonly Mutation[] {
    return this.changes.filter((change) => change.type !== 'progress');
  }

  /** In short: `put key=value@revision` and `delete key@revision`. */
  get story(): readonly string[] {
    return this.mutations.map(tell);
  }

  /** Takes one batch; false at the end. */
  async next(): Promise<boolean> {
    const { done, value } = await this.#batches.next();
    if (done) return false;
    this.changes.push(...value);
    return true;
  }

  /** Reads on until it has been told of everything up to the revision. */
  async until(revision: Revision): Promise<this> {
    while (this.#told() < revision) {
      if (!(await this.next())) throw new Error(`the watch ended before revision ${revision}`);
    }
    return this;
  }

  #told(): Revision {
    const last = this.changes.at(-1);
    if (!last) return 0;
    return last.type === 'progress' ? last.revision : revisionOf(last);
  }
}

export function tell(mutation: Mutation): string {
  const previous = mutation.previous ? ` was ${text(mutation.previous)}@${mutation.previous.revision}` : '';
  const value = mutation.type === 'put' ? `=${text(mutation.entry)}` : '';
  return `${mutation.type} ${keyOf(mutation)}${value}@${revisionOf(mutation)}${previous}`;
}
