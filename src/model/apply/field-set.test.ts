import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pathsOf, pathToString } from './field-path.ts';
import { difference, differenceBelow, hasPath, intersection, leaf, setOfPaths, union, type FieldSet } from './field-set.ts';

const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map((names) => names.join('.'));
const paths = fc.uniqueArray(path, { maxLength: 8 });
const show = (set: FieldSet | undefined): string[] => [...pathsOf(set)].map((each) => pathToString(each).slice(1)).toSorted();

test('operations on sets of fields agree with those on lists of paths', () => {
  fc.assert(
    fc.property(paths, paths, (a, b) => {
      const left = setOfPaths(a);
      const right = setOfPaths(b);
      assert.deepEqual(show(left), a.toSorted());
      assert.deepEqual(show(union(left, right)), [...new Set([...a, ...b])].toSorted());
      assert.deepEqual(show(difference(left, right)), a.filter((each) => !b.includes(each)).toSorted());
      assert.deepEqual(show(intersection(left, right)), a.filter((each) => b.includes(each)).toSorted());
      assert.deepEqual(
        show(differenceBelow(left, right)),
        a.filter((each) => !b.some((other) => each === other || each.startsWith(`${other}.`))).toSorted(),
      );
      for (const each of a)
        assert.ok(
          hasPath(
            left,
            each.split('.').map((name) => `f:${name}`),
          ),
        );
    }),
  );
});

test('what does not change is shared', () => {
  fc.assert(
    fc.property(paths, paths, (a, b) => {
      const both = union(setOfPaths(a), setOfPaths(b));
      assert.equal(union(both, setOfPaths(b)), both);
      assert.equal(difference(both, setOfPaths(['x.y'])), both);
    }),
  );
});

test('paths are told as upstream tells them', () => {
  const set: FieldSet = {
    'f:spec': { 'f:ports': { '.': leaf, 'k:{"port":80,"protocol":"TCP"}': { 'f:name': leaf } }, 'f:finalizers': { 'v:"a/b"': leaf } },
  };
  assert.deepEqual([...pathsOf(set)].map(pathToString), [
    '.spec.ports',
    '.spec.finalizers[="a/b"]',
    '.spec.ports[port=80,protocol="TCP"].name',
  ]);
});
