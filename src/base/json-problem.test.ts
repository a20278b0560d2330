import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { jsonProblem } from './json-problem.ts';

suite('problems of JSON', () => {
  const cases: [text: string, problem: string | undefined][] = [
    ['{"a":[1,-0.5e3,"x\\u0041",true,null]}', undefined],
    ['', 'unexpected end of JSON input'],
    ['not json', "invalid character 'o' in literal null (expecting 'u')"],
    ['{', 'unexpected end of JSON input'],
    ['{a', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['-a', "invalid character 'a' in numeric literal"],
    ['1.', 'unexpected end of JSON input'],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['01', "invalid character '1' after top-level value"],
    ["'", "invalid character '\\'' looking for beginning of value"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
  ];
  for (const [text, problem] of cases) test(JSON.stringify(text), () => assert.equal(jsonProblem(text), problem));

  test('a problem is found exactly where there is one', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', '1', '-', '.', 'e', 't', 'true', ' ', '"a"') }),
    );
    fc.assert(
      fc.property(text, (each) => {
        let valid = true;
        try {
          JSON.parse(each);
        } catch {
          valid = false;
        }
        assert.equal(jsonProblem(each) === undefined, valid);
      }),
      { numRuns: 2000 },
    );
    assert.equal(jsonProblem('['.repeat(100_000)), 'unexpected end of JSON input');
  });
});
