import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { jsonProblem } from './json-problem.ts';

suite('problems of JSON', () => {
  const cases: [text: string, problem: string | undefined][] = [
    ['{"a":[1,-0.5e3,"x\\u0041",true,null]}', undefined],
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['notjson', "invalid character 'o' in literal null (expecting 'u')"],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['{a}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['01', "invalid character '1' after top-level value"],
  ];
  for (const [text, problem] of cases) test(JSON.stringify(text), () => assert.equal(jsonProblem(text), problem));
});
