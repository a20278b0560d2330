import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { createClient } from '../client/create-client.ts';
import { createInformers } from '../client/create-informers.ts';
import { inProcess } from '../client/in-process.ts';
import { MemoryServer } from '../client/testing/memory-server.ts';
import { ConfigMap } from '../kinds/core/config-map.ts';
import { Event } from '../kinds/core/event.ts';
import { Secret } from '../kinds/core/secret.ts';
import { ownerReference } from '../model/owner-references.ts';
import type { ApiRequest, ApiResponse } from '../model/request.ts';
import { defineController, on, type Controller } from './controller.ts';

import { controllerComponent } from './run-controller.ts';

/** Delays what watches tell, so that a controller that trusts its copy too early is found out. */
const lagging =
  (handle: (request: ApiRequest) => Promise<ApiResponse>, lagMs: number) =>
  async (request: ApiRequest): Promise<ApiResponse> => {
    const response = await handle(request);
    if (response.body.type !== 'watch') return response;
    const { events } = response.body;
    const late = async function* () {
      for await (const batch of events) {
        await systemClock.sleep(lagMs);
        yield batch;
      }
    };
    return { ...response, body: { type: 'watch', events: late() } };
  };

function start(controller: Controller, { lagMs = 0 } = {}) {
  const server = new MemoryServer(ConfigMap, Secret, Event);
  const stopping = new AbortController();
  const transport = inProcess(lagging(server.handle, lagMs), { user: { name: 'test', groups: [] } });
  const client = createClient({ transport, userAgent: 'test', clock: systemClock });
  const informers = createInformers({ client, clock: systemClock, log: silentLog });
  const component = controllerComponent(controller, { client, eventSource: 'test', informers, clock: systemClock, log: silentLog });
  const running = Promise.all([informers.run(stopping.signal), component.run(stopping.signal)]);
  return {
    client,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

/** Each config map wants as many secrets as it says. */
const secretsController = defineController({
  name: 'secrets',
  for: ConfigMap,
  owns: [Secret],
  workers: 2,
  async reconcile(configMap, { client, cache, events }) {
    const missing = Number(configMap.data?.['secrets'] ?? 0) - cache.owned(Secret, configMap).length;
    const { namespace = '' } = configMap.metadata;
    for (let number = 0; number < missing; number++) {
      const name = `${configMap.metadata.name}-${number}-${Math.floor(performance.now() * 1000)}`;
      await client.create(Secret, { metadata: { name, namespace, ownerReferences: [ownerReference(configMap)] } });
      events.event(configMap, { reason: 'Created', message: 'Created a secret' });
    }
  },
});

test('a controller sees its own writes before it runs again, however late the watches are', async () => {
  await using cluster = start(secretsController, { lagMs: 10 });
  const { client } = cluster;
  let configMap = await client.create(ConfigMap, { metadata: { name: 'a', namespace: 'shop' }, data: { secrets: '20' } });
  for (let change = 0; change < 10; change++) {
    configMap = await client.update(ConfigMap, { ...configMap, data: { secrets: '20', change: String(change) } });
    await systemClock.sleep(5);
  }
  await until(async () => (await client.list(Secret)).items.length >= 20);
  await systemClock.sleep(50);
  assert.equal((await client.list(Secret)).items.length, 20);
});

test('equal events are counted in one object', async () => {
  await using cluster = start(secretsController);
  const { client } = cluster;
  await client.create(ConfigMap, { metadata: { name: 'a', namespace: 'shop' }, data: { secrets: '3' } });
  await until(async () => (await client.list(Event)).items[0]?.count === 3);
  const [event, ...others] = (await client.list(Event)).items;
  assert.deepEqual(others, []);
  assert.match(event?.metadata.name ?? '', /^a\.[0-9a-f]+$/);
  assert.deepEqual(event?.source, { component: 'test' });
  assert.equal(event?.involvedObject.kind, 'ConfigMap');
});

test('what another kind wakes is reconciled, and deletions are told when asked for', async () => {
  const seen: string[] = [];
  const controller = defineController({
    name: 'watcher',
    for: ConfigMap,
    wakes: [on(Secret, ({ metadata }) => [{ namespace: metadata.namespace, name: metadata.labels?.['about'] ?? '' }])],
    async reconcile({ metadata }) {
      seen.push(metadata.name);
    },
    async reconcileDeleted({ name }) {
      seen.push(`${name} deleted`);
    },
  });
  await using cluster = start(controller);
  const { client } = cluster;
  await client.create(ConfigMap, { metadata: { name: 'a', namespace: 'shop' } });
  await until(() => seen.length === 1);
  await client.create(Secret, { metadata: { name: 'b', namespace: 'shop', labels: { about: 'a' } } });
  await until(() => seen.length === 2);
  await client.delete(ConfigMap, { name: 'a', namespace: 'shop' });
  await until(() => seen.length === 3);
  assert.deepEqual(seen, ['a', 'a', 'a deleted']);
});

test('a reconcile that throws is tried again', async () => {
  let attempts = 0;
  const controller = defineController({
    name: 'clumsy',
    for: ConfigMap,
    async reconcile() {
      if (++attempts < 3) throw new Error('dropped');
    },
  });
  await using cluster = start(controller);
  await cluster.client.create(ConfigMap, { metadata: { name: 'a', namespace: 'shop' } });
  await until(() => attempts === 3);
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = systemClock.now() + 5000;
  while (!(await condition())) {
    if (systemClock.now() > deadlineMs) throw new Error('the condition did not come true');
    await systemClock.sleep(5);
  }
}
