import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCluster, type TestCluster } from '../../src/cluster/testing.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import type { User } from '../../src/model/request.ts';
import { MemoryStore } from '../../src/storage/memory/store.ts';
import { until } from '../support/until.ts';

const administrator: User = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
const somebody: User = { name: 'somebody', groups: ['system:authenticated'] };

async function get(cluster: TestCluster, url: string, user = administrator): Promise<{ code: number; text: string }> {
  const { pathname, searchParams: query } = new URL(url, 'https://localhost');
  const { code, body } = await cluster.handle({
    method: 'GET',
    path: pathname,
    query,
    headers: { 'user-agent': 'test/1' },
    credentials: { type: 'user', user },
    signal: new AbortController().signal,
  });
  if (body.type === 'object') return { code, text: JSON.stringify(body.value.object) };
  return { code, text: body.type === 'bytes' && body.bytes instanceof Uint8Array ? Buffer.from(body.bytes).toString('utf8') : '' };
}

const object = async <T>(cluster: TestCluster, url: string): Promise<T> => {
  const { code, text } = await get(cluster, url);
  assert.equal(code, 200, text);
  return JSON.parse(text) as T;
};

test('health is told as a whole, check by check, and without what is excluded', async () => {
  await using cluster = await startCluster({ bootstrap: false });
  const text = async (url: string) => (await get(cluster, url)).text;
  assert.equal(await text('/healthz'), 'ok');
  assert.equal(await text('/livez?verbose'), '[+]ping ok\n[+]log ok\n[+]etcd ok\nlivez check passed\n');
  assert.equal(
    await text('/readyz?verbose=1&exclude=etcd&exclude=nonsense'),
    '[+]ping ok\n[+]log ok\n[+]etcd excluded: ok\n[+]etcd-readiness ok\n[+]shutdown ok\n' +
      'warn: some health checks cannot be excluded: no matches for "nonsense"\nreadyz check passed\n',
  );
  assert.equal(await text('/healthz/etcd'), 'ok');
  const results = await text('/metrics/slis');
  assert.match(results, /^kubernetes_healthcheck\{name="etcd-readiness",type="readyz"\} 1$/m);
  assert.match(results, /^kubernetes_healthchecks_total\{name="etcd",type="healthz",status="success"\} 2$/m);
  // Whether it is about to stop is no question of being alive.
  assert.deepEqual([(await get(cluster, '/readyz/shutdown')).code, (await get(cluster, '/livez/shutdown')).code], [200, 404]);
});

test('a store that is broken is told of, but why only to those who ask for that check', async () => {
  const store = new MemoryStore();
  const broken = Object.assign(Object.create(store) as MemoryStore, { revision: () => Promise.reject(new Error('disk on fire')) });
  await using cluster = await startCluster({ bootstrap: false });
  Object.assign(cluster.server, { store: broken });
  const all = await get(cluster, '/livez');
  assert.deepEqual(all, { code: 500, text: '[+]ping ok\n[+]log ok\n[-]etcd failed: reason withheld\nlivez check failed\n' });
  assert.deepEqual(await get(cluster, '/livez/etcd'), { code: 500, text: 'internal server error: disk on fire\n' });
  assert.equal((await get(cluster, '/livez?exclude=etcd')).text, 'ok');
});

