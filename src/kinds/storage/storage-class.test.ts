import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, problemsOfUpdate } from '../testing/judge.ts';
import { StorageClass } from './storage-class.ts';

const storageClass = (more: object): object => ({ metadata: { name: 'fast' }, provisioner: 'example.com/disk', ...more });

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs a provisioner', storageClass({}), []],
  ['must have a provisioner', storageClass({ provisioner: '' }), ['provisioner: Required value']],
  [
    'knows policies and modes',
    storageClass({ reclaimPolicy: 'Recycle', volumeBindingMode: 'Later' }),
    [
      'reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"',
      'volumeBindingMode: Unsupported value: "Later": supported values: "Immediate", "WaitForFirstConsumer"',
    ],
  ],
  ['has parameters with names', storageClass({ parameters: { '': 'x' } }), ['parameters: Invalid value: "": field can not be empty.']],
  [
    'has topologies that are some',
    storageClass({
      allowedTopologies: [
        {
          matchLabelExpressions: [
            { key: 'a b', values: [] },
            { key: 'a b', values: ['x', 'x'] },
          ],
        },
      ],
    }),
    [
      'allowedTopologies[0].matchLabelExpressions[0].values: Required value',
      "allowedTopologies[0].matchLabelExpressions[0].key: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      'allowedTopologies[0].matchLabelExpressions[1].values[1]: Duplicate value: "x"',
      "allowedTopologies[0].matchLabelExpressions[1].key: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      'allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "a b"',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`StorageClass: ${what}`, () => {
    assert.deepEqual(problemsOf(StorageClass, object), problems);
  });
}

const updates: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  ['lets volumes grow is fine', storageClass({}), storageClass({ allowVolumeExpansion: true }), []],
  [
    'moves to another provisioner is not',
    storageClass({ parameters: { a: 'b' } }),
    storageClass({ provisioner: 'other', reclaimPolicy: 'Retain' }),
    [
      'parameters: Invalid value: null: field is immutable',
      'provisioner: Invalid value: "other": field is immutable',
      'reclaimPolicy: Invalid value: "Retain": field is immutable',
    ],
  ],
];

for (const [what, previous, next, problems] of updates) {
  test(`StorageClass: an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(StorageClass, previous, next), problems);
  });
}
