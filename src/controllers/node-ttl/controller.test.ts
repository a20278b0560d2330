import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Node } from '../../kinds/core/node/index.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';
import { stepFor, ttlSecondsOf } from './boundaries.ts';

for (const [nodeCount, from, ttlSeconds] of [
  [1, 0, 0],
  [100, 0, 0],
  [101, 0, 15],
  [95, 1, 15],
  [89, 1, 0],
  [5000, 0, 300],
  [1799, 4, 60],
  [0, 4, 0],
] as const) {
  test(`with ${nodeCount} nodes after step ${from}, ${ttlSeconds} seconds`, () =>
    assert.equal(ttlSecondsOf(stepFor(nodeCount, from)), ttlSeconds));
}

test('nodes are told', async () => {
  await using cluster = await runControllers();
  await cluster.client.create(Node, { metadata: { name: 'n' }, spec: {} });
  await eventually(
    () => cluster.client.get(Node, { name: 'n' }),
    ({ metadata }) => metadata.annotations?.['node.alpha.kubernetes.io/ttl'] === '0',
  );
});
