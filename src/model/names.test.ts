import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkCIdentifier,
  checkConfigMapKey,
  checkDns1035Label,
  checkDnsLabel,
  checkDnsSubdomain,
  checkEnvVarName,
  checkLabelKey,
  checkLabelValue,
  checkPathSegment,
  checkPortName,
  checkPortNumber,
  checkRelaxedEnvVarName,
  checkWildcardDnsSubdomain,
} from './names.ts';

const long = (length: number) => 'a'.repeat(length);

const accepted: [check: (value: string) => readonly string[], values: string[]][] = [
  [checkDnsLabel, ['a', 'my-name', '123-abc', '1', long(63)]],
  [checkDnsSubdomain, ['a', 'example.com', '1.2.3', long(253)]],
  [checkDns1035Label, ['a', 'abc-123', long(63)]],
  [checkWildcardDnsSubdomain, ['*.example.com', '*.a']],
  [checkPathSegment, ['a:b', '', 'system:node', '...']],
  [checkLabelKey, ['a', 'MyName', 'example.com/My.Name_1', `${long(253)}/x`]],
  [checkLabelValue, ['', 'a', '12345', 'a.b_c-d', long(63)]],
  [checkEnvVarName, ['A', 'my.env-name', '_x', '-x']],
  [checkRelaxedEnvVarName, ['1 2', 'a~', '!']],
  [checkCIdentifier, ['_', 'MyName1']],
  [checkConfigMapKey, ['key.name', '__proto__', '...a'.slice(3), long(253)]],
  [checkPortName, ['http', 'a-1', '1a']],
];

test('good names are accepted', () => {
  for (const [check, values] of accepted) for (const value of values) assert.deepEqual(check(value), [], `${check.name} ${value}`);
});

test('bad names are refused in the words of upstream', () => {
  const label =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  const name =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  const cases: [problems: readonly string[], wanted: readonly string[]][] = [
    [checkDnsLabel('A'), [label]],
    [checkDnsLabel('a.b'), ['must not contain dots']],
    [checkDnsLabel(long(64)), ['must be no more than 63 characters']],
    [checkDnsLabel('é'.repeat(40)), ['must be no more than 63 characters', label]],
    [checkDnsLabel('-', { isPrefix: true }), [label]],
    [checkDnsLabel('web-', { isPrefix: true }), []],
    [checkDnsSubdomain(long(254)), ['must be no more than 253 characters']],
    [checkPathSegment('..'), ["may not be '..'"]],
    [checkPathSegment('..', { isPrefix: true }), []],
    [checkPathSegment('a/b%'), ["may not contain '/'", "may not contain '%'"]],
    [checkLabelKey('bad key!'), [`name part ${name}`]],
    [checkLabelKey(''), ['name part must be non-empty', `name part ${name}`]],
    [checkLabelKey('/a'), ['prefix part must be non-empty']],
    [checkLabelKey(long(64)), ['name part must be no more than 63 bytes']],
    [checkLabelKey('a/b/c'), [`a valid label key ${name} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]],
    [checkLabelValue(long(64)), ['must be no more than 63 bytes']],
    [checkConfigMapKey('..'), ["must not be '..'"]],
    [checkConfigMapKey('...'), ["must not start with '..'"]],
    [checkPortName('-'), ['must contain at least one letter (a-z)', 'must not begin or end with a hyphen']],
    [checkPortNumber(0), ['must be between 1 and 65535, inclusive']],
    [checkRelaxedEnvVarName(''), ['environment variable name must be non-empty']],
  ];
  for (const [problems, wanted] of cases) assert.deepEqual(problems, wanted);
});
