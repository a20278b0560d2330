import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aSandbox, observation, observed } from '../testing/observed.ts';
import { removals } from './dead-containers.ts';

test('of ended containers the last of each name is kept, of sandboxes the newest and those that hold something', () => {
  const found = observation(
    [
      observed('main', 'running', { id: 'm3' }),
      observed('main', 1, { id: 'm2' }),
      observed('main', 1, { id: 'm1', sandboxId: 's0' }),
      observed('i', 0, { id: 'i1', sandboxId: 's-1' }),
    ],
    [aSandbox(), aSandbox({ id: 's0', state: 'NotReady' }), aSandbox({ id: 's-1', state: 'NotReady' })],
  );
  assert.deepEqual(removals(found, { gone: false }), { containers: ['m1'], sandboxes: ['s0'] });
});

test('of a pod that is gone nothing is kept but what still runs', () => {
  const dead = observation([observed('main', 0)], [aSandbox({ state: 'NotReady' })]);
  assert.deepEqual(removals(dead, { gone: true }), { containers: ['main-id'], sandboxes: ['s1'] });
  assert.deepEqual(removals(observation([observed('main', 'running')]), { gone: true }), { containers: [], sandboxes: [] });
});

test('a container that is about to run does not push out the one before it', () => {
  const starting = [observed('main', 'created', { id: 'm3' }), observed('main', 1, { id: 'm2' }), observed('main', 1, { id: 'm1' })];
  assert.deepEqual(removals(observation(starting), { gone: false }), { containers: ['m1'], sandboxes: [] });
  const neverRan = [
    observed('main', 'running', { id: 'm3' }),
    observed('main', 'created', { id: 'm2' }),
    observed('main', 1, { id: 'm1' }),
  ];
  assert.deepEqual(removals(observation(neverRan), { gone: false }), { containers: ['m1'], sandboxes: [] });
});
