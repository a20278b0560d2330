// How fast controllers and scheduler settle large changes, with nodes that are objects only and all in this process.
// Only `idle` measures the controllers as a process of their own, beside an API server of its own.
// usage: node benchmarks/controllers.ts [--case deployment|many|namespace|nodes|idle] [--store sqlite] [--profile DIR]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import type { Client } from '../src/client/client.ts';
import { createInformers } from '../src/client/create-informers.ts';
import { fakeNodeStages } from '../src/cluster/fake-nodes/run.ts';
import { schedulerStages } from '../src/cluster/scheduler.ts';
import { startCluster, type TestCluster } from '../src/cluster/testing.ts';
import { Deployment } from '../src/kinds/apps/deployment/index.ts';
import { Namespace } from '../src/kinds/core/namespace.ts';
import { Pod } from '../src/kinds/core/pod/index.ts';
import { runStages } from '../src/runtime/run-stages.ts';
import { openSqliteStore } from '../src/storage/sqlite/store.ts';
import { idleUse, startManager } from './controllers/manager.ts';
import { createAny, kindCount } from './controllers/objects.ts';
import { record, round } from './history.ts';
import { startServer } from './server/start-server.ts';

const { values } = parseArgs({
  options: { case: { type: 'string', default: 'deployment' }, store: { type: 'string', default: 'memory' }, profile: { type: 'string' } },
});
const namespace = 'measure';
/** Until a process that is idle has collected its garbage. */
const settleMs = 60_000;
const root = fileURLToPath(new URL('..', import.meta.url));

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
  return {
    cluster,
    settled: await settling(cluster.client, resources),
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}

/** Watches the pods until disposed of. */
async function settling(client: Client, resources: AsyncDisposableStack): Promise<Measured['settled']> {
  const informers = createInformers({ client, clock: systemClock, log: silentLog });
  const stopping = new AbortController();
  const watching = informers.run(stopping.signal);
  resources.defer(async () => {
    stopping.abort();
    await watching;
  });
  const pods = informers.of(Pod);
  await pods.caughtUp({ signal: stopping.signal });
  const running = new RunningPods();
  pods.observe(running);
  return (wanted, image) =>
    new Promise((resolve) => {
      const check = () => {
        if (pods.size === wanted && running.count(image) === wanted) resolve();
      };
      pods.observe({ applied: check, deleted: check });
    });
}

/** How many pods run, by the image of their first container. */
class RunningPods {
  readonly #images = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  count(image: string): number {
    return this.#counts.get(image) ?? 0;
  }

  applied({ metadata, status, spec }: Pod): void {
    if (status.phase === 'Running') this.#set(metadata.uid, spec.containers[0]?.image);
  }

  deleted({ metadata }: Pod): void {
    this.#set(metadata.uid, undefined);
  }

  #set(uid: string, image: string | undefined): void {
    const before = this.#images.get(uid);
    if (before === image) return;
    if (before !== undefined) this.#counts.set(before, this.count(before) - 1);
    if (image === undefined) this.#images.delete(uid);
    else {
      this.#images.set(uid, image);
      this.#counts.set(image, this.count(image) + 1);
    }
  }
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
    await inParallel(10_000, (index) => createAny(client, namespace, index));
    return {
      [`namespaceOf10000ObjectsOf${kindCount}KindsSeconds`]: await seconds(async () => {
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
    await using resources = new AsyncDisposableStack();
    const server = resources.use(await startServer({ root }));
    const { client } = server;
    const manager = resources.use(
      startManager(server.kubeconfig, { nodeOptions: values.profile ? `--cpu-prof --cpu-prof-dir=${values.profile}` : '' }),
    );
    const stopping = new AbortController();
    const around = { clientAs: () => client, clock: systemClock, log: silentLog };
    const running = runStages([...fakeNodeStages({ count: 200, ...around }), ...schedulerStages(around)], stopping.signal);
    resources.defer(async () => {
      stopping.abort();
      await running;
    });
    const settled = await settling(client, resources);
    await client.create(Namespace, { metadata: { name: namespace }, spec: {} });
    const done = settled(20_000, 'one');
    await inParallel(20, (index) => client.create(Deployment, deployment(`web-${index}`, 1000, 'one')));
    await done;
    await systemClock.sleep(settleMs);
    const used = await idleUse(manager.pid);
    // What it takes without having made them all itself.
    await manager[Symbol.asyncDispose]();
    const next = resources.use(startManager(server.kubeconfig));
    await systemClock.sleep(settleMs);
    const { cpuPercent, rssMegabytes } = await idleUse(next.pid);
    return {
      idle20000PodsCpuPercent: used.cpuPercent,
      rssMegabytes: used.rssMegabytes,
      restartedCpuPercent: cpuPercent,
      restartedRssMegabytes: rssMegabytes,
    };
  },
};

const run = cases[values.case];
if (!run) throw new Error(`there is no case ${values.case}; there are ${Object.keys(cases).join(', ')}`);
record(`controllers ${values.case} (${values.store})`, await run());
