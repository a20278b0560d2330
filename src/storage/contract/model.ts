import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CompactedError, type Entry, type Mutation, type Store } from '../store.ts';
import { Listener, tell } from './listener.ts';
import type { Prepare } from './subject.ts';
import { bytes } from './shorthand.ts';

/** The naive store: every write ever made, and everything else found by looking through all of them. */
class Model {
  readonly mutations: Mutation[] = [];
  compacted = 0;
  /** Hears of everything from the start. */
  readonly listener: Listener;

  constructor(listener: Listener) {
    this.listener = listener;
  }

  get revision(): number {
    return this.mutations.length + 1;
  }

  at(revision: number): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const mutation of this.mutations.slice(0, Math.max(0, revision - 1))) {
      if (mutation.type === 'put') entries.set(mutation.entry.key, mutation.entry);
      else entries.delete(mutation.previous.key);
    }
    return entries;
  }

  get now(): Map<string, Entry> {
    return this.at(this.revision);
  }
}

type Step = (store: Store, model: Model, signal: AbortSignal) => Promise<void>;

const key = fc.constantFrom('/a/1', '/a/2', '/a/2-x', '/a/3', '/b/1', '/b/10', '/c');
const prefix = fc.constantFrom('', '/', '/a/', '/a/2', '/b/', '/none/');
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

/** Expects the right revision mostly, at times an old or wrong one. */
const guess = fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(40) });

const put = fc.tuple(key, guess, fc.string()).map(([key, guess, value]): Step => {
  return async (store, model) => {
    const previous = model.now.get(key);
    const expect = guess ?? previous?.revision ?? 0;
    const written = await store.put(key, bytes(value), { expect });
    if (expect !== (previous?.revision ?? 0)) return assert.deepEqual(written, { ok: false, current: previous });
    const revision = model.revision + 1;
    const entry = { key, value: bytes(value), revision, createRevision: previous?.createRevision ?? revision };
    assert.deepEqual(written, { ok: true, entry });
    model.mutations.push({ type: 'put', entry, previous });
  };
});

const remove = fc.tuple(key, guess).map(([key, guess]): Step => {
  return async (store, model) => {
    const previous = model.now.get(key);
    const expect = guess ?? previous?.revision ?? 0;
    const removed = await store.delete(key, { expect });
    if (previous?.revision !== expect) return assert.deepEqual(removed, { ok: false, current: previous });
    const revision = model.revision + 1;
    assert.deepEqual(removed, { ok: true, revision });
    model.mutations.push({ type: 'delete', revision, previous });
  };
});

const get = key.map(
  (key): Step =>
    async (store, model) =>
      assert.deepEqual(await store.get(key), model.now.get(key)),
);

const list = fc
  .record({ prefix, back: fc.option(fraction), limit: fc.option(fc.integer({ min: 1, max: 5 })), after: fc.option(key) })
  .map(({ prefix, back, limit, after }): Step => {
    return async (store, model) => {
      const at = back === null ? undefined : Math.floor(model.revision * back);
      const reading = store.list(prefix, { at, limit: limit ?? undefined, after: after ?? undefined });
      if (at !== undefined && at < model.compacted) return assert.rejects(reading, CompactedError);
      const all = [...model.at(at ?? model.revision).values()]
        .filter(({ key }) => key.startsWith(prefix) && key > (after ?? ''))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1));
      const entries = all.slice(0, limit ?? all.length);
      const remaining = all.length - entries.length;
      assert.deepEqual(await reading, { entries, revision: at ?? model.revision, more: remaining > 0, remaining });
    };
  });

const watch = fc.tuple(prefix, fraction).map(([prefix, back]): Step => {
  return async (store, model, signal) => {
    const after = Math.floor(model.revision * back);
    const listening = new Listener(store, prefix, { after, signal }).until(model.revision);
    if (after < model.compacted) return assert.rejects(listening, CompactedError);
    const expected = model.mutations
      .slice(Math.max(0, after - 1))
      .filter((mutation) => (mutation.type === 'put' ? mutation.entry : mutation.previous).key.startsWith(prefix));
    assert.deepEqual((await listening).story, expected.map(tell));
  };
});

const compact = fraction.map((back): Step => {
  return async (store, model) => {
    const upTo = Math.floor(model.revision * back);
    // A watch that is behind may end when what it has not heard of is compacted.
    await model.listener.until(model.revision);
    await store.compact(upTo);
    model.compacted = Math.max(model.compacted, upTo);
  };
});

const history = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: put },
    { weight: 4, arbitrary: remove },
    { weight: 1, arbitrary: get },
    { weight: 3, arbitrary: list },
    { weight: 2, arbitrary: watch },
    { weight: 1, arbitrary: compact },
  ),
  { maxLength: 80, size: 'max' },
);

export function model(prepare: Prepare, { runs }: { runs: number }): void {
  test('any history of calls has the results of a naive model', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const ending = new AbortController();
        await using subject = await prepare();
        await using store = await subject.open();
        const listener = new Listener(store, '', { after: 1, signal: ending.signal });
        const model = new Model(listener);
        await listener.until(1);
        for (const step of steps) await step(store, model, ending.signal);
        assert.equal(await store.revision(), model.revision);
        assert.deepEqual((await listener.until(model.revision)).mutations, model.mutations);
        ending.abort();
      }),
      { numRuns: runs },
    );
  });
}
