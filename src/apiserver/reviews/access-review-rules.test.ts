import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validateSelectors } from './access-review-rules.ts';

const at = 'spec.resourceAttributes';

const refused: readonly (readonly [
  what: string,
  attributes: Parameters<typeof validateSelectors>[0]['resourceAttributes'],
  problems: readonly string[],
])[] = [
  ['nothing', {}, []],
  [
    'selectors that select nothing',
    { fieldSelector: {}, labelSelector: {} },
    ['fieldSelector', 'labelSelector'].map(
      (name) => `${at}.${name}.requirements: Required value: when ${at}.${name} is specified, requirements or rawSelector is required`,
    ),
  ],
  [
    'fields',
    {
      fieldSelector: {
        requirements: [
          { key: '', operator: 'In', values: [] },
          { key: 'a', operator: 'Near' },
        ],
      },
    },
    [
      `${at}.fieldSelector.requirements[0].key: Required value: must be specified`,
      `${at}.fieldSelector.requirements[0].values: Required value: must be specified when \`operator\` is 'In' or 'NotIn'`,
    ],
  ],
  [
    'labels with values that are none, but by any operator',
    {
      labelSelector: {
        requirements: [
          { key: 'a', operator: 'In', values: ['-'] },
          { key: 'a', operator: 'Near' },
        ],
      },
    },
    [
      `${at}.labelSelector.requirements[0].values[0]: Invalid value: "-": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  ],
];

for (const [what, resourceAttributes, problems] of refused) {
  test(`a review asks about ${what}`, () => {
    const found = [...validateSelectors({ ...(resourceAttributes && { resourceAttributes }) })];
    assert.deepEqual(
      found.map(({ field, message }) => `${field}: ${message}`),
      problems,
    );
  });
}
