// Whether what a request costs grows with what else is stored: CPU of the serving thread for each request, at more and more
// objects. All in this process, on a durable store.
// usage: node benchmarks/scale.ts [--objects 2000,10000,100000]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCluster, type TestCluster } from '../src/cluster/testing.ts';
import { Namespace } from '../src/kinds/core/namespace.ts';
import { Pod } from '../src/kinds/core/pod/index.ts';
import { ServiceAccount } from '../src/kinds/core/service-account.ts';
import { openSqliteStore } from '../src/storage/sqlite/store.ts';
import { record, round } from './history.ts';
import { pod } from './server/objects.ts';
import { namespace } from './server/start-server.ts';

const { values } = parseArgs({ options: { objects: { type: 'string', default: '2000,10000,100000' } } });

const directory = await mkdtemp(join(tmpdir(), 'kubets-scale-'));
try {
  await using store = await openSqliteStore({ directory });
  await using cluster = await startCluster({ store });
  const { client } = cluster;
  await client.create(Namespace, { metadata: { name: namespace }, spec: {} });
  await client.create(ServiceAccount, { metadata: { name: 'default', namespace } });
  let made = 0;
  const create = () => client.create(Pod, pod(`p-${made++}`));
  await repeat(2000, create);
  for (const objects of values.objects.split(',').map(Number)) {
    await repeat(Math.max(0, objects - made), create);
    const figures = {
      objects: made,
      createMicroseconds: await cpuOf(1000, create),
      getMicroseconds: await cpuOf(10_000, (number) => client.get(Pod, { namespace, name: `p-${number % made}` })),
      listPageMicroseconds: await cpuOf(2000, () => client.list(Pod, { namespace, limit: 10 })),
      watchedEventMicroseconds: await watchedEvents(cluster, create),
    };
    record('scale', figures);
  }
} finally {
  await rm(directory, { recursive: true });
}

/** What a create costs that a hundred watchers hear of, for each of them. */
async function watchedEvents({ client }: TestCluster, create: () => Promise<unknown>): Promise<number> {
  const [watchers, events] = [100, 200];
  const { resourceVersion } = await client.list(Pod, { namespace, limit: 1 });
  const ending = new AbortController();
  let waiting = watchers;
  const { promise: ready, resolve: begin } = Promise.withResolvers<void>();
  const watching = Array.from({ length: watchers }, async () => {
    let heard = 0;
    if (--waiting === 0) begin();
    for await (const changes of client.watch(Pod, { namespace, after: resourceVersion, signal: ending.signal })) {
      heard += changes.length;
      if (heard >= events) return;
    }
  });
  await ready;
  const cost = await cpuOf(1, async () => {
    await repeat(events, create);
    await Promise.all(watching);
  });
  ending.abort();
  return round(cost / watchers / events);
}

/** CPU of this thread for one of them. */
async function cpuOf(count: number, work: (number: number) => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  await repeat(count, work);
  const { user, system } = process.threadCpuUsage(before);
  return round((user + system) / count);
}

async function repeat(count: number, work: (number: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      while (next < count) await work(next++);
    }),
  );
}
