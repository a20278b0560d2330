import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutEtcd } from '../../src/storage/etcd/testing/etcd.ts';
import { robustness } from './scenario.ts';
import { embeddedTarget, etcdTarget } from './targets.ts';

// A handful of faults; `npm run robustness` has many.

test('one API server with the embedded store, killed and paused', { timeout: 180_000 }, async () => {
  await using target = await embeddedTarget();
  const { operations, events } = await robustness(target, { faults: 3 });
  assert(operations > 50 && events > 50);
});

test('two API servers on three members of etcd, killed, paused and cut off', { timeout: 180_000, skip: withoutEtcd }, async () => {
  await using target = await etcdTarget();
  const { operations, events } = await robustness(target, { faults: 4 });
  assert(operations > 50 && events > 50);
});
