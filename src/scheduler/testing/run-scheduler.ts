import { systemClock } from '../../base/clock.ts';
import { silentLog, type Log } from '../../base/log.ts';
import { createInformers } from '../../client/create-informers.ts';
import { startCluster } from '../../cluster/testing.ts';
import { Namespace } from '../../kinds/core/namespace.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import type { User } from '../../model/request.ts';
import { createScheduler } from '../scheduler.ts';
import { node, pod, type NodeOptions, type PodOptions } from './builders.ts';

const schedulerUser: User = { name: 'system:kube-scheduler', groups: ['system:authenticated'] };

/** An API server in this process with a namespace for pods, and a scheduler that can be started again. */
export async function runScheduler({ log = silentLog }: { log?: Log } = {}) {
  const cluster = await startCluster();
  const { client } = cluster;
  await client.create(Namespace, { metadata: { name: 'shop' }, spec: {} });
  await client.create(ServiceAccount, { metadata: { name: 'default', namespace: 'shop' } });

  const start = () => {
    const stopping = new AbortController();
    const own = cluster.clientAs(schedulerUser);
    const informers = createInformers({ client: own, clock: systemClock, log });
    const scheduler = createScheduler({ client: own, informers, clock: systemClock, log });
    const running = Promise.all([informers.run(stopping.signal), scheduler.run(stopping.signal)]);
    return async () => {
      stopping.abort();
      await running;
    };
  };
  let stop = start();
  return {
    client,
    async addNode(name: string, options: NodeOptions = {}) {
      const { metadata, spec, status } = node(name, options);
      const created = await client.create(Node, { metadata: { name, labels: metadata.labels ?? {} }, spec });
      const { allocatable = {} } = status;
      await client.update(
        Node,
        { ...created, status: { ...created.status, allocatable, capacity: allocatable } },
        { subresource: 'status' },
      );
      // The server taints nodes that are new; who looks after them is not here.
      await client.patch(Node, { name }, { type: 'merge', body: { spec: { taints: spec.taints ?? null } } });
    },
    addPod(name: string, options: PodOptions = {}) {
      const { metadata, spec } = pod(name, options);
      const { namespace, labels } = metadata;
      return client.create(Pod, { metadata: { name, ...(namespace && { namespace }), ...(labels && { labels }) }, spec });
    },
    async restart() {
      await stop();
      stop = start();
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await cluster.stop();
    },
  };
}

/** Resolves with the value once the condition holds for it; rejects after the deadline, telling what it was then. */
export async function eventually<T>(read: () => Promise<T> | T, condition: (value: T) => boolean, { timeoutMs = 8000 } = {}): Promise<T> {
  const deadlineMs = systemClock.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (condition(value)) return value;
    if (systemClock.now() > deadlineMs) throw new Error(`this did not become what was expected: ${JSON.stringify(value)}`);
    await systemClock.sleep(5);
  }
}
