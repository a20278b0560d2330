import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { builtInKinds } from '../kinds/index.ts';
import { applyDefaults, cannotBeHandled, decode, DecodeError, duplicateFields } from './decode.ts';
import { apiVersionOf } from './kind.ts';
import { Deployment } from '../kinds/apps/deployment/index.ts';
import { ConfigMap } from '../kinds/core/config-map.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import { Secret } from '../kinds/core/secret.ts';
import { Service } from '../kinds/core/service/index.ts';

const pod = (spec: object, rest: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec, ...rest });
const container = (fields: object) => pod({ containers: [{ name: 'c', ...fields }] });
const decodedContainer = (fields: object) => decode(Pod.schema, container(fields)).object.spec.containers[0];

test('an object keeps what it says, in the order of the schema, metadata first', () => {
  const { object, unknown } = decode(Pod.schema, {
    spec: { containers: [] },
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { labels: { b: '1', a: '2' }, name: 'a' },
  });
  assert.equal(
    JSON.stringify(object),
    '{"metadata":{"name":"a","labels":{"b":"1","a":"2"}},"kind":"Pod","apiVersion":"v1","spec":{"containers":[]},"status":{}}',
  );
  assert.deepEqual(unknown, []);
});

test('what is always shown is filled in, and null is the same as absent', () => {
  assert.deepEqual(decode(Deployment.schema, { spec: { template: null, replicas: null } }).object, {
    metadata: {},
    spec: { selector: null, template: { metadata: {}, spec: { containers: null } }, strategy: {} },
    status: {},
  });
  assert.deepEqual(decode(Service.schema, { spec: { ports: [{}] } }).object.spec.ports, [{ port: 0, targetPort: 0 }]);
});

test('zero values are kept only where they mean something', () => {
  const { object } = decode(
    Pod.schema,
    pod({ hostNetwork: false, nodeName: '', priority: 0, volumes: [], nodeSelector: {}, containers: [] }),
  );
  assert.deepEqual(object.spec, { priority: 0, containers: [] });
  assert.equal(decode(Deployment.schema, { spec: { replicas: 0 } }).object.spec.replicas, 0);
});

test('null inside lists and maps becomes the zero value', () => {
  assert.deepEqual(decode(ConfigMap.schema, { data: { a: null } }).object.data, { a: '' });
  assert.deepEqual(decodedContainer({ command: ['a', null], resources: { limits: { cpu: null } } }), {
    name: 'c',
    command: ['a', ''],
    resources: { limits: { cpu: '0' } },
  });
});

test('quantities, times and base64 are brought into the form in which they are shown', () => {
  assert.deepEqual(decodedContainer({ resources: { requests: { cpu: '1000m', memory: 1024, pods: ' 5 ', x: 0.5 } } })?.resources, {
    requests: { cpu: '1', memory: '1024', pods: '5', x: '500m' },
  });
  const time = (text: unknown) => decode(ConfigMap.schema, { metadata: { creationTimestamp: text } }).object.metadata.creationTimestamp;
  assert.equal(time('2024-02-29T10:00:00+02:00'), '2024-02-29T08:00:00Z');
  assert.equal(time('2024-12-31T23:59:59.987Z'), '2024-12-31T23:59:59Z');
  assert.equal(time('0001-01-01T00:00:00Z'), undefined);
  assert.deepEqual(decode(Secret.schema, { data: { a: 'eA==', b: 'eB==', c: 'e\nA==', d: '' } }).object.data, {
    a: 'eA==',
    b: 'eA==',
    c: 'eA==',
    d: '',
  });
});

test('fields that nobody knows are dropped and told, in the order of the object', () => {
  const { object, unknown } = decode(
    Pod.schema,
    pod({ containers: [{ name: 'c', Image: 'x' }], nope: { deep: 1 } }, { metadata: { name: 'a', x: null }, extra: 1 }),
  );
  assert.deepEqual(unknown, [
    'unknown field "metadata.x"',
    'unknown field "spec.containers[0].Image"',
    'unknown field "spec.nope"',
    'unknown field "extra"',
  ]);
  assert.deepEqual(object.spec.containers, [{ name: 'c', resources: {} }]);
});

