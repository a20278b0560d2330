import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { unifiedDiff } from './unified-diff.ts';

const lines = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);

suite('unified diff', () => {
  test('equal texts have none', () => assert.equal(unifiedDiff('a\nb', 'a\nb'), ''));

  test('shows a change with three lines around', () => {
    const before = lines(1, 9).join('\n');
    const after = before.replace('line 5', 'changed');
    const expected = ['@@ -2,7 +2,7 @@', ' line 2', ' line 3', ' line 4', '-line 5', '+changed', ' line 6', ' line 7', ' line 8', ''];
    assert.equal(unifiedDiff(before, after), expected.join('\n'));
  });

  test('separates changes that are far from each other', () => {
    const before = lines(1, 20).join('\n');
    const after = before.replace('line 2\n', '').replace('line 19', 'line 19\nmore');
    assert.deepEqual(
      unifiedDiff(before, after)
        .split('\n')
        .filter((line) => /^[@+-]/.test(line)),
      ['@@ -1,5 +1,4 @@', '-line 2', '@@ -17,4 +16,5 @@', '+more'],
    );
  });

  test('keeps near changes together', () => {
    const before = lines(1, 9).join('\n');
    const after = before.replace('line 2', 'x').replace('line 8', 'y');
    assert.equal(unifiedDiff(before, after).match(/@@ /g)?.length, 1);
  });
});
