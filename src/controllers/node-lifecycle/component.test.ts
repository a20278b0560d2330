import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { silentLog } from '../../base/log.ts';
import { createClient } from '../../client/create-client.ts';
import { createInformers } from '../../client/create-informers.ts';
import { inProcess } from '../../client/in-process.ts';
import { MemoryServer } from '../../client/testing/memory-server.ts';
import { Lease } from '../../kinds/coordination/lease.ts';
import { Event } from '../../kinds/core/event.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { microTimestamp } from '../../base/clock.ts';
import { formatTime } from '../../model/timestamp.ts';
import { taintEvictionController } from '../taint-eviction/controller.ts';
import { controllerComponent } from '../../runtime/run-controller.ts';
import { nodeLifecycle } from './component.ts';

function start() {
  const clock = new FakeClock();
  const server = new MemoryServer(Node, Pod, Lease, Event);
  const stopping = new AbortController();
  const client = createClient({ transport: inProcess(server.handle, { user: { name: 'test', groups: [] } }), userAgent: 'test', clock });
  const informers = createInformers({ client, clock, log: silentLog });
  const options = { client, informers, eventSource: 'node-controller', clock, log: silentLog };
  const components = [nodeLifecycle(options), controllerComponent(taintEvictionController(), options)];
  const running = Promise.all([informers.run(stopping.signal), ...components.map((component) => component.run(stopping.signal))]);
  return {
    client,
    clock,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

test('a node that falls silent is unknown after fifty seconds, tainted, and its pods go when they tolerate that no longer', async () => {
  await using cluster = start();
  const { client, clock } = cluster;
  const condition = {
    type: 'Ready',
    status: 'True',
    lastHeartbeatTime: formatTime(clock.now()),
    lastTransitionTime: formatTime(clock.now()),
  };
  for (const name of ['lively', 'silent']) {
    const { metadata } = await client.create(Node, { metadata: { name }, spec: {}, status: { conditions: [condition] } });
    await client.create(Lease, { metadata: { name, namespace: 'kube-node-lease' }, spec: { holderIdentity: metadata.name } });
  }
  await client.create(Pod, {
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      nodeName: 'silent',
      containers: [{ name: 'web' }],
      tolerations: [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }],
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: formatTime(clock.now()) }] },
  });
  const pass = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 5) {
      const lease = await client.get(Lease, { namespace: 'kube-node-lease', name: 'lively' });
      await client.update(Lease, { ...lease, spec: { ...lease.spec, renewTime: microTimestamp(clock.now()) } });
      await clock.advance(5000);
      for (let turn = 0; turn < 20; turn++) await clock.advance(0);
    }
  };
  await pass(45);
  assert.equal((await client.get(Node, { name: 'silent' })).status.conditions?.[0]?.status, 'True');

  await pass(20);
  const silent = await client.get(Node, { name: 'silent' });
  assert.equal(silent.status.conditions?.[0]?.reason, 'NodeStatusUnknown');
  assert.deepEqual((silent.spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`).toSorted(), [
    'node.kubernetes.io/unreachable:NoExecute',
    'node.kubernetes.io/unreachable:NoSchedule',
  ]);
  assert.deepEqual((await client.get(Node, { name: 'lively' })).spec.taints ?? [], []);
  const pod = await client.get(Pod, { namespace: 'shop', name: 'web' });
  assert.equal(pod.status.conditions?.[0]?.status, 'False');

  await pass(280);
  assert.equal((await client.list(Pod)).items.length, 1);
  await pass(30);
  assert.equal((await client.list(Pod)).items.length, 0);
  const reasons = (await client.list(Event)).items.map(({ reason }) => reason);
  for (const reason of ['RegisteredNode', 'NodeNotReady', 'TaintManagerEviction']) assert.ok(reasons.includes(reason), reason);
});
