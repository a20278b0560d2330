import assert from 'node:assert/strict';
import { test } from 'node:test';
import { variableInFile } from './variable-file.ts';

test('a variable is found in a file of variables', () => {
  const file = "# comment\n\n  A='one'\nB='two' # why\nLONG='first\nsecond'\nSPACED= 'x'\nC='$A \"q\"'\r\n";
  for (const [name, value] of [
    ['A', 'one'],
    ['B', 'two'],
    ['LONG', 'first\nsecond'],
    ['SPACED', ''],
    ['C', '$A "q"'],
    ['NONE', ''],
  ] as const) {
    assert.equal(variableInFile(file, name), value, name);
  }
});

test('a file that is not one of variables is refused, with the line', () => {
  const refused = 'invalid environment variable format';
  for (const [file, message] of [
    ['A', `${refused} at line 1: missing '='`],
    ["\n ='x'", `${refused} at line 2: empty variable name`],
    ["A ='x'", `${refused} at line 1: whitespace before '=' is not allowed`],
    ['A=x', `${refused} at line 1: value must be enclosed in single quotes`],
    ['A=', `${refused} at line 1: value must be enclosed in single quotes`],
    ["A='x'y", `${refused} at line 1: unexpected content after closing quote`],
    ["B='b'\nA='x\ny", `${refused} starting at line 2: unclosed single quote`],
  ] as const) {
    assert.throws(() => variableInFile(file, 'Z'), { message }, file);
  }
});
