import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Ring } from './ring.ts';

const revisions = (items: readonly { revision: number }[] | undefined) => items?.map(({ revision }) => revision);

test('everything after a revision, which need not be one of an item', () => {
  const ring = new Ring<{ revision: number }>({ capacity: 10, after: 4 });
  for (const revision of [6, 7, 9]) ring.push({ revision });
  assert.deepEqual(
    [4, 5, 6, 7, 8, 9, 100].map((after) => revisions(ring.after(after))),
    [[6, 7, 9], [6, 7, 9], [7, 9], [9], [9], [], []],
  );
});

test('nothing is known of what came before the ring', () => {
  const ring = new Ring<{ revision: number }>({ capacity: 10, after: 4 });
  assert.equal(ring.after(3), undefined);
  assert.deepEqual(ring.after(4), []);
});

test('what was forgotten is not passed off as nothing', () => {
  const ring = new Ring<{ revision: number }>({ capacity: 2, after: 0 });
  for (let revision = 1; revision <= 5; revision++) ring.push({ revision });
  assert.equal(ring.after(2), undefined);
  assert.deepEqual(revisions(ring.after(3)), [4, 5]);
});

test('what a reader was given does not change under its hands', () => {
  const ring = new Ring<{ revision: number }>({ capacity: 2, after: 0 });
  ring.push({ revision: 1 });
  const given = ring.after(0);
  for (let revision = 2; revision <= 10; revision++) ring.push({ revision });
  assert.deepEqual(revisions(given), [1]);
});

test('a ring answers in full or not at all, and remembers at least its capacity', () => {
  const steps = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 40 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(5), steps, (capacity, after, gaps) => {
      const ring = new Ring<{ revision: number }>({ capacity, after });
      const all: number[] = [];
      let revision = after;
      for (const gap of gaps) {
        revision += gap;
        all.push(revision);
        ring.push({ revision });
      }
      for (let asked = 0; asked <= revision + 1; asked++) {
        const expected = all.filter((each) => each > asked);
        const answer = revisions(ring.after(asked));
        if (answer) assert.deepEqual(answer, expected);
        else assert(asked < after || expected.length > capacity);
      }
    }),
  );
});
