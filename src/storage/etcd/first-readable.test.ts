import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstReadable } from './first-readable.ts';

test('the first revision that can be read is found with few questions', async () => {
  const revisions = fc.tuple(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6)).map((all) => all.toSorted((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(revisions, async ([from = 0, first = 0, to = 0]) => {
      let asked = 0;
      const isReadable = async (revision: number) => {
        asked++;
        return revision >= first;
      };
      assert.equal(await firstReadable({ from, to, isReadable }), first);
      assert(asked <= 22, String(asked));
    }),
  );
});
