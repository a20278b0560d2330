import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aContainer, aPod } from '../testing/observed.ts';
import { stopsAfter } from './termination-order.ts';

test('sidecars stop after the main containers, and in the opposite order of their start', () => {
  const sidecar = (name: string) => aContainer(name, { restartPolicy: 'Always' });
  const { spec } = aPod({ initContainers: [sidecar('s1'), aContainer('i'), sidecar('s2')] });
  const order = stopsAfter(spec, ['main', 's1', 's2']);
  assert.deepEqual(
    [...order],
    [
      ['s2', ['main']],
      ['s1', ['main', 's2']],
    ],
  );
  assert.deepEqual(stopsAfter(spec, ['s1']).get('s1'), []);
});
