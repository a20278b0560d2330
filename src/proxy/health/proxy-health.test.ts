import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { ProxyHealth } from './proxy-health.ts';

test('a proxy is healthy unless a change has been waiting for a minute', async () => {
  const clock = new FakeClock();
  const health = new ProxyHealth({ clock });
  await clock.advance(1_000_000);
  assert.equal(health.state().isHealthy, true);
  health.queued();
  await clock.advance(30_000);
  health.queued();
  await clock.advance(29_999);
  assert.equal(health.state().isHealthy, true);
  await clock.advance(1);
  assert.equal(health.state().isHealthy, false);
  health.updated();
  assert.equal(health.state().isHealthy, true);
});
