import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOfStatusUpdate } from '../testing/judge.ts';
import { ValidatingAdmissionPolicy } from './validating-admission-policy.ts';

test('what a policy is warned of stands at a place in it', () => {
  const policy = (expressionWarnings: readonly object[]): object => ({
    metadata: { name: 'a' },
    spec: {},
    status: { typeChecking: { expressionWarnings } },
  });
  const warnings = [
    { fieldRef: ' spec.validations[0].expression ', warning: 'w' },
    { fieldRef: ' ', warning: '' },
    { fieldRef: 'spec.validations[x]', warning: 'w' },
    { fieldRef: '{', warning: 'w' },
  ];
  const at = 'status.typeChecking.expressionWarnings';
  assert.deepEqual(problemsOfStatusUpdate(ValidatingAdmissionPolicy, policy([]), policy(warnings)), [
    `${at}[1].warning: Required value`,
    `${at}[1].fieldRef: Required value`,
    `${at}[2].fieldRef: Invalid value: "spec.validations[x]": invalid JSONPath: invalid array index x`,
    `${at}[3].fieldRef: Invalid value: "{": invalid JSONPath: unrecognized character in action: U+007B '{'`,
  ]);
});
