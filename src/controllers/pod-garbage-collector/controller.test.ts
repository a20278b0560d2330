import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { silentLog } from '../../base/log.ts';
import { createClient } from '../../client/create-client.ts';
import { createInformers } from '../../client/create-informers.ts';
import { inProcess } from '../../client/in-process.ts';
import { MemoryServer } from '../../client/testing/memory-server.ts';
import { Event } from '../../kinds/core/event.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { Controller } from '../../runtime/controller.ts';
import { controllerComponent } from '../../runtime/run-controller.ts';
import { nodeIpamController } from '../node-ipam/controller.ts';
import { at, pod } from '../testing/builders.ts';
import { podGarbageCollector } from './controller.ts';
import { superfluous } from './superfluous.ts';

function start(controller: Controller) {
  const clock = new FakeClock();
  const server = new MemoryServer(Node, Pod, Event);
  const stopping = new AbortController();
  const client = createClient({ transport: inProcess(server.handle, { user: { name: 'test', groups: [] } }), userAgent: 'test', clock });
  const informers = createInformers({ client, clock, log: silentLog });
  const component = controllerComponent(controller, { client, informers, eventSource: 'test', clock, log: silentLog });
  const running = Promise.all([informers.run(stopping.signal), component.run(stopping.signal)]);
  const pass = async (seconds: number) => {
    await clock.advance(seconds * 1000);
    for (let turn = 0; turn < 50; turn++) await clock.advance(0);
  };
  return {
    client,
    pass,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

const running = (name: string, nodeName?: string, deletionTimestamp?: string) => ({
  metadata: { name, namespace: 'shop', ...(deletionTimestamp && { deletionTimestamp }) },
  spec: { containers: [{ name: 'web' }], ...(nodeName && { nodeName }) },
  status: { phase: 'Running' as const },
});

test('pods of a node that is gone are removed after forty seconds', async () => {
  await using cluster = start(podGarbageCollector());
  const { client, pass } = cluster;
  await client.create(Node, { metadata: { name: 'node-1' }, spec: {}, status: {} });
  await client.create(Pod, running('kept', 'node-1'));
  await client.create(Pod, running('orphan', 'gone'));
  await pass(0);
  await pass(39);
  assert.equal((await client.list(Pod)).items.length, 2);
  await pass(2);
  assert.deepEqual(
    (await client.list(Pod)).items.map(({ metadata }) => metadata.name),
    ['kept'],
  );
});

test('a terminating pod that is on no node is removed at once, and one on a node that is out of service', async () => {
  await using cluster = start(podGarbageCollector());
  const { client, pass } = cluster;
  const node = await client.create(Node, { metadata: { name: 'node-1' }, spec: {}, status: {} });
  await client.create(Pod, running('unscheduled', undefined, at(0)));
  await client.create(Pod, running('stuck', 'node-1', at(0)));
  await pass(0);
  assert.deepEqual(
    (await client.list(Pod)).items.map(({ metadata }) => metadata.name),
    ['stuck'],
  );
  await client.update(Node, { ...node, spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' }] } });
  await pass(0);
  assert.deepEqual((await client.list(Pod)).items, []);
});

test('of finished pods beyond the threshold, evicted ones go first and then the oldest', () => {
  const old = pod('old', { phase: 'Succeeded' });
  const young = pod('young', { phase: 'Failed', metadata: { creationTimestamp: at(9) } });
  const evicted = pod('evicted', { phase: 'Failed', metadata: { creationTimestamp: at(99) }, status: { reason: 'Evicted' } });
  assert.deepEqual(superfluous([young, old, evicted, pod('alive')], 1), [evicted, old]);
  assert.deepEqual(superfluous([young, old], 2), []);
});

test('nodes get a range of each family, and none that services have', async () => {
  const clusterCidr = '10.244.0.0/23,fd00:10::/62';
  await using cluster = start(nodeIpamController({ clusterCidr, serviceCidr: '10.244.0.0/25,fd00:10::/112' }));
  const { client, pass } = cluster;
  await client.create(Node, { metadata: { name: 'a' }, spec: {} });
  await pass(0);
  const { spec } = await client.get(Node, { name: 'a' });
  assert.deepEqual([spec.podCIDR, spec.podCIDRs], ['10.244.1.0/24', ['10.244.1.0/24', 'fd00:10:0:1::/64']]);
});

test('each node gets a range of its own, and ranges come back with the nodes that had them', async () => {
  await using cluster = start(nodeIpamController({ clusterCidr: '10.244.0.0/23' }));
  const { client, pass } = cluster;
  for (const name of ['a', 'b', 'c']) await client.create(Node, { metadata: { name }, spec: {} });
  await pass(0);
  const ranges = async () => (await client.list(Node)).items.map(({ spec }) => spec.podCIDR);
  assert.deepEqual(await ranges(), ['10.244.0.0/24', '10.244.1.0/24', undefined]);
  assert.ok((await client.list(Event)).items.some(({ reason }) => reason === 'CIDRNotAvailable'));
  await client.delete(Node, { name: 'a' });
  await pass(60);
  assert.deepEqual(await ranges(), ['10.244.1.0/24', '10.244.0.0/24']);
});
