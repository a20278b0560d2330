import { systemClock } from '../../base/clock.ts';
import { silentLog, type Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { createInformers } from '../../client/create-informers.ts';
import type { User } from '../../model/request.ts';
import { startCluster, type StartClusterOptions } from '../../cluster/testing.ts';
import { featureGates } from '../../model/features/feature-gates.ts';
import type { ControllerSettings } from '../controller-entry.ts';
import { controllerComponents } from '../index.ts';
import { controllerManagerUser, controllerUser } from './users.ts';

interface Options extends Pick<StartClusterOptions, 'featureGates' | 'runtimeConfig'> {
  readonly settings?: ControllerSettings;
  /** As `--controllers` has it. */
  readonly controllers?: readonly string[];
  readonly log?: Log;
}

/** All controllers against an API server in this process, each as its own service account. */
export async function runControllers({ settings = {}, log = silentLog, controllers, ...options }: Options = {}) {
  const cluster = await startCluster(options);
  const gates = featureGates(options.featureGates ?? {});
  const stopping = new AbortController();
  const clientFor = (name: string | undefined): Client => cluster.clientAs(controllerUser(name));
  const informers = createInformers({ client: cluster.clientAs(controllerManagerUser), clock: systemClock, log });
  const components = controllerComponents({ clientFor, informers, clock: systemClock, log, settings, gates, controllers });
  const running = Promise.all([informers.run(stopping.signal), ...components.map((component) => component.run(stopping.signal))]);
  return {
    client: cluster.client,
    clientAs: (user: User) => cluster.clientAs(user),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
      await cluster.stop();
    },
  };
}

/** Resolves with the value once the condition holds for it; rejects after the deadline, telling what it was then. */
export async function eventually<T>(read: () => Promise<T> | T, condition: (value: T) => boolean, { timeoutMs = 60_000 } = {}): Promise<T> {
  const deadlineMs = systemClock.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (condition(value)) return value;
    if (systemClock.now() > deadlineMs) throw new Error(`this did not become what was expected: ${JSON.stringify(value)}`);
    await systemClock.sleep(10);
  }
}
