import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { startCluster } from '../testing.ts';
import { keepTrackingSince } from './legacy-token-tracking.ts';

const ref = { namespace: 'kube-system', name: 'kube-apiserver-legacy-service-account-token-tracking' };

test('since when uses of tokens are noted is told once, and again when it cannot be read', async () => {
  await using cluster = await startCluster();
  const { client } = cluster;
  const since = async () => (await client.get(ConfigMap, ref)).data?.['since'];
  const on = (day: number) => keepTrackingSince(client, new FakeClock(Date.UTC(2026, 0, day)));
  await on(1);
  assert.equal(await since(), '2026-01-01');
  await on(2);
  assert.equal(await since(), '2026-01-01');
  await client.patch(ConfigMap, ref, { type: 'merge', body: { data: { since: 'ever' } } });
  await on(3);
  assert.equal(await since(), '2026-01-03');
});
