import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandVariables } from './expansion.ts';

const variables = new Map([
  ['VAR_A', 'A'],
  ['VAR_B', 'B'],
  ['VAR_REF', '$(VAR_A)'],
  ['VAR_EMPTY', ''],
  ['with space', 'S'],
]);

test('references are replaced, and everything else stays', () => {
  for (const [text, expected] of [
    ['$(VAR_A)', 'A'],
    ['___$(VAR_B)___', '___B___'],
    ['$(VAR_A)_$(VAR_B)', 'A_B'],
    ['$(VAR_EMPTY)', ''],
    ['$(VAR_DNE)', '$(VAR_DNE)'],
    ['$(VAR_REF)', '$(VAR_A)'],
    ['$$(VAR_A)', '$(VAR_A)'],
    ['$$$(VAR_A)', '$A'],
    ['$$$$(VAR_A)', '$$(VAR_A)'],
    ['$VAR_A', '$VAR_A'],
    ['$(VAR_A', '$(VAR_A'],
    ['$((VAR_A)', '$((VAR_A)'],
    ['$($(VAR_A))', '$($(VAR_A))'],
    ['$(VAR_A))', 'A)'],
    ['foo$', 'foo$'],
    ['$', '$'],
    ['$$', '$'],
    ['$()', '$()'],
    ['$?_boo_$!', '$?_boo_$!'],
    ['$(with space)', 'S'],
    ['\n$(VAR_A)', '\nA'],
    ['$x$(VAR_A)', '$xA'],
    ['$(VAR_A', '$(VAR_A'],
    ['$%$(VAR_B)', '$%B'],
  ] as const) {
    assert.equal(
      expandVariables(text, (name) => variables.get(name)),
      expected,
      text,
    );
  }
});
