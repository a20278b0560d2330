import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goQuote } from './go-quote.ts';

test('text is quoted as Go does it', () => {
  for (const [text, quoted] of [
    ['plain', '"plain"'],
    ['say "hi"\n', String.raw`"say \"hi\"\n"`],
    ['back\\slash\x07\v', String.raw`"back\\slash\a\v"`],
    ['\x00\x7f', String.raw`"\x00\x7f"`],
    ['grüße 日本 🎈', '"grüße 日本 🎈"'],
    ['\u200b\u00a0', String.raw`"\u200b\u00a0"`],
    ['\u{e0001}', String.raw`"\U000e0001"`],
  ] as const) {
    assert.equal(goQuote(text), quoted);
  }
});
