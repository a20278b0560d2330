import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, problemsOfUpdate } from '../../testing/judge.ts';
import { PersistentVolumeClaim } from './index.ts';

const claim = (spec: object, more: object = {}): object => ({
  metadata: { name: 'data', namespace: 'default' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  ...more,
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs modes and a size', claim({}), []],
  [
    'must have modes and a size',
    claim({ accessModes: [], resources: {} }),
    ['spec.accessModes: Required value: at least 1 access mode is required', 'spec.resources[storage]: Required value'],
  ],
  [
    'has modes that go together',
    claim({ accessModes: ['ReadWriteOncePod', 'ReadWriteOnce', 'Magic'] }),
    [
      'spec.accessModes: Unsupported value: "Magic": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
      'spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes',
    ],
  ],
  [
    'asks for something',
    claim({ resources: { requests: { storage: '0' } } }),
    ['spec.resources[storage]: Invalid value: "0": must be greater than zero'],
  ],
  [
    'is filled from something with a name',
    claim({ dataSourceRef: { kind: 'VolumeSnapshot', name: '' } }),
    [
      'spec.dataSource.name: Required value',
      'spec.dataSource: Invalid value: "VolumeSnapshot": must be \'PersistentVolumeClaim\' when referencing the default apiGroup',
      'spec.dataSourceRef.name: Required value',
      'spec.dataSourceRef: Invalid value: "VolumeSnapshot": must be \'PersistentVolumeClaim\' when referencing the default apiGroup',
    ],
  ],
  [
    'is of a class with a name',
    claim({ storageClassName: 'A', volumeMode: 'Tape' }),
    [
      "spec.storageClassName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      'spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`PersistentVolumeClaim: ${what}`, () => {
    assert.deepEqual(problemsOf(PersistentVolumeClaim, object), problems);
  });
}

const updates: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  ['binds it is fine', claim({}), claim({ volumeName: 'v' }), []],
  ['gives it a class is fine', claim({}), claim({ storageClassName: 'fast' }), []],
  [
    'takes less is not',
    claim({}),
    claim({ resources: { requests: { storage: '0.5Gi' } } }),
    [
      'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n@@ -6,7 +6,7 @@\n  "Resources": {\n   "Limits": null,\n   "Requests": {\n-   "storage": "1Gi"\n+   "storage": "512Mi"\n   }\n  },\n  "VolumeName": "",\n',
    ],
  ],
];

for (const [what, previous, next, problems] of updates) {
  test(`PersistentVolumeClaim: an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(PersistentVolumeClaim, previous, next), problems);
  });
}
