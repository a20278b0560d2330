import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreV1Api, KubeConfig, makeInformer, type V1ConfigMap } from '@kubernetes/client-node';
import { FakeClock } from '../../src/base/fake-clock.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { startControlPlane } from '../support/control-plane.ts';
import { until } from '../support/until.ts';

const hours = 24;
const stepMs = 10 * 60_000;
const names = ['a', 'b', 'c', 'd', 'e'];
const namespace = 'default';

test('an informer of the JavaScript client hears of everything that happens in a day', { timeout: 120_000 }, async () => {
  // Begins now, since certificates are looked at by the clock on the wall.
  const clock = new FakeClock(Date.now());
  await using plane = await startControlPlane({ clock, controllers: false });
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(plane.kubeconfig);
  const api = kubeConfig.makeApiClient(CoreV1Api);
  const informer = makeInformer<V1ConfigMap>(kubeConfig, `/api/v1/namespaces/${namespace}/configmaps`, () =>
    api.listNamespacedConfigMap({ namespace }),
  );
  const heard: string[] = [];
  let connections = 0;
  const failures: unknown[] = [];
  for (const type of ['add', 'update', 'delete'] as const)
    informer.on(type, ({ metadata, data }) => heard.push(`${type} ${metadata?.name} ${data?.['step']}`));
  informer.on('connect', () => connections++);
  informer.on('error', (error) => failures.push(error));
  await informer.start();
  try {
    const happened: string[] = [];
    const there = new Set<string>();
    for (let step = 0; step < (hours * 3_600_000) / stepMs; step++) {
      const name = names[step % names.length] ?? '';
      const data = { step: String(step) };
      if (!there.has(name)) {
        await plane.client.create(ConfigMap, { metadata: { name, namespace }, data });
        there.add(name);
        happened.push(`add ${name} ${step}`);
      } else if (step % 3 === 0) {
        await plane.client.delete(ConfigMap, { name, namespace });
        there.delete(name);
        const last = happened.findLast((each) => each.split(' ')[1] === name)?.split(' ')[2] ?? '';
        happened.push(`delete ${name} ${last}`);
      } else {
        await plane.client.patch(ConfigMap, { name, namespace }, { type: 'merge', body: { data } });
        happened.push(`update ${name} ${step}`);
      }
      await clock.advance(stepMs);
      await until(`the informer hears of step ${step}`, () => heard.length >= happened.length, { everyMs: 2 });
    }
    assert.deepEqual(heard, happened);
    assert.deepEqual(failures, []);
    // The server ends watches after half an hour to an hour, so it was not one watch that told all this.
    assert(connections > hours, `${connections} connections`);
    assert.deepEqual(new Set(informer.list().map(({ metadata }) => metadata?.name)), there);
  } finally {
    await informer.stop();
  }
});
