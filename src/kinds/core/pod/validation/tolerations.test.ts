import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deployment } from '../../../apps/deployment/index.ts';
import { problemsOf, writtenBy } from '../../../testing/judge.ts';
import { Pod } from '../index.ts';

const compared = { ...writtenBy, gates: { isOn: () => true } };
const tolerating = (value: string): object => ({
  containers: [{ name: 'c', image: 'nginx:1' }],
  tolerations: [{ key: 'sla', operator: 'Gt', value }],
});
const pod = (value: string): object => ({ metadata: { name: 'web', namespace: 'default' }, spec: tolerating(value) });
const at = 'spec.tolerations[0]';

test('tolerations compare numbers only where the feature for it is on', () => {
  const unknown = 'Unsupported value: "Gt": supported values: "Equal", "Exists", "Lt", "Gt"';
  assert.deepEqual(problemsOf(Pod, pod('900')), [`${at}.operator: ${unknown}`]);
  assert.deepEqual(problemsOf(Pod, pod('900'), compared), []);
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: tolerating('900') };
  const deployment = { metadata: { name: 'web', namespace: 'default' }, spec: { selector: { matchLabels: labels }, template } };
  assert.deepEqual(problemsOf(Deployment, deployment), [`spec.template.${at}.operator: ${unknown}`]);
  assert.deepEqual(problemsOf(Deployment, deployment, compared), []);
});

const refused: readonly (readonly [value: string, problems: readonly string[]])[] = [
  ['', ['must be non-empty', 'strconv.ParseInt: parsing "": invalid syntax']],
  ['010', ['must be a valid decimal integer in canonical form']],
  ['x', ['must be a valid decimal integer in canonical form', 'strconv.ParseInt: parsing "x": invalid syntax']],
  ['9223372036854775808', ['strconv.ParseInt: parsing "9223372036854775808": value out of range']],
];

for (const [value, problems] of refused) {
  test(`${JSON.stringify(value)} is no number to compare with`, () => {
    assert.deepEqual(
      problemsOf(Pod, pod(value), compared),
      problems.map((problem) => `${at}.value: Invalid value: ${JSON.stringify(value)}: ${problem}`),
    );
  });
}
