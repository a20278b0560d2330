import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { meta } from '../testing/builders.ts';
import { readerOf } from '../testing/cluster.ts';
import { AssumedObjects } from './assumed-objects.ts';

const volume = (resourceVersion: string, storageClassName: string, uid = 'uid'): PersistentVolume => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: meta('disk', { uid, resourceVersion }),
  spec: { storageClassName },
  status: {},
});
const ref = { name: 'disk' };

for (const [what, read, assumed, isWritten, expected] of [
  ['counts before it is written', volume('5', 'old'), volume('5', 'assumed'), false, 'assumed'],
  ['counts until what is written can be read', volume('5', 'old'), volume('6', 'assumed'), true, 'assumed'],
  ['is what can be read then', volume('6', 'written'), volume('6', 'assumed'), true, 'written'],
  ['does not count once somebody else has written', volume('7', 'theirs'), volume('5', 'assumed'), false, 'theirs'],
  ['does not count for another object of the name', volume('5', 'another', 'other'), volume('5', 'assumed'), false, 'another'],
] as const) {
  test(`what is assumed ${what}`, () => {
    const objects = new AssumedObjects(readerOf([read]));
    objects.assume(PersistentVolume, assumed, { isWritten });
    assert.deepEqual(
      objects.list(PersistentVolume).map(({ spec }) => spec.storageClassName),
      [expected],
    );
    assert.equal(objects.get(PersistentVolume, ref)?.spec.storageClassName, expected);
  });
}

test('what was assumed is given up unless it is written', () => {
  const objects = new AssumedObjects(readerOf([volume('5', 'old')]));
  objects.assume(PersistentVolume, volume('5', 'assumed'));
  objects.giveUp(PersistentVolume, ref);
  assert.equal(objects.get(PersistentVolume, ref)?.spec.storageClassName, 'old');
  objects.assume(PersistentVolume, volume('6', 'assumed'), { isWritten: true });
  objects.giveUp(PersistentVolume, ref);
  assert.equal(objects.get(PersistentVolume, ref)?.spec.storageClassName, 'assumed');
});
