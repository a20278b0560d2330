import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TokenCache } from './token-cache.ts';

test('the cache keeps what was used last', () => {
  const cache = new TokenCache<number>({ capacity: 2 });
  cache.set('a', 1);
  cache.set('b', 2);
  assert.equal(cache.get('a'), 1);
  cache.set('c', 3);
  assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c'), cache.size], [1, undefined, 3, 2]);
  assert.notEqual(cache.keyOf('x'), new TokenCache().keyOf('x'));
});
