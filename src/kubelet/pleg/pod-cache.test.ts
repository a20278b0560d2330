import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerLabels } from '../containers/labels.ts';
import { aPod, aSandbox, observed } from '../testing/observed.ts';
import { PodCache } from './pod-cache.ts';

const labels = containerLabels({ name: 'main' }, aPod());
const running = observed('main', 'running', { labels });
const exited = observed('main', 0, { labels });

test('old news do not undo new ones', () => {
  const cache = new PodCache();
  assert.equal(cache.putContainer(exited, 's1'), true);
  assert.equal(cache.putContainer(running, 's1'), false);
  assert.equal(cache.get('u')?.containers[0]?.state, 'Exited');
  assert.equal(cache.putSandbox(aSandbox({ state: 'NotReady' })), true);
  assert.equal(cache.putSandbox(aSandbox()), false);
});

test('what came after a list was begun is not gone because the list has it not', () => {
  const cache = new PodCache();
  cache.putSandbox(aSandbox());
  const before = cache.now;
  cache.putContainer(running, 's1');
  assert.equal(cache.keepOnly('u', new Set(), before), true);
  assert.deepEqual([cache.get('u')?.sandboxes.length, cache.get('u')?.containers.length], [0, 1]);
  assert.equal(cache.keepOnly('u', new Set(), cache.now), true);
  assert.equal(cache.get('u'), undefined);
});

test('containers are listed newest first', () => {
  const cache = new PodCache();
  cache.putContainer({ ...exited, id: 'old', createdAtNs: 1n }, 's1');
  cache.putContainer({ ...exited, id: 'new', createdAtNs: 2n }, 's1');
  assert.deepEqual(
    cache.get('u')?.containers.map(({ id }) => id),
    ['new', 'old'],
  );
});
