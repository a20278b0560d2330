import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsonError, parseJson } from './json.ts';

test('what is no JSON is told in the words of upstream', () => {
  assert.deepEqual(parseJson('{"a":[1]}'), { a: [1] });
  const message = "invalid character 'o' in literal null (expecting 'u')";
  assert.throws(() => parseJson('not json'), { name: 'JsonError', message });
  assert.throws(() => parseJson('['.repeat(100_000)), JsonError);
});
