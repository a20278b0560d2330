import { RuntimeError } from '../runtime-error.ts';
import type { ContainerRuntime, RuntimeCondition } from '../runtime.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { criContainers } from './containers.ts';
import { criImages } from './images.ts';
import { askConfig, askStatus, askVersion, listMetricDescriptors, updateRuntimeConfig, watchEvents } from './runtime-methods.ts';
import { criSandboxes } from './sandboxes.ts';

/**
 * A runtime that speaks CRI v1, such as containerd or CRI-O. Connects on the first call, and again after the runtime has
 * restarted; meanwhile calls fail with `Unavailable`.
 */
export function connectCri(options: ConnectionOptions): ContainerRuntime {
  const connection = new Connection(options);
  return {
    sandboxes: criSandboxes(connection),
    containers: criContainers(connection),
    images: criImages(connection),

    version: (call) => connection.call(askVersion, {}, call),

    async status({ verbose, signal } = {}) {
      const { status, info, handlers, features } = await connection.call(askStatus, { verbose }, { signal });
      return {
        runtimeReady: holds(status.conditions, 'RuntimeReady'),
        networkReady: holds(status.conditions, 'NetworkReady'),
        conditions: status.conditions,
        handlers: handlers.map((handler) => ({ name: handler.name, ...handler.features })),
        features,
        info,
      };
    },

    async cgroupDriver(call) {
      const { cgroupDriver } = await connection.call(askConfig, {}, call);
      if (cgroupDriver) return cgroupDriver;
      throw new RuntimeError('the runtime does not say which cgroup driver it uses', { code: 'Unimplemented', operation: 'RuntimeConfig' });
    },

    async setPodCidr(podCidr, call) {
      await connection.call(updateRuntimeConfig, { podCidr }, call);
    },

    events: (signal) => connection.stream(watchEvents, {}, signal),

    async metricDescriptors(call) {
      return (await connection.call(listMetricDescriptors, {}, call)).descriptors;
    },

    [Symbol.dispose]: () => connection[Symbol.dispose](),
  };
}

const holds = (conditions: readonly RuntimeCondition[], type: string): boolean =>
  conditions.some((condition) => condition.type === type && condition.status);