test('requests, events, admission, objects and queues are counted under the names of upstream', async () => {
  await using cluster = await startCluster({ parts: ['controllers'] });
  await cluster.client.create(Namespace, { metadata: { name: 'web' }, spec: {} });
  const wanted = [
    /^apiserver_request_total\{verb="POST",group="",version="v1",resource="namespaces",.*code="201",system_client=""\} \d+$/m,
    /^apiserver_request_duration_seconds_bucket\{.*resource="namespaces",.*le="0\.005"\} \d+$/m,
    /^apiserver_request_sli_duration_seconds_count\{.*resource="namespaces"/m,
    /^apiserver_current_inflight_requests\{request_kind="readOnly"\} 1$/m,
    /^apiserver_longrunning_requests\{verb="WATCH",.*resource="namespaces",.*\} [1-9]\d*$/m,
    /^apiserver_watch_events_total\{group="",version="v1",resource="namespaces"\} [1-9]\d*$/m,
    /^apiserver_watch_events_sizes_sum\{group="",version="v1",resource="namespaces"\} [1-9]\d*$/m,
    /^apiserver_admission_controller_admission_duration_seconds_count\{name="NamespaceLifecycle",type="\w+",operation="CREATE",rejected="false"\} [1-9]\d*$/m,
    /^apiserver_admission_step_admission_duration_seconds_count\{type="admit",operation="CREATE",rejected="false"\} [1-9]\d*$/m,
    /^apiserver_storage_size_bytes\{storage_cluster_id="etcd-0"\} [1-9]\d*$/m,
    /^apiserver_storage_events_received_total\{group="",resource="namespaces"\} [1-9]\d*$/m,
    /^apiserver_storage_objects\{resource="namespaces"\} [1-9]\d*$/m,
    /^workqueue_adds_total\{name="serviceaccount"\} [1-9]\d*$|^workqueue_adds_total\{name="[a-z-]*service-?account[a-z-]*"\} [1-9]\d*$/m,
    /^workqueue_work_duration_seconds_bucket\{name="[^"]+",le="\+Inf"\} [1-9]\d*$/m,
    /^workqueue_unfinished_work_seconds\{name="[^"]+"\} \d/m,
    /^running_managed_controllers\{name="namespace-controller",manager="kube-controller-manager"\} 1$/m,
    /^workqueue_depth\{name="[^"]+"\} \d+$/m,
  ];
  const missing = async () => {
    const { text } = await get(cluster, '/metrics');
    return wanted.filter((pattern) => !pattern.test(text)).map(({ source }) => source);
  };
  await until('everything is counted', async () => (await missing()).length === 0).catch(async () => assert.deepEqual(await missing(), []));
});

test('administrators see what goes on: requests, watches, caches, queues and informers', async () => {
  await using cluster = await startCluster({ parts: ['controllers'] });
  await cluster.client.create(Namespace, { metadata: { name: 'web' }, spec: {} });
  await cluster.client.create(ConfigMap, { metadata: { name: 'a', namespace: 'web' } });
  const { paths } = await object<{ paths: string[] }>(cluster, '/debug/');
  assert.deepEqual(paths, ['/debug/requests', '/debug/watches', '/debug/caches', '/debug/queues', '/debug/informers']);
  const { requests } = await object<{ requests: { path: string; user: string; userAgent: string }[] }>(cluster, '/debug/requests');
  assert.deepEqual(
    requests.filter(({ path }) => path === '/debug/requests').map(({ user, userAgent }) => [user, userAgent]),
    [['admin', 'test/1']],
  );
  await until('a controller watches namespaces', async () => {
    const { watches } = await object<{ watches: { path: string; verb: string; user: string }[] }>(cluster, '/debug/watches');
    return watches.some(
      ({ path, verb, user }) => path === '/api/v1/namespaces' && verb === 'watch' && user === 'system:kube-controller-manager',
    );
  });
  const { caches } = await object<{ caches: { resource: string; objects: number; watchers: number }[] }>(cluster, '/debug/caches');
  assert((caches.find(({ resource }) => resource === 'namespaces')?.watchers ?? 0) > 0);
  const { queues } = await object<{ queues: { name: string; added: number }[] }>(cluster, '/debug/queues');
  assert(queues.some(({ added }) => added > 0));
  await until('informers have listed', async () => {
    const { parts } = await object<{ parts: { part: string; informers: { resource: string; ready: boolean }[] }[] }>(
      cluster,
      '/debug/informers',
    );
    return parts[0]?.part === 'controllers' && parts[0].informers.every(({ ready }) => ready);
  });
});

test('nobody else sees what goes on', async () => {
  await using cluster = await startCluster();
  for (const path of ['/debug/', '/debug/requests', '/debug/queues', '/metrics'])
    assert.equal((await get(cluster, path, somebody)).code, 403, path);
  assert.equal((await get(cluster, '/debug/nonsense')).code, 404);
});
