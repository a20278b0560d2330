// How fast controllers and scheduler settle large changes, with nodes that are objects only and all in this process.
// usage: node benchmarks/controllers.ts [--case deployment|rollout|many|namespace|nodes|idle] [--store sqlite]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { createInformers } from '../src/client/create-informers.ts';
import { startCluster, type TestCluster } from '../src/cluster/testing.ts';
import { Deployment } from '../src/kinds/apps/deployment/index.ts';
import { ConfigMap } from '../src/kinds/core/config-map.ts';
import { Namespace } from '../src/kinds/core/namespace.ts';
import { Pod } from '../src/kinds/core/pod/index.ts';
import { Secret } from '../src/kinds/core/secret.ts';
import { ServiceAccount } from '../src/kinds/core/service-account.ts';
import { Role } from '../src/kinds/rbac/role.ts';
import { openSqliteStore } from '../src/storage/sqlite/store.ts';
import { record, round } from './history.ts';

const { values } = parseArgs({
  options: { case: { type: 'string', default: 'deployment' }, store: { type: 'string', default: 'memory' } },
});
const namespace = 'measure';

interface Measured extends AsyncDisposable {
  readonly cluster: TestCluster;
  /** Resolves once so many pods run and none of another image is left. */
  settled(pods: number, image: string): Promise<void>;
}

async function start(nodes: number): Promise<Measured> {
  const resources = new AsyncDisposableStack();
  const folder = resources.adopt(await mkdtemp(join(tmpdir(), 'kubets-benchmark-')), (path) => rm(path, { recursive: true, force: true }));
  const store = values.store === 'sqlite' ? { store: resources.use(await openSqliteStore({ directory: folder })) } : {};
  const cluster = resources.use(await startCluster({ parts: ['controllers', 'scheduler'], fakeNodes: { count: nodes }, ...store }));
  await cluster.client.create(Namespace, { metadata: { name: namespace }, spec: {} });
  const informers = createInformers({ client: cluster.client, clock: systemClock, log: silentLog });
  const stopping = new AbortController();
  const running = informers.run(stopping.signal);
  resources.defer(async () => {
    stopping.abort();
    await running;
  });
  const pods = informers.of(Pod);
  await pods.caughtUp({ signal: stopping.signal });
  return {
    cluster,
    settled: (wanted, image) =>
      new Promise((resolve) => {
        const check = () => {
          if (pods.size !== wanted) return;
          const all = pods.list();
          if (all.every(({ status, spec }) => status.phase === 'Running' && spec.containers[0]?.image === image)) resolve();
        };
        pods.observe({ applied: check, deleted: check });
      }),
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}

const deployment = (name: string, replicas: number, image: string) => ({
  metadata: { name, namespace },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image }] } },
  },
});

async function seconds(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return round((performance.now() - startMs) / 1000);
}

async function inParallel(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: 64 }, worker));
}

const cases: Readonly<Record<string, () => Promise<Readonly<Record<string, number>>>>> = {
  async deployment() {
    await using measured = await start(100);
    const { client } = measured.cluster;
    return {
      deployment3000Seconds: await seconds(async () => {
        const settled = measured.settled(3000, 'one');
        await client.create(Deployment, deployment('web', 3000, 'one'));
        await settled;
      }),
      rollout3000Seconds: await seconds(async () => {
        const settled = measured.settled(3000, 'two');
        const body = { spec: { template: { spec: { containers: [{ name: 'c', image: 'two' }] } } } };
        await client.patch(Deployment, { name: 'web', namespace }, { type: 'strategic', body });
        await settled;
      }),
    };
  },

  async many() {
    await using measured = await start(100);
    const { client } = measured.cluster;
    return {
      deployments1000of3Seconds: await seconds(async () => {
        const settled = measured.settled(3000, 'one');
        await inParallel(1000, (index) => client.create(Deployment, deployment(`web-${index}`, 3, 'one')));
        await settled;
      }),
    };
  },

  async namespace() {
    await using measured = await start(1);
    const { client } = measured.cluster;
    await inParallel(10_000, (index) => {
      const metadata = { name: `object-${index}`, namespace };
      if (index % 4 === 0) return client.create(ConfigMap, { metadata });
      if (index % 4 === 1) return client.create(Secret, { metadata });
      return index % 4 === 2 ? client.create(ServiceAccount, { metadata }) : client.create(Role, { metadata, rules: [] });
    });
    return {
      namespaceOf10000ObjectsOf4KindsSeconds: await seconds(async () => {
        await client.delete(Namespace, { name: namespace });
        for (;;) {
          const names = (await client.list(Namespace)).items.map(({ metadata }) => metadata.name);
          if (!names.includes(namespace)) return;
          await systemClock.sleep(20);
        }
      }),
    };
  },

  async nodes() {
    const startMs = performance.now();
    await using measured = await start(5000);
    const registered = round((performance.now() - startMs) / 1000);
    const { client } = measured.cluster;
    return {
      fakeNodes5000RegisteredSeconds: registered,
      pods10000RunningSeconds: await seconds(async () => {
        const settled = measured.settled(10_000, 'one');
        await inParallel(10, (index) => client.create(Deployment, deployment(`web-${index}`, 1000, 'one')));
        await settled;
      }),
    };
  },

  async idle() {
    await using measured = await start(200);
    const { client } = measured.cluster;
    const settled = measured.settled(20_000, 'one');
    await inParallel(20, (index) => client.create(Deployment, deployment(`web-${index}`, 1000, 'one')));
    await settled;
    await systemClock.sleep(10_000);
    const before = process.cpuUsage();
    await systemClock.sleep(30_000);
    const { user, system } = process.cpuUsage(before);
    return { idle20000PodsCpuPercent: round((user + system) / 300_000), rssMegabytes: round(process.memoryUsage.rss() / 1e6) };
  },
};

const run = cases[values.case];
if (!run) throw new Error(`there is no case ${values.case}; there are ${Object.keys(cases).join(', ')}`);
record(`controllers ${values.case} (${values.store})`, await run());
