import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WriteQueue, type Write } from './write-queue.ts';

interface Batch {
  readonly keys: readonly string[];
  readonly resolve: (results: readonly string[]) => void;
  readonly reject: (error: Error) => void;
}

/** A queue whose batches are committed by hand. */
function queueByHand() {
  const batches: Batch[] = [];
  const commit = (writes: readonly Write[]) =>
    new Promise<readonly string[]>((resolve, reject) => batches.push({ keys: writes.map(({ key }) => key), resolve, reject }));
  const queue = new WriteQueue<string>(commit);
  const add = (key: string, bytes = 1) => queue.add({ key, value: new Uint8Array(bytes), expect: 0 });
  return { queue, batches, add };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const keysOf = (batches: readonly Batch[]) => batches.map(({ keys }) => keys.join(' '));

test('writes of one turn go together, and those that come while two batches are on their way gather for the next', async () => {
  const { batches, add } = queueByHand();
  const first = [add('a'), add('b')];
  await turn();
  void add('c');
  await turn();
  void add('d');
  await turn();
  void add('e');
  await turn();
  assert.deepEqual(keysOf(batches), ['a b', 'c']);
  batches[0]?.resolve(['A', 'B']);
  assert.deepEqual(await Promise.all(first), ['A', 'B']);
  await turn();
  assert.deepEqual(keysOf(batches), ['a b', 'c', 'd e']);
});

test('a batch that fails fails its own writes only', async () => {
  const { queue, batches, add } = queueByHand();
  const failing = add('a');
  await turn();
  const working = add('b');
  await turn();
  batches[0]?.reject(new Error('no room'));
  batches[1]?.resolve(['B']);
  await assert.rejects(failing, /no room/);
  assert.equal(await working, 'B');
  await queue.drained();
});

test('a batch is bounded in writes and bytes, but a write may be larger', async () => {
  const { batches, add } = queueByHand();
  for (let index = 0; index < 501; index++) void add('x');
  void add('large', 5 * 1024 * 1024);
  void add('y');
  for (const expected of [500, 1, 1, 1]) {
    await turn();
    const batch = batches.shift();
    assert.equal(batch?.keys.length, expected);
    batch.resolve(batch.keys);
  }
});

test('a queue is drained once all has been committed, also what has just been added', async () => {
  const { queue, batches, add } = queueByHand();
  await queue.drained();
  let drained = false;
  const written = add('a');
  const draining = queue.drained().then(() => (drained = true));
  await turn();
  assert.equal(drained, false);
  batches[0]?.resolve(['A']);
  await draining;
  assert.equal(await written, 'A');
});
