import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { FakeClock } from '../../base/fake-clock.ts';
import { silentLog } from '../../base/log.ts';
import { createInformers } from '../../client/create-informers.ts';
import { startCluster } from '../../cluster/testing.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { ProxyHealth } from './proxy-health.ts';
import { proxyHealthServer } from './proxy-health-server.ts';

test('load balancers learn whether the proxy keeps up and the node stays', async () => {
  await using cluster = await startCluster();
  const node = await cluster.client.create(Node, { metadata: { name: 'node-1' }, spec: {} });
  const informers = createInformers({ client: cluster.client, clock: systemClock, log: silentLog });
  const nodes = informers.of(Node, { fieldSelector: 'metadata.name=node-1' });
  const clock = new FakeClock();
  const health = new ProxyHealth({ clock });
  const port = await freePort();
  const server = proxyHealthServer({ address: '127.0.0.1', port, health, nodeName: 'node-1', informers });
  const stopping = new AbortController();
  const running = Promise.all([informers.run(stopping.signal), server.run(stopping.signal)]);
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return [response.status, response.status === 404 ? undefined : await response.json()];
  };
  try {
    await nodes.caughtUp({ signal: AbortSignal.timeout(5000) });
    const times = { lastUpdated: '2026-01-01T00:00:00Z', currentTime: '2026-01-01T00:00:00Z' };
    assert.deepEqual(await ask('/healthz'), [200, { ...times, healthy: true, nodeEligible: true }]);
    assert.deepEqual(await ask('/livez?verbose'), [200, { ...times, healthy: true }]);
    assert.deepEqual(await ask('/'), [404, undefined]);

    const taints = [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' as const }];
    const { metadata } = await cluster.client.update(Node, { ...node, spec: { taints } });
    await nodes.caughtUp({ resourceVersion: metadata.resourceVersion, signal: AbortSignal.timeout(5000) });
    assert.deepEqual(await ask('/healthz'), [503, { ...times, healthy: true, nodeEligible: false }]);
    assert.equal((await ask('/livez'))[0], 200);

    health.queued();
    await clock.advance(60_000);
    assert.deepEqual(await ask('/livez'), [503, { ...times, currentTime: '2026-01-01T00:01:00Z', healthy: false }]);
  } finally {
    stopping.abort();
    await running;
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It listens on a port, not on a path.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
