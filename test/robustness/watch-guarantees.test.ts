import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchProblems, type Told } from './watch-guarantees.ts';

const added = (revision: number, value = `v${revision}`): Told => ({ type: 'change', what: 'ADDED', key: 'k', revision, value });
const bookmark = (revision: number): Told => ({ type: 'bookmark', revision });
const writes = [5, 6, 7].map((revision) => ({ key: 'k', revision, value: `v${revision}` }));

const cases: readonly [what: string, told: readonly Told[], problems: readonly RegExp[]][] = [
  ['everything in order', [added(5), bookmark(5), added(6), added(7), bookmark(9)], []],
  ['as far as it has come', [added(5), added(6)], []],
  ['one is missing', [added(5), added(7)], [/not told of k at 6/]],
  ['one comes twice', [added(5), added(5), added(6), added(7)], [/ADDED k=v5@5 after 5/]],
  ['out of order', [added(6), added(5), added(7)], [/ADDED k=v5@5 after 6/]],
  ['a bookmark that is ahead', [added(5), bookmark(6), added(6), added(7)], [/ADDED k=v6@6 after 6/]],
  ['a bookmark of what was not told', [added(5), bookmark(7)], [/not told of k at 6/, /not told of k at 7/]],
  ['another value', [added(5, 'x')], [/was told ADDED k=x@5 of k=v5/]],
];

for (const [what, told, problems] of cases) {
  test(what, () => {
    const found = watchProblems([{ from: 4, told }], { writes, deletions: [] });
    assert.equal(found.length, problems.length, found.join('; '));
    problems.forEach((problem, index) => assert.match(found[index] ?? '', problem));
  });
}

test('watchers must agree', () => {
  const logs = [added(5), added(5, 'other')].map((told) => ({ from: 4, told: [told] }));
  assert.deepEqual(watchProblems(logs, { writes: [], deletions: [] }), ['watcher 1 was told ADDED k=other@5, another ADDED k=v5@5']);
});

test('deletions are told', () => {
  const told: Told[] = [added(5), { type: 'change', what: 'DELETED', key: 'k', revision: 6, value: 'v5' }];
  const deletions = ['v5', 'v0'].map((value) => ({ key: 'k', value }));
  assert.deepEqual(watchProblems([{ from: 4, told }], { writes: [], deletions }), ['watcher 0 was not told that k=v0 was deleted']);
});
