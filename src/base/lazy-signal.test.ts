import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LazySignal } from './lazy-signal.ts';

test('it tells of its end, whether it was asked for before or after', () => {
  const early = new LazySignal();
  const { signal } = early;
  early.abort('over');
  const late = new LazySignal();
  late.abort('over');
  late.abort('again');
  for (const each of [signal, early.signal, late.signal]) {
    assert.equal(each.aborted, true);
    assert.equal(each.reason, 'over');
  }
  assert.equal(early.signal, signal);
});

test('it ends with its parent, which does not end with it', () => {
  const parent = new LazySignal();
  const [child, sibling] = [new LazySignal(parent), new LazySignal(parent)];
  assert.equal(child.signal.aborted, false);
  sibling.abort();
  assert.deepEqual([sibling.signal.aborted, child.signal.aborted, parent.signal.aborted], [true, false, false]);
  parent.abort('over');
  assert.equal(child.signal.reason, 'over');
});
