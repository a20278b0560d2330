import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonPathProblem } from './json-path-problem.ts';

const fine = [
  '',
  'plain text',
  '{}',
  '{.spec.validations[0].expression}',
  '{spec.validations[0].expression}',
  'a{.x}b{$.y}c',
  "{['a b'].c[-1:][::2][*][0,1]}",
  '{..name}{.. .a}',
  '{range .items[*]}{@.a}{"\\n"}{end}',
  '{.items[?(@.a == "x)")].b[?(@.c)]}',
  '{.a\\.b}{1.5}{true}{-2}',
];

for (const template of fine) {
  test(`${JSON.stringify(template)} can be read`, () => {
    assert.equal(jsonPathProblem(template), undefined);
  });
}

const wrong: readonly (readonly [template: string, problem: string])[] = [
  ['{.a', 'unclosed action'],
  ['{.a\n}', 'unclosed action'],
  ['{(.a)}', "unrecognized character in action: U+0028 '('"],
  ['{.a[}', 'unterminated array'],
  ['{.a[x]}', 'invalid array index x'],
  ['{.a[1,x]}', 'invalid array index x'],
  ['{.a[-]}', 'array index - is not a number'],
  ['{.a[99999999999999999999]}', 'array index 99999999999999999999 is not a number'],
  ["{'a}", 'unterminated quoted string'],
  ["{'\\q'}", "unquote string '\\q' error invalid syntax"],
  ['{1.2.3}', 'cannot parse number 1.2.3'],
  ['{+}', 'cannot parse number +'],
  ['{....a}', 'invalid multiple recursive descent'],
  ['{.a[?(@.b]}', 'unterminated filter'],
  ['{.a[?(@.b)}', 'unclosed array expect ]'],
  ['{.a[?(@.b == (1))]}', 'unclosed array expect ]'],
];

for (const [template, problem] of wrong) {
  test(`${JSON.stringify(template)} cannot be read`, () => {
    assert.equal(jsonPathProblem(template), problem);
  });
}
