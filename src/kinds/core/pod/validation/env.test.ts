import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../../testing/judge.ts';
import { Pod } from '../index.ts';

const withContainer = (container: object): object => ({
  metadata: { name: 'web', namespace: 'default' },
  spec: { containers: [{ name: 'c', image: 'nginx', ...container }] },
});

const accepted: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['variables from a config map', withContainer({ envFrom: [{ prefix: 'X_', configMapRef: { name: 'settings' } }] }), []],
];

for (const [what, object, problems] of accepted) {
  test(`accepts ${what}`, () => {
    assert.deepEqual(problemsOf(Pod, object), problems);
  });
}

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['a variable without a name', withContainer({ env: [{ value: 'x' }] }), ['spec.containers[0].env[0].name: Required value']],
  [
    'a variable with an equals sign',
    withContainer({ env: [{ name: 'a=b' }] }),
    [
      'spec.containers[0].env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than \'=\'',
    ],
  ],
  [
    'a variable from nowhere',
    withContainer({ env: [{ name: 'A', valueFrom: {} }] }),
    [
      'spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
    ],
  ],
  [
    'a variable from two places',
    withContainer({ env: [{ name: 'A', value: 'x', valueFrom: { configMapKeyRef: { name: 'a', key: 'b' } } }] }),
    ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'],
  ],
  [
    'a field that pods do not have',
    withContainer({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.containers' } } }] }),
    [
      'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.containers": error converting fieldPath: field label not supported: spec.containers',
    ],
  ],
  [
    'a label without a key',
    withContainer({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a b']" } } }] }),
    [
      "spec.containers[0].env[0].valueFrom.fieldRef: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ],
  [
    'a resource field of no container',
    withContainer({ env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.disk' } } }] }),
    [
      'spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: "limits.disk": supported values: "limits.cpu", "limits.memory", "limits.ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage"',
    ],
  ],
  [
    'envFrom without a source',
    withContainer({ envFrom: [{}] }),
    ['spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`refuses ${what}`, () => {
    assert.deepEqual(problemsOf(Pod, object), problems);
  });
}
