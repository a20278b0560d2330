// How many pods a second are placed, and how long one takes from its creation, with API server, store and scheduler in
// this process and nodes that are objects only.
// usage: node benchmarks/schedule.ts [--nodes 1000] [--pods 3000] [--plain]
import { parseArgs } from 'node:util';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { createInformers } from '../src/client/create-informers.ts';
import { startCluster } from '../src/cluster/testing.ts';
import { ReplicaSet } from '../src/kinds/apps/replica-set/index.ts';
import { Namespace } from '../src/kinds/core/namespace.ts';
import { Node } from '../src/kinds/core/node/index.ts';
import { Pod } from '../src/kinds/core/pod/index.ts';
import { ServiceAccount } from '../src/kinds/core/service-account.ts';
import { ownerReference } from '../src/model/owner-references.ts';
import { createScheduler } from '../src/scheduler/scheduler.ts';
import { median, record, round } from './history.ts';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1000' },
    pods: { type: 'string', default: '3000' },
    /** Pods that belong to nothing, so that nothing spreads them. */
    plain: { type: 'boolean', default: false },
  },
});
const [nodes, pods] = [Number(values.nodes), Number(values.pods)];
const namespace = 'measure';

await using cluster = await startCluster();
const { client } = cluster;
await client.create(Namespace, { metadata: { name: namespace }, spec: {} });
await client.create(ServiceAccount, { metadata: { name: 'default', namespace } });

const allocatable = { cpu: '16', memory: '64Gi', pods: '110' };
await inParallel(nodes, async (index) => {
  const name = `node-${index}`;
  const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${index % 3}` };
  const created = await client.create(Node, { metadata: { name, labels }, spec: {} });
  await client.update(Node, { ...created, status: { ...created.status, allocatable } }, { subresource: 'status' });
  await client.patch(Node, { name }, { type: 'merge', body: { spec: { taints: null } } });
});

const labels = { app: 'web' };
const containers = [{ name: 'main', image: 'example.com/web:1', resources: { requests: { cpu: '100m', memory: '128Mi' } } }];
const set = await client.create(ReplicaSet, {
  metadata: { name: 'web', namespace },
  spec: { replicas: pods, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
});
const ownerReferences = values.plain ? [] : [ownerReference(set)];
await inParallel(pods, (index) =>
  client.create(Pod, { metadata: { name: `web-${index}`, namespace, labels, ownerReferences }, spec: { containers } }),
);

const user = { name: 'system:kube-scheduler', groups: ['system:authenticated'] };
const informers = createInformers({ client: cluster.clientAs(user), clock: systemClock, log: silentLog });
const scheduler = createScheduler({ client: cluster.clientAs(user), informers, clock: systemClock, log: silentLog });
const stopping = new AbortController();
const { promise: allPlaced, resolve } = Promise.withResolvers<void>();
let placed = 0;
let firstMs = 0;
informers.of(Pod).observe({
  applied({ spec }, previous) {
    if (!spec.nodeName || previous?.spec.nodeName) return;
    firstMs ||= performance.now();
    if (++placed === pods) resolve();
  },
});

const startMs = performance.now();
const running = Promise.all([informers.run(stopping.signal), scheduler.run(stopping.signal)]);
await allPlaced;
const totalMs = performance.now() - startMs;
const seconds = (performance.now() - firstMs) / 1000;

const bindMs: number[] = [];
for (let index = 0; index < 100; index++) {
  const name = `single-${index}`;
  const begunMs = performance.now();
  await client.create(Pod, { metadata: { name, namespace }, spec: { containers } });
  while (!informers.of(Pod).get({ name, namespace })?.spec.nodeName) await new Promise((resume) => setImmediate(resume));
  bindMs.push(performance.now() - begunMs);
}
bindMs.sort((a, b) => a - b);

const byNode = Object.values(Object.groupBy(informers.of(Pod).list(), ({ spec }) => spec.nodeName ?? ''));
record('schedule', {
  nodes,
  pods,
  kind: values.plain ? 'plain' : 'replicas',
  podsPerSecond: Math.round((pods - 1) / seconds),
  untilFirstMs: round(firstMs - startMs),
  singleMedianMs: round(median(bindMs)),
  single95thMs: round(bindMs[95] ?? 0),
  totalMs: round(totalMs),
  mostOnOneNode: Math.max(...byNode.map((each) => each?.length ?? 0)),
  heapMiB: Math.round(process.memoryUsage().heapUsed / 2 ** 20),
});
stopping.abort();
await running;

async function inParallel(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  const batch = 200;
  for (let start = 0; start < count; start += batch) {
    await Promise.all(Array.from({ length: Math.min(batch, count - start) }, (_, offset) => work(start + offset)));
  }
}
