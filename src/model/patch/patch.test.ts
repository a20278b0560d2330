import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApiError } from '../errors.ts';
import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { equalJson } from './json-object.ts';
import { applyStrategicMergePatch } from './strategic-merge.ts';

/** Deeply frozen, so that a wrong write fails at once. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

function refusal(run: () => unknown): { code: number; message: string | undefined; reason: string | undefined } {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    const { code, message, reason } = error.status;
    return { code, message, reason };
  }
  return assert.fail('was accepted');
}

test('JSON patches do what they say', () => {
  const document = frozen({ a: { x: 1, 'b/c~d': 2 }, l: [1, 2, 3], n: null });
  const cases: [patch: unknown[], wanted: unknown][] = [
    [[], document],
    [[{ op: 'add', path: '/a/y', value: [1] }], { ...document, a: { x: 1, 'b/c~d': 2, y: [1] } }],
    [[{ op: 'replace', path: '/a/b~1c~0d', value: 9 }], { ...document, a: { x: 1, 'b/c~d': 9 } }],
    [[{ op: 'remove', path: '/a/x' }], { ...document, a: { 'b/c~d': 2 } }],
    [
      [
        { op: 'add', path: '/l/-', value: 4 },
        { op: 'add', path: '/l/0', value: 0 },
        { op: 'remove', path: '/l/-1' },
      ],
      { ...document, l: [0, 1, 2, 3] },
    ],
    [[{ op: 'replace', path: '/l/-1', value: 9 }], { ...document, l: [1, 2, 9] }],
    [[{ op: 'replace', path: '/missing', value: 1 }], { ...document, missing: 1 }],
    [[{ op: 'move', from: '/a/x', path: '/x' }], { a: { 'b/c~d': 2 }, l: [1, 2, 3], n: null, x: 1 }],
    [
      [
        { op: 'copy', from: '/a', path: '/c' },
        { op: 'add', path: '/c/x', value: 5 },
      ],
      { ...document, c: { x: 5, 'b/c~d': 2 } },
    ],
    [
      [
        { op: 'test', path: '/a', value: { 'b/c~d': 2, x: 1 } },
        { op: 'test', path: '/n', value: null },
        { op: 'test', path: '/nope' },
      ],
      document,
    ],
    [[{ op: 'replace', path: '', value: { z: 1 } }], { z: 1 }],
    [
      [{ op: 'add', path: '/__proto__', value: { polluted: true } }],
      JSON.parse('{"a":{"x":1,"b/c~d":2},"l":[1,2,3],"n":null,"__proto__":{"polluted":true}}'),
    ],
  ];
  for (const [patch, wanted] of cases) assert.ok(equalJson(applyJsonPatch(document, frozen(patch)), wanted), JSON.stringify(patch));
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
});

test('JSON patches that do not apply are refused as upstream refuses them', () => {
  const document = { a: { x: 1 }, l: [1], s: 'text' };
  const unsaid = { code: 422, message: 'the server rejected our request due to an error in our request', reason: 'Invalid' };
  const cases: unknown[] = [
    { op: 'test', path: '/a/x', value: 2 },
    { op: 'test', path: '/l/5', value: 2 },
    { op: 'remove', path: '/a/nope' },
    { op: 'remove', path: '/l/1' },
    { op: 'add', path: '/a/x/y', value: 1 },
    { op: 'add', path: '/s/x', value: 1 },
    { op: 'add', path: '/l/2', value: 1 },
    { op: 'add', path: '/l/x', value: 1 },
    { op: 'replace', path: '/l/1', value: 1 },
    { op: 'move', from: '/nope', path: '/x' },
    { op: 'add', path: 'a', value: 1 },
    { op: 'add', value: 1 },
    { op: 'frobnicate', path: '/a' },
    {},
  ];
  for (const operation of cases)
    assert.deepEqual(
      refusal(() => applyJsonPatch(document, [operation])),
      unsaid,
      JSON.stringify(operation),
    );
  const message = (patch: unknown) => refusal(() => applyJsonPatch(document, patch)).message;
  assert.equal(
    message({ not: 'a list' }),
    'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
  );
  assert.equal(message(['x']), 'error decoding patch: json: cannot unmarshal string into Go value of type handlers.jsonPatchOp');
  assert.equal(
    message([{ op: 1 }]),
    'error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string',
  );
  const many = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/a/x', value: 1 }));
  assert.deepEqual(
    refusal(() => applyJsonPatch(document, many)),
    {
      code: 413,
      message: 'The allowed maximum operations in a JSON patch is 10000, got 10001',
      reason: 'RequestEntityTooLarge',
    },
  );
});

test('copies of copies end before memory does', () => {
  const doubling = Array.from({ length: 60 }, (_, index) => ({ op: 'copy', from: '/a', path: `/a/${index}` }));
  assert.equal(refusal(() => applyJsonPatch({ a: { text: 'x'.repeat(1000) } }, doubling)).code, 422);
});

test('merge patches set, remove and replace', () => {
  const cases: [current: unknown, patch: unknown, wanted: unknown][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b', null] }, { a: ['b', null] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [current, patch, wanted] of cases) assert.deepEqual(applyMergePatch(frozen(current), frozen(patch)), wanted);
  assert.equal(refusal(() => applyMergePatch({}, null)).message, 'Invalid JSON Patch');
  assert.equal(JSON.stringify(applyMergePatch({ z: 1, a: { z: 1, b: 2 } }, { c: 1 })), '{"a":{"z":1,"b":2},"c":1,"z":1}');
});

test('a merge patch made of the differences gives what was wanted', () => {
  const value = fc.dictionary(
    fc.string({ maxLength: 2 }),
    fc.oneof(fc.integer(), fc.string(), fc.dictionary(fc.constantFrom('a', 'b'), fc.integer())),
    { noNullPrototype: true },
  );
  const difference = (from: unknown, to: unknown): unknown => {
    const isMap = (each: unknown): each is Record<string, unknown> => typeof each === 'object' && each !== null;
    if (!isMap(from) || !isMap(to)) return to;
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => key !== '__proto__');
    return Object.fromEntries(keys.map((key) => [key, key in to ? difference(from[key], to[key]) : null]));
  };
  fc.assert(fc.property(value, value, (from, to) => assert.ok(equalJson(applyMergePatch(frozen(from), difference(from, to)), to))));
});

const container = (name: string, fields: object = {}) => ({ name, ...fields });
const pod = (spec: object) => ({ metadata: { name: 'p' }, spec });
const patched = (current: object, patch: object) =>
  applyStrategicMergePatch(frozen(current), frozen(patch), Pod.schema) as {
    spec: Record<string, unknown>;
    metadata: Record<string, unknown>;
  };

test('lists of objects are merged by their key', () => {
  const current = pod({ containers: [container('a', { image: '1', ports: [{ containerPort: 80 }] }), container('b', { image: '2' })] });
  assert.deepEqual(patched(current, { spec: { containers: [container('b', { image: '3' })] } }).spec['containers'], [
    container('a', { image: '1', ports: [{ containerPort: 80 }] }),
    container('b', { image: '3' }),
  ]);
  assert.deepEqual(patched(current, { spec: { containers: [container('a', { ports: [{ containerPort: 81 }] })] } }).spec['containers'], [
    container('a', { image: '1', ports: [{ containerPort: 81 }, { containerPort: 80 }] }),
    container('b', { image: '2' }),
  ]);
  assert.deepEqual(patched(current, { spec: { containers: [{ name: 'a', $patch: 'delete' }] } }).spec['containers'], [
    container('b', { image: '2' }),
  ]);
  assert.deepEqual(patched(current, { spec: { containers: [container('c'), { $patch: 'replace' }] } }).spec['containers'], [
    container('c'),
  ]);
  assert.deepEqual(patched(current, { spec: { containers: null } }).spec, {});
});

test('the order of items can be set', () => {
  const current = pod({ containers: ['a', 'b', 'c'].map((name) => container(name)) });
  const names = (patch: object) => (patched(current, patch).spec['containers'] as { name: string }[]).map(({ name }) => name).join('');
  assert.equal(names({}), 'abc');
  assert.equal(names({ spec: { '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }] } }), 'bca');
  assert.equal(
    names({
      spec: { '$setElementOrder/containers': [{ name: 'n' }, { name: 'a' }, { name: 'b' }, { name: 'c' }], containers: [container('n')] },
    }),
    'nabc',
  );
  assert.equal(
    names({ spec: { '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }], containers: [{ name: 'b', $patch: 'delete' }] } }),
    'ca',
  );
  assert.equal(names({ spec: { containers: [container('x'), container('b')] } }), 'xabc');
});

test('lists of values are merged as sets where the schema says so, and replaced elsewhere', () => {
  const current = { metadata: { name: 'p', finalizers: ['a'] }, spec: { tolerations: [{ key: 'x' }], nodeSelector: { a: 'b' } } };
  assert.deepEqual(patched(current, { metadata: { finalizers: ['b'] } }).metadata['finalizers'], ['b', 'a']);
  assert.deepEqual(patched(current, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } }).metadata['finalizers'], []);
  assert.deepEqual(
    patched(current, {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['a'], finalizers: ['c'], '$setElementOrder/finalizers': ['c'] },
    }).metadata['finalizers'],
    ['c'],
  );
  assert.deepEqual(patched(current, { spec: { tolerations: [{ key: 'y' }] } }).spec['tolerations'], [{ key: 'y' }]);
  assert.deepEqual(patched(current, { spec: { nodeSelector: { $patch: 'replace', c: 'd' } } }).spec['nodeSelector'], { c: 'd' });
  assert.deepEqual(patched(current, { spec: { nodeSelector: { $patch: 'delete' } } }).spec['nodeSelector'], {});
  assert.deepEqual(patched(current, { spec: { nodeSelector: { a: null, c: 'd' } } }).spec['nodeSelector'], { c: 'd' });
  assert.deepEqual(
    patched(current, { spec: { affinity: { $patch: 'delete' }, hostname: null, securityContext: { runAsUser: null } } }).spec,
    { ...current.spec, securityContext: {} },
  );
});

test('fields that are not to be retained go', () => {
  const current = frozen({ spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } });
  const patch = { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } };
  assert.deepEqual(applyStrategicMergePatch(current, frozen(patch), Deployment.schema), { spec: { strategy: { type: 'Recreate' } } });
  assert.deepEqual(
    refusal(() => applyStrategicMergePatch(current, { spec: { strategy: { $retainKeys: ['x'], type: 'Recreate' } } }, Deployment.schema)),
    {
      code: 400,
      message: 'invalid patch format of retainKeys',
      reason: 'BadRequest',
    },
  );
});

test('strategic merge patches that make no sense are refused in the words of upstream', () => {
  const current = pod({ containers: [container('a')], nodeSelector: { a: 'b' } });
  const message = (spec: object) => refusal(() => patched(current, { spec })).message;
  assert.equal(message({ containers: [{ image: 'noname' }] }), 'map: map[image:noname] does not contain declared merge key: name');
  assert.equal(message({ $setElementOrder: 1 }), 'expected a []interface {}, but received a int64');
  assert.equal(
    message({ '$setElementOrder/containers': [{ name: 'b' }], containers: [container('c')] }),
    "The order in patch list:\n[map[name:c]]\n doesn't match $setElementOrder list:\n[map[name:b]]\n",
  );
  assert.equal(message({ containers: ['a', { name: 'b' }] }), 'list element types are not identical: [[map[name:a]] [a map[name:b]]]');
  assert.equal(message({ nodeSelector: { $patch: 'nope' } }), 'unknown patch type: nope in map: map[$patch:nope]');
  assert.equal(message({ containers: [{ name: 'a', $patch: 'merge' }] }), 'merging lists cannot yet be specified in the patch');
  assert.equal(refusal(() => patched(current, { spec: { containers: [{ name: 1, $patch: 'x' }] } })).reason, undefined);
});

test('merging never loses an item and never makes two of one', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
  fc.assert(
    fc.property(names, names, fc.boolean(), (before, after, sets) => {
      const current = pod({ containers: before.map((name) => container(name, { image: '1' })) });
      const order = sets && before.length + after.length > 0 ? { '$setElementOrder/containers': after.map((name) => ({ name })) } : {};
      const result = (patched(current, { spec: { containers: after.map((name) => container(name, { image: '2' })), ...order } }).spec[
        'containers'
      ] ?? []) as { name: string; image: string }[];
      assert.deepEqual(result.map(({ name }) => name).toSorted(), [...new Set([...before, ...after])].toSorted());
      assert.deepEqual(
        result.filter(({ image }) => image === '2').map(({ name }) => name),
        after,
      );
      assert.deepEqual(
        result.filter(({ image }) => image === '1').map(({ name }) => name),
        before.filter((name) => !after.includes(name)),
      );
    }),
  );
});
