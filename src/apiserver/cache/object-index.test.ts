import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { StoredObject } from '../../model/stored-object.ts';
import { ObjectIndex } from './object-index.ts';
import { configMap } from './cache-fixtures.ts';

const byLabel = () => new ObjectIndex(({ metadata }) => Object.values(metadata.labels ?? {}));
const stored = (name: string, ...values: string[]) => StoredObject.fromObject(configMap(name, values), 1);

test('an object is found by each of its values', () => {
  const index = byLabel();
  const web = stored('web', 'a', 'b');
  index.set('web', undefined, web);
  index.set('db', undefined, stored('db', 'b'));
  assert.deepEqual([...index.get('a').keys()], ['web']);
  assert.deepEqual([...index.get('b').keys()], ['web', 'db']);
  assert.equal(index.get('a').get('web'), web);
  assert.equal(index.get('c').size, 0);
});

test('an object that changes is no longer found by what it was', () => {
  const index = byLabel();
  const [before, after] = [stored('web', 'a', 'b'), stored('web', 'b', 'c')];
  index.set('web', undefined, before);
  index.set('web', before, after);
  assert.equal(index.get('a').size, 0);
  assert.equal(index.get('b').get('web'), after);
  assert.equal(index.get('c').get('web'), after);
  index.set('web', after, undefined);
  assert.deepEqual(
    ['a', 'b', 'c'].map((value) => index.get(value).size),
    [0, 0, 0],
  );
});

test('an index finds what a search of all objects finds', () => {
  const change = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    values: fc.option(fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const index = byLabel();
      const objects = new Map<string, StoredObject>();
      for (const { name, values } of changes) {
        const next = values && stored(name, ...values);
        index.set(name, objects.get(name), next);
        if (next) objects.set(name, next);
        else objects.delete(name);
      }
      for (const value of ['x', 'y', 'z']) {
        const expected = [...objects].filter(([, { object }]) => Object.values(object.metadata.labels ?? {}).includes(value));
        assert.deepEqual(new Map(index.get(value)), new Map(expected));
      }
    }),
  );
});