const go = 'json: cannot unmarshal';
const failures: [
  name: string,
  schema: typeof Pod.schema | typeof ConfigMap.schema | typeof Secret.schema,
  value: unknown,
  message: string,
][] = [
  [
    'a string for a number',
    Pod.schema,
    container({ ports: [{ containerPort: '80' }] }),
    `${go} string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32`,
  ],
  [
    'a number too large',
    Pod.schema,
    container({ ports: [{ containerPort: 2 ** 31 }] }),
    `${go} number 2147483648 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32`,
  ],
  ['a fraction', Pod.schema, pod({ priority: 1.5 }), `${go} number 1.5 into Go struct field PodSpec.spec.priority of type int32`],
  [
    'a number for a string in a map',
    ConfigMap.schema,
    { data: { a: 1 } },
    `${go} number into Go struct field ConfigMap.data of type string`,
  ],
  ['a list for a map', ConfigMap.schema, { data: ['a'] }, `${go} array into Go struct field ConfigMap.data of type map[string]string`],
  [
    'an object for a list',
    Pod.schema,
    pod({ containers: {} }),
    `${go} object into Go struct field PodSpec.spec.containers of type []v1.Container`,
  ],
  ['a string for an object', Pod.schema, pod('x' as never), `${go} string into Go struct field Pod.spec of type v1.PodSpec`],
  [
    'a string for a truth value',
    Pod.schema,
    pod({ hostNetwork: 'yes' }),
    `${go} string into Go struct field PodSpec.spec.hostNetwork of type bool`,
  ],
  [
    'the first of several',
    ConfigMap.schema,
    { immutable: 1, data: 2 },
    `${go} number into Go struct field ConfigMap.immutable of type bool`,
  ],
  ['a list as a whole', ConfigMap.schema, [], `${go} array into Go value of type v1.ConfigMap`],
  [
    'a number for a time',
    ConfigMap.schema,
    { metadata: { creationTimestamp: 1 } },
    `${go} number into Go struct field ObjectMeta.metadata.creationTimestamp of type string`,
  ],
  [
    'no time',
    ConfigMap.schema,
    { metadata: { creationTimestamp: 'x' } },
    'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"',
  ],
  [
    'a time too short',
    ConfigMap.schema,
    { metadata: { creationTimestamp: '2024-01-01' } },
    'parsing time "2024-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"',
  ],
  [
    'a day that is none',
    ConfigMap.schema,
    { metadata: { creationTimestamp: '2023-02-29T00:00:00Z' } },
    'parsing time "2023-02-29T00:00:00Z": day out of range',
  ],
  [
    'a month that is none',
    ConfigMap.schema,
    { metadata: { creationTimestamp: '2023-13-29T00:00:00Z' } },
    'parsing time "2023-13-29T00:00:00Z": month out of range',
  ],
  [
    'no quantity',
    Pod.schema,
    container({ resources: { limits: { cpu: 'abc' } } }),
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  ],
  ['no base64', Secret.schema, { data: { p: '!!!' } }, 'illegal base64 data at input byte 0'],
  ['base64 without padding', Secret.schema, { data: { p: 'eA' } }, 'illegal base64 data at input byte 0'],
  ['base64 with more behind it', Secret.schema, { data: { p: 'eA==eA==' } }, 'illegal base64 data at input byte 4'],
  [
    'neither number nor string',
    Pod.schema,
    container({ livenessProbe: { httpGet: { port: true } } }),
    `${go} bool into Go struct field HTTPGetAction.spec.containers.livenessProbe.httpGet.port of type int32`,
  ],
];
for (const [name, schema, value, message] of failures) {
  test(`${name} is refused in the words of upstream`, () => {
    assert.throws(
      () => decode<unknown>(schema, value),
      (error) => error instanceof DecodeError && (assert.equal(error.message, message), true),
    );
  });
}

test('the answer to a body that cannot be decoded names what it says it is and what was expected', () => {
  const error = cannotBeHandled({ kind: 'Secret', version: 'v1' }, { kind: 'ConfigMap' }, new Error('why'));
  assert.equal(error.status.message, 'Secret in version "v1" cannot be handled as a ConfigMap: why');
  assert.equal(error.status.code, 400);
});

