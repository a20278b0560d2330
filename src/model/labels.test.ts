import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApiError } from './errors.ts';
import { formatSelector, parseLabelSelector, requiredValue, selectorFromLabels, selectorFromObject, selectorToString } from './labels.ts';
import { fieldSelector, fieldSelectorToString, parseFieldSelector } from './field-selectors.ts';
import { ConfigMap } from '../kinds/core/config-map.ts';

const refused = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    assert.ok(ApiError.is(error, 'BadRequest'));
    return error.message;
  }
  return assert.fail('was accepted');
};

test('label selectors match what they say', () => {
  const cases: [selector: string, labels: Record<string, string>, matches: boolean][] = [
    ['', {}, true],
    ['a=b', { a: 'b' }, true],
    ['a==b', { a: 'c' }, false],
    ['a!=b', {}, true],
    ['a!=b', { a: 'b' }, false],
    ['a', { a: '' }, true],
    ['!a', { a: '' }, false],
    ['! a', {}, true],
    ['a in (x,y)', { a: 'y' }, true],
    ['a in (x,y)', {}, false],
    ['a notin (x,y)', {}, true],
    ['a notin (x,y)', { a: 'x' }, false],
    ['a in (,x)', { a: '' }, true],
    ['a in ()', { a: '' }, true],
    ['a=', { a: '' }, true],
    ['a=,b=1', { a: '', b: '1' }, true],
    ['a>1', { a: '2' }, true],
    ['a>1', { a: 'x' }, false],
    ['a<1', { a: '0' }, true],
    ['in in (in,notin)', { in: 'in' }, true],
    ['a=b,c in (d)', { a: 'b', c: 'e' }, false],
    ['constructor', {}, false],
    [' a = b , c ', { a: 'b', c: '' }, true],
  ];
  for (const [text, labels, matches] of cases) assert.equal(parseLabelSelector(text).matches(labels), matches, text);
});

test('label selectors that make no sense are refused in the words of upstream', () => {
  const cases: Record<string, string> = {
    'bad key!=x': "unable to parse requirement: found 'key', expected: in, notin, =, ==, !=, gt, lt",
    'app gt 1': "unable to parse requirement: found 'gt', expected: in, notin, =, ==, !=, gt, lt",
    ',': "found ',', expected: !, identifier, or 'end of string'",
    'a,': "found '', expected: identifier after ','",
    'a=b c': "found 'c', expected: ',' or 'end of string'",
    'a in x': "unable to parse requirement: found 'x' expected: '('",
    'a in (x': "unable to parse requirement: found '', expected: ',' or ')'",
    'a in (=)': "unable to parse requirement: found '=', expected: ',', ')' or identifier",
    '!': "unable to parse requirement: found '', expected: identifier",
    'a=!': "unable to parse requirement: found '!', expected: identifier",
    'a>x': "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    '-a': "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    'a=-':
      "unable to parse requirement: values[0][a]: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
  };
  for (const [text, message] of Object.entries(cases))
    assert.equal(
      refused(() => parseLabelSelector(text)),
      message,
      text,
    );
});

test('selectors in objects', () => {
  assert.equal(selectorFromObject(undefined).matches({}), false);
  assert.equal(selectorFromObject({}).matches({ a: 'b' }), true);
  const object = {
    matchLabels: { z: '1', a: '2' },
    matchExpressions: [
      { key: 'm', operator: 'In', values: ['y', 'x'] },
      { key: 'n', operator: 'DoesNotExist' },
    ],
  };
  const selector = selectorFromObject(object);
  assert.equal(selectorToString(selector), 'a=2,m in (x,y),!n,z=1');
  assert.equal(selectorFromObject(object), selector);
  assert.equal(selector.matches({ a: '2', z: '1', m: 'x' }), true);
  assert.equal(
    refused(() => selectorFromObject({ matchExpressions: [{ key: 'a', operator: 'Nope' }] })),
    '"Nope" is not a valid label selector operator',
  );
  assert.equal(formatSelector({}), '<none>');
  assert.equal(formatSelector({ matchExpressions: [{ key: 'a', operator: 'Nope' }] }), '<error>');
  assert.equal(requiredValue(selector, 'a'), '2');
  assert.equal(requiredValue(selector, 'm'), undefined);
  assert.equal(selectorToString(selectorFromLabels({ b: '1', a: '2' })), 'a=2,b=1');
});

test('a selector written out is the same selector', () => {
  const key = fc.stringMatching(/^[a-z]([-a-z]{0,3}[a-z])?$/);
  const value = fc.stringMatching(/^([a-z0-9]([-a-z0-9]{0,3}[a-z0-9])?)?$/);
  const term = fc.oneof(
    fc.tuple(key, fc.constantFrom('=', '==', '!='), value).map((parts) => parts.join('')),
    fc
      .tuple(key, fc.constantFrom('in', 'notin'), fc.array(value, { minLength: 1, maxLength: 3 }))
      .map(([name, operator, values]) => `${name} ${operator} (${values.join(',')})`),
    key,
    key.map((name) => `!${name}`),
  );
  fc.assert(
    fc.property(fc.array(term, { minLength: 1, maxLength: 4 }), (terms) => {
      const selector = parseLabelSelector(terms.join(','));
      assert.deepEqual(parseLabelSelector(selectorToString(selector)).requirements, selector.requirements);
    }),
  );
});

test('field selectors match and are refused as upstream', () => {
  const object = { metadata: { name: 'a,b', namespace: 'n' } };
  // Only name and namespace are read.
  const matches = (text: string) => fieldSelector(text, ConfigMap)(object as never);
  assert.equal(matches(String.raw`metadata.name=a\,b`), true);
  assert.equal(matches('metadata.namespace!=n'), false);
  assert.equal(matches('metadata.namespace==n,metadata.name!=x'), true);
  assert.equal(matches(''), true);
  const cases: Record<string, string> = {
    'data.a=1': '"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"',
    'metadata.name': "invalid selector: 'metadata.name'; can't understand 'metadata.name'",
    'metadata.name=a=b': 'invalid field selector: unescaped character in value: 61',
    'metadata.name=\\x': 'invalid field selector: invalid escape sequence: \\x',
    'metadata.name=\\': 'invalid field selector: invalid escape sequence: \\',
  };
  for (const [text, message] of Object.entries(cases))
    assert.equal(
      refused(() => matches(text)),
      message,
      text,
    );
  assert.equal(
    refused(() => fieldSelector('spec.size=3', { ...ConfigMap, selectableFields: [] })),
    'field label not supported: spec.size',
  );
});

test('field selectors survive being written out', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ field: fc.stringMatching(/^[a-z.]+$/), operator: fc.constantFrom('=', '!='), value: fc.string() }), {
        maxLength: 3,
      }),
      (requirements) => {
        const text = fieldSelectorToString(requirements);
        assert.equal(fieldSelectorToString(parseFieldSelector(text)).split(',').length, text.split(',').length);
        assert.deepEqual(
          new Set(parseFieldSelector(text).map((each) => JSON.stringify(each))),
          new Set(requirements.map((each) => JSON.stringify(each))),
        );
      },
    ),
  );
});
