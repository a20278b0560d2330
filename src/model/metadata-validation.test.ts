import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Field } from './field.ts';
import type { ObjectMeta } from './meta.ts';
import { validateAnyMetadataUpdate, validateFieldManager, validateMetadata } from './metadata-validation.ts';

const options = { kind: { scope: 'Namespaced' }, field: new Field('metadata') } as const;
const good: ObjectMeta = { name: 'a', namespace: 'n', uid: 'u', resourceVersion: '1', creationTimestamp: '2024-01-01T00:00:00Z' };
const problems = (metadata: ObjectMeta) => [...validateMetadata(metadata, options)].map(({ field, message }) => `${field}: ${message}`);
const changes = (next: ObjectMeta, previous: ObjectMeta = good) => [
  ...new Set([...validateAnyMetadataUpdate(next, previous, options)].map(({ field, message }) => `${field}: ${message}`)),
];

test('good metadata is accepted', () => {
  assert.deepEqual(problems({ ...good, labels: { a: 'b' }, annotations: { 'UPPER/ok': 'x y' }, finalizers: ['kubernetes', 'a.b/c'] }), []);
  assert.deepEqual(changes(good), []);
});

test('what is wrong with new metadata is said in the words of upstream', () => {
  const [tooLong] = problems({ ...good, annotations: { a: 'x'.repeat(256 * 1024) } });
  assert.equal(tooLong, 'metadata.annotations: Too long: may not be more than 262144 bytes');
  assert.deepEqual(problems({ namespace: 'n' }), ['metadata.name: Required value: name or generateName is required']);
  assert.deepEqual(problems({ ...good, namespace: '' }), ['metadata.namespace: Required value']);
  assert.deepEqual(
    [...validateMetadata(good, { ...options, kind: { scope: 'Cluster' } })].map(({ message }) => message),
    ['Forbidden: not allowed on this type'],
  );
  assert.deepEqual(problems({ ...good, finalizers: ['nodomain'] }), [
    'metadata.finalizers[0]: Invalid value: "nodomain": name is neither a standard finalizer name nor is it fully qualified',
  ]);
  const owners = [
    { apiVersion: 'v1', kind: 'Pod', name: '', uid: '' },
    { apiVersion: '', kind: '', name: 'a', uid: 'b', controller: true },
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a', uid: 'b', controller: true },
  ];
  assert.deepEqual(problems({ ...good, ownerReferences: owners }), [
    'metadata.ownerReferences.name: Invalid value: "": must not be empty',
    'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
    'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
    'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
    `metadata.ownerReferences: Invalid value: ${JSON.stringify(owners)}: Only one reference can have Controller set to true. Found "true" in references for /a and Deployment/a`,
  ]);
  assert.deepEqual(problems({ ...good, managedFields: [{ operation: 'X', fieldsType: 'Y', manager: 'm' }] }), [
    'metadata.managedFields[0].operation: Invalid value: "X": must be `Apply` or `Update`',
    'metadata.managedFields[0].fieldsType: Invalid value: "Y": must be `FieldsV1`',
  ]);
});

test('what an update may not change is refused', () => {
  assert.deepEqual(changes({ ...good, name: 'b' }), ['metadata.name: Invalid value: "b": field is immutable']);
  assert.deepEqual(changes({ ...good, uid: 'v' }), ['metadata.uid: Invalid value: "v": field is immutable']);
  assert.deepEqual(changes({ ...good, resourceVersion: '' }), [
    'metadata.resourceVersion: Invalid value: "": must be specified for an update',
  ]);
  assert.deepEqual(changes({ ...good, generation: 1 }, { ...good, generation: 2 }), [
    'metadata.generation: Invalid value: 1: must not be decremented',
  ]);
  const deleting = { ...good, deletionTimestamp: '2024-01-01T00:00:00Z', finalizers: ['a/b'] };
  assert.deepEqual(changes({ ...deleting, finalizers: ['a/b', 'a/d', 'a/c'] }, deleting), [
    'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a/c", "a/d"}',
  ]);
  assert.deepEqual(changes(good, deleting), ['metadata.deletionTimestamp: Invalid value: null: field is immutable']);
});

test('field managers are printable', () => {
  const check = (name: string) => [...validateFieldManager(name, new Field('fieldManager'))].map(({ message }) => message);
  assert.deepEqual(check('kubectl-client-side-apply é'), []);
  assert.deepEqual(check('a\tb'), ['Invalid value: "a\\tb": invalid character U+0009 (at position 1)']);
  assert.deepEqual(check('x'.repeat(129)), ['Too long: may not be more than 128 bytes']);
});
