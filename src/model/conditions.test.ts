import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCondition, isConditionTrue, setCondition, withoutCondition } from './conditions.ts';
import { scaledValue } from './int-or-string.ts';
import { controllerOf, isControlledBy, isOwnedBy, ownerReference } from './owner-references.ts';

test('a condition keeps the time of its last transition while its status stays', () => {
  const first = setCondition(
    [{ type: 'Ready', status: 'False', lastTransitionTime: 'then', reason: 'a' }],
    { type: 'Ready', status: 'False', reason: 'b' },
    { nowTimestamp: 'now' },
  );
  assert.deepEqual(first, [{ type: 'Ready', status: 'False', reason: 'b', lastTransitionTime: 'then' }]);
  const second = setCondition(first, { type: 'Ready', status: 'True', reason: 'c' }, { nowTimestamp: 'now' });
  assert.deepEqual(second, [{ type: 'Ready', status: 'True', reason: 'c', lastTransitionTime: 'now' }]);
  const third = setCondition(second, { type: 'New', status: 'True', reason: 'd' }, { nowTimestamp: 'later' });
  assert.deepEqual(
    third.map(({ type }) => type),
    ['Ready', 'New'],
  );
  assert.equal(isConditionTrue(third, 'New'), true);
  assert.equal(findCondition(third, 'Nope'), undefined);
  assert.deepEqual(withoutCondition(third, 'Ready').length, 1);
});

test('percentages are rounded as asked', () => {
  assert.equal(scaledValue('25%', 10, { roundUp: true }), 3);
  assert.equal(scaledValue('25%', 10, { roundUp: false }), 2);
  assert.equal(scaledValue(7, 10, { roundUp: false }), 7);
  assert.throws(() => scaledValue('25', 10, { roundUp: false }), /string is not a percentage/);
});

test('owners are known by their uid', () => {
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'rs', uid: 'u', resourceVersion: '1', creationTimestamp: '' },
  };
  const object = { metadata: { ownerReferences: [ownerReference(owner)] } };
  assert.equal(controllerOf(object)?.name, 'rs');
  assert.equal(isControlledBy(object, owner), true);
  assert.equal(isOwnedBy({ metadata: {} }, owner), false);
});
