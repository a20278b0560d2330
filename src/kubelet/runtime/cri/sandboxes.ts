import type { Sandboxes } from '../runtime.ts';
import type { Connection } from './connection.ts';
import {
  listSandboxes,
  listSandboxMetrics,
  listSandboxStatistics,
  portForward,
  removeSandbox,
  runSandbox,
  statisticsOfSandbox,
  statusOfSandbox,
  stopSandbox,
  updateSandboxResources,
} from './sandbox-methods.ts';

export const criSandboxes = (connection: Connection): Sandboxes => ({
  async run(config, { handler, signal } = {}) {
    // Setting up the network may be slow: upstream gives it twice the time.
    const timeoutMs = connection.timeoutMs * 2;
    const { sandboxId } = await connection.call(runSandbox, { config, handler }, { signal, timeoutMs });
    return sandboxId;
  },

  async stop(sandboxId, options) {
    await connection.remove(stopSandbox, { sandboxId }, options);
  },

  async remove(sandboxId, options) {
    await connection.remove(removeSandbox, { sandboxId }, options);
  },

  async status(sandboxId, { verbose, signal } = {}) {
    return await connection.call(statusOfSandbox, { sandboxId, verbose }, { signal });
  },

  async list(filter, options) {
    return (await connection.call(listSandboxes, { filter }, options)).sandboxes;
  },

  async updateResources(sandboxId, { overhead, containers }, options) {
    await connection.call(updateSandboxResources, { sandboxId, overhead, containers }, options);
  },

  async portForwardUrl(sandboxId, ports = [], options) {
    return (await connection.call(portForward, { sandboxId, ports }, options)).url;
  },

  async statistics(sandboxId, options) {
    return (await connection.call(statisticsOfSandbox, { sandboxId }, options)).statistics;
  },

  async listStatistics(filter, options) {
    return (await connection.call(listSandboxStatistics, { filter }, options)).statistics;
  },

  async listMetrics(options) {
    return (await connection.call(listSandboxMetrics, {}, options)).metrics;
  },
});
