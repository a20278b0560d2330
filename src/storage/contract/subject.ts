import { test } from 'node:test';
import type { Store } from '../store.ts';

/** A place for one store, empty at first and removed when disposed of. */
export interface Subject extends AsyncDisposable {
  open(): Promise<Store>;
  /** Takes the power from what holds the open store, and gives it back. Resolves when the store works again or is broken. */
  crash?(): Promise<void>;
}

export type Prepare = () => Promise<Subject>;

/** A test that gets a new, empty store and fails rather than hang. */
export function storeTest(name: string, prepare: Prepare, run: (store: Store, signal: AbortSignal) => Promise<void>): void {
  subjectTest(name, prepare, async (subject, signal) => {
    await using store = await subject.open();
    await run(store, signal);
  });
}

/** A test that opens and closes its store by itself. */
export function subjectTest(name: string, prepare: Prepare, run: (subject: Subject, signal: AbortSignal) => Promise<void>): void {
  test(name, { timeout: 60_000 }, async () => {
    const ending = new AbortController();
    try {
      await using subject = await prepare();
      await run(subject, ending.signal);
    } finally {
      ending.abort();
    }
  });
}
