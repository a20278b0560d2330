import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkKey, prefixEnd } from './key.ts';

test('the end of a prefix is the next string that does not start with it', () => {
  assert.equal(prefixEnd('/registry/pods/'), '/registry/pods0');
  assert.equal(prefixEnd('a\u{10FFFF}'), 'b');
  assert.equal(prefixEnd('\uD7FF'), '\uE000');
  assert.equal(prefixEnd('\u{10FFFF}'), undefined);
  assert.equal(prefixEnd(''), undefined);
});

test('a key is between a prefix and its end exactly when it starts with it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '\uD7FF', '\uE000', '😀', '\u{10FFFF}'), maxLength: 4 });
  fc.assert(
    fc.property(text, text, (prefix, key) => {
      const end = prefixEnd(prefix);
      const between = order(key, prefix) >= 0 && (end === undefined || order(key, end) < 0);
      assert.equal(between, key.startsWith(prefix));
    }),
  );
});

test('a key without NUL and lone surrogates is one that can be stored', () => {
  for (const key of ['/a', 'ü', '😀']) checkKey(key);
  for (const key of ['', 'a\0', '\uDC00']) assert.throws(() => checkKey(key), TypeError);
});

const order = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
