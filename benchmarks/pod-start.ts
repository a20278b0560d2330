// How long from creating a pod until it is ready, as a watcher sees it: one after the other, and many at once.
// usage: node benchmarks/pod-start.ts [--context kubets] [--image localhost/kubets-demo:1] [--sequential 20] [--burst 30]
import { homedir } from 'node:os';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/base/clock.ts';
import { createClient } from '../src/client/create-client.ts';
import { httpTransport } from '../src/client/http/http-transport.ts';
import { clusterAccess } from '../src/client/kubeconfig/access.ts';
import { kubeconfigPaths, loadKubeconfig } from '../src/client/kubeconfig/load.ts';
import { Namespace } from '../src/kinds/core/namespace.ts';
import { Pod } from '../src/kinds/core/pod/index.ts';
import { ServiceAccount } from '../src/kinds/core/service-account.ts';
import { median, record, round } from './history.ts';

const { values } = parseArgs({
  options: {
    context: { type: 'string', default: 'kubets' },
    image: { type: 'string', default: 'localhost/kubets-demo:1' },
    sequential: { type: 'string', default: '20' },
    burst: { type: 'string', default: '30' },
  },
});

const config = await loadKubeconfig(kubeconfigPaths({ environment: process.env, homeDirectory: homedir() }));
await using transport = httpTransport({ access: await clusterAccess(config, { context: values.context }), clock: systemClock });
const client = createClient({ transport, userAgent: 'benchmark', clock: systemClock });
const namespace = `measure-${Date.now().toString(36)}`;
await client.create(Namespace, { metadata: { name: namespace }, spec: {} });
while (!(await client.get(ServiceAccount, { namespace, name: 'default' }).catch(() => undefined))) await systemClock.sleep(20);

const ready = new Map<string, () => void>();
const gone = new Map<string, () => void>();
const watching = new AbortController();
const watch = (async () => {
  for await (const changes of client.watch(Pod, { namespace, after: '0', signal: watching.signal })) {
    for (const { type, object } of changes) {
      if (type === 'DELETED') gone.get(object.metadata.name)?.();
      else if (object.status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True'))
        ready.get(object.metadata.name)?.();
    }
  }
})();

async function start(name: string): Promise<number> {
  const startedMs = performance.now();
  const seen = new Promise<void>((resolve) => ready.set(name, resolve));
  const container = { name: 'c', image: values.image, imagePullPolicy: 'IfNotPresent' as const };
  await client.create(Pod, { metadata: { name, namespace }, spec: { terminationGracePeriodSeconds: 0, containers: [container] } });
  await seen;
  return performance.now() - startedMs;
}

async function stop(name: string): Promise<number> {
  const startedMs = performance.now();
  const seen = new Promise<void>((resolve) => gone.set(name, resolve));
  await client.delete(Pod, { name, namespace });
  await seen;
  return performance.now() - startedMs;
}

const started: number[] = [];
const stopped: number[] = [];
await start('warm-up');
await stop('warm-up');
for (let number = 0; number < Number(values.sequential); number++) {
  started.push(await start(`s-${number}`));
  stopped.push(await stop(`s-${number}`));
}
const burstStartedMs = performance.now();
const names = Array.from({ length: Number(values.burst) }, (_, number) => `b-${number}`);
const burst = await Promise.all(names.map(start));
const burstMs = performance.now() - burstStartedMs;
const deletedAtMs = performance.now();
await Promise.all(names.map(stop));
record('pod-start', {
  sequentialMedianMs: round(median(started)),
  sequentialMaxMs: round(Math.max(...started)),
  deleteMedianMs: round(median(stopped)),
  burst: names.length,
  burstMedianMs: round(median(burst)),
  burstAllMs: round(burstMs),
  burstDeletedMs: round(performance.now() - deletedAtMs),
});
watching.abort();
await watch;
await client.delete(Namespace, { name: namespace });
