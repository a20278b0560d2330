import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerHash } from './hash.ts';

test('the hash of a container is the one upstream computes', () => {
  assert.equal(containerHash({ name: 'test_container', image: 'foo/image:v1' }), '8e45cbd0');
});
