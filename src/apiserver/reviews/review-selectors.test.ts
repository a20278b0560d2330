import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reviewSelectors } from './review-selectors.ts';

const fields = 'spec.resourceAttributes.fieldSelector';
const labels = 'spec.resourceAttributes.labelSelector';
const node = { field: 'spec.nodeName', operator: '=', value: 'n' };
const is = (key: string, operator: string, ...values: string[]) => ({ key, operator, values });

const cases: readonly [what: string, asked: Parameters<typeof reviewSelectors>[0], ...expected: [object[], string[]]][] = [
  ['no selectors', {}, [], []],
  ['a text', { fieldSelector: { rawSelector: 'spec.nodeName=n,a!=b' } }, [node], []],
  ['a text that is none', { fieldSelector: { rawSelector: 'spec.nodeName' } }, [], [`${fields} ignored due to parse error`]],
  ['requirements', { fieldSelector: { requirements: [is('spec.nodeName', 'In', 'n'), is('a', 'NotIn', 'b')] } }, [node], []],
  [
    'requirements that fields do not have',
    { fieldSelector: { requirements: [is('spec.nodeName', 'In', 'n'), is('a', 'In', 'b', 'c'), is('d', 'Exists')] } },
    [node],
    [`${fields} partially ignored due to parse error`],
  ],
  ['nothing that can be read', { fieldSelector: { requirements: [is('a', 'x')] } }, [], [`${fields} ignored due to parse error`]],
  ['labels', { labelSelector: { rawSelector: 'a in (b)' } }, [], []],
  [
    'labels that cannot be read',
    { fieldSelector: { rawSelector: 'x' }, labelSelector: { rawSelector: 'a in' } },
    [],
    [`${fields} ignored due to parse error`, `${labels} ignored due to parse error`],
  ],
  [
    'operators of later',
    { labelSelector: { requirements: [is('a', 'Exists'), is('b', 'Like', 'c')] } },
    [],
    [`${labels} partially ignored due to parse error`],
  ],
];

for (const [what, asked, fieldRequirements, problems] of cases) {
  test(`${what} in a question`, () => assert.deepEqual(reviewSelectors(asked), { fieldRequirements, problems }));
}