test('JSON nested beyond reason is refused', () => {
  const deep = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
  const raw = (data: unknown) => ({ data });
  const revision = builtInKinds.find(({ kind }) => kind === 'ControllerRevision');
  const definition = builtInKinds.find(({ kind }) => kind === 'CustomResourceDefinition');
  assert.ok(revision && definition);
  assert.doesNotThrow(() => decode(revision.schema, raw(deep(500))));
  assert.throws(() => decode(revision.schema, raw(deep(100_000))), /exceeded max depth/);
  let not: object = {};
  for (let level = 0; level < 100_000; level++) not = { not };
  assert.throws(() => decode(definition.schema, { spec: { versions: [{ schema: { openAPIV3Schema: not } }] } }), /exceeded max depth/);
});

test('names from outside cannot change the nature of an object', () => {
  const { object } = decode(ConfigMap.schema, JSON.parse('{"data":{"__proto__":"x","constructor":"y"},"__proto__":{"a":1}}'));
  assert.equal(JSON.stringify(object.data), '{"__proto__":"x","constructor":"y"}');
  assert.equal(Object.getPrototypeOf(object), Object.prototype);
});

test('nothing of the value given is shared with the object', () => {
  const value = { metadata: { labels: { a: 'b' }, managedFields: [{ fieldsV1: { 'f:a': {} } }] }, data: { a: 'b' } };
  const { object } = decode(ConfigMap.schema, value);
  const before = structuredClone(value);
  for (const inner of [object.data, object.metadata.labels, object.metadata.managedFields?.[0]?.fieldsV1])
    Object.assign(inner ?? {}, { changed: '1' });
  assert.deepEqual(value, before);
});

test('defaults fill in what is absent and leave what is given', () => {
  const { object } = decode(Pod.schema, container({ ports: [{ containerPort: 1 }, { containerPort: 2, protocol: 'UDP' }] }));
  applyDefaults(Pod.schema, object);
  assert.deepEqual(object.spec.containers[0]?.ports, [
    { containerPort: 1, protocol: 'TCP' },
    { containerPort: 2, protocol: 'UDP' },
  ]);
});

test('fields given twice are told with their path', () => {
  const cases: [text: string, wanted: string[]][] = [
    ['{"a":1,"b":{"a":2}}', []],
    ['{"a":1,"a":2}', ['duplicate field "a"']],
    ['{"spec":{"replicas":1,"x":"\\"a\\":","replicas":2}}', ['duplicate field "spec.replicas"']],
    ['{ "l" : [ {"a":1} , {"a" : "x\\\\", "a" :2, "a":3} ] }', ['duplicate field "l[1].a"']],
    ['{"a":[[{"b":1,"b":1}]],"a":{}}', ['duplicate field "a[0][0].b"', 'duplicate field "a"']],
    ['{"\\u0061":1,"a":2}', ['duplicate field "a"']],
    ['{"__proto__":1,"x":{"__proto__":2}}', []],
    ['[]', []],
    ['"a:"', []],
  ];
  for (const [text, wanted] of cases) assert.deepEqual(duplicateFields(text, JSON.parse(text)), wanted, text);
});

test('no JSON value has fields twice by itself', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
      const value: unknown = JSON.parse(text);
      assert.deepEqual(duplicateFields(JSON.stringify(value, null, indent), value), []);
    }),
  );
});

const fixtures = new URL('../../../shared/fixtures/roundtrip/', import.meta.url);
test('a fully populated object of every kind decodes to itself, in the same order', { skip: !existsSync(fixtures) }, () => {
  for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.json'))) {
    const value = JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as { apiVersion: string; kind: string };
    const kind = builtInKinds.find((each) => apiVersionOf(each) === value.apiVersion && each.kind === value.kind);
    if (!kind) continue;
    const { object, unknown } = decode(kind.schema, value);
    assert.deepEqual(unknown, [], file);
    assert.deepEqual(object, value, file);
    // What it is comes first in answers, whatever the order here.
    const [{ apiVersion: _, kind: __, ...decoded }, { apiVersion: ___, kind: ____, ...given }] = [object, value];
    assert.equal(JSON.stringify(decoded), JSON.stringify(given), file);
  }
});
