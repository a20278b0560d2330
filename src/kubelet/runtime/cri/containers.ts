import type { Containers } from '../runtime.ts';
import type { Connection } from './connection.ts';
import {
  attach,
  checkpointContainer,
  createContainer,
  execute,
  listContainers,
  listContainerStatistics,
  removeContainer,
  reopenContainerLog,
  startContainer,
  statisticsOfContainer,
  statusOfContainer,
  stopContainer,
  streamExecution,
  updateContainerResources,
} from './container-methods.ts';

export const criContainers = (connection: Connection): Containers => ({
  async create(sandboxId, config, sandbox, options) {
    return (await connection.call(createContainer, { sandboxId, config, sandbox }, options)).containerId;
  },

  async start(containerId, options) {
    await connection.call(startContainer, { containerId }, options);
  },

  async stop(containerId, { graceSeconds = 0, signal } = {}) {
    const timeoutMs = connection.timeoutMs + graceSeconds * 1000;
    await connection.remove(stopContainer, { containerId, graceSeconds }, { signal, timeoutMs });
  },

  async remove(containerId, options) {
    await connection.remove(removeContainer, { containerId }, options);
  },

  async status(containerId, { verbose, signal } = {}) {
    return await connection.call(statusOfContainer, { containerId, verbose }, { signal });
  },

  async list(filter, options) {
    return (await connection.call(listContainers, { filter }, options)).containers;
  },

  async execute(containerId, command, { timeoutSeconds = 0, signal } = {}) {
    // Zero means forever to the runtime, so this side must not end it either.
    const timeoutMs = timeoutSeconds === 0 ? Number.POSITIVE_INFINITY : connection.timeoutMs + timeoutSeconds * 1000;
    return await connection.call(execute, { containerId, command, timeoutSeconds }, { signal, timeoutMs });
  },

  async executeUrl(containerId, command, streams, options) {
    return (await connection.call(streamExecution, { containerId, command, ...streams }, options)).url;
  },

  async attachUrl(containerId, streams, options) {
    return (await connection.call(attach, { containerId, ...streams }, options)).url;
  },

  async updateResources(containerId, resources, { annotations, signal } = {}) {
    await connection.call(updateContainerResources, { containerId, resources, annotations }, { signal });
  },

  async reopenLog(containerId, options) {
    await connection.call(reopenContainerLog, { containerId }, options);
  },

  async checkpoint(containerId, { location, timeoutSeconds = 0, signal }) {
    // The runtime's own limit is never below this side's, as upstream.
    const seconds = Math.max(timeoutSeconds, Math.floor(connection.timeoutMs / 1000));
    const timeoutMs = seconds * 1000;
    await connection.call(checkpointContainer, { containerId, location, timeoutSeconds: seconds }, { signal, timeoutMs });
  },

  async statistics(containerId, options) {
    return (await connection.call(statisticsOfContainer, { containerId }, options)).statistics;
  },

  async listStatistics(filter, options) {
    return (await connection.call(listContainerStatistics, { filter }, options)).statistics;
  },
});
