import { processMetrics } from '../../base/metrics/process-metrics.ts';
import { metricsContentType, writeMetrics, type Metric } from '../../base/metrics/text.ts';
import { buildMetrics } from '../metrics/build-metrics.ts';
import type { ApiServer, Endpoint } from '../server.ts';

/** `/metrics`, for Prometheus: the server's own and those of what runs beside it, which are counted whenever they are asked for. */
export const metrics =
  (more: () => Iterable<Metric> = () => []): Endpoint =>
  async ({ request: { path, method } }, server) => {
    if (path !== '/metrics' || (method !== 'GET' && method !== 'HEAD')) return undefined;
    const text = writeMetrics([
      ...buildMetrics(server.gates),
      ...server.metrics.metrics(),
      ...server.accessMetrics.metrics(),
      ...server.admissionTimes.metrics(),
      ...objectMetrics(server),
      ...(await storeMetric(server)),
      ...more(),
      ...(await processMetrics(server.clock)),
    ]);
    return { code: 200, body: { type: 'bytes', contentType: metricsContentType, bytes: Buffer.from(text) } };
  };

/** Left out when the store does not say: what else there is to tell is needed all the more then. */
async function storeMetric({ store, log }: ApiServer): Promise<readonly Metric[]> {
  try {
    return [
      {
        name: 'apiserver_storage_size_bytes',
        type: 'gauge',
        help: 'What the store takes where it is kept.',
        // As upstream counts its stores.
        samples: [{ labels: { storage_cluster_id: 'etcd-0' }, value: await store.sizeBytes() }],
      },
    ];
  } catch (error) {
    log.warn({ error }, 'the size of the store is not known');
    return [];
  }
}

/** How much is stored, of resources that somebody has asked for. */
function* objectMetrics({ resources }: ApiServer): Generator<Metric> {
  const loaded = [...resources.values()].filter(({ kind, cache }) => !kind.storedAs && cache.loaded);
  yield {
    name: 'apiserver_resource_objects',
    type: 'gauge',
    help: 'Stored objects.',
    samples: loaded.map(({ kind, cache }) => ({ labels: { group: kind.group, resource: kind.plural }, value: cache.size })),
  };
  yield {
    name: 'apiserver_storage_objects',
    type: 'gauge',
    help: 'Stored objects, under the name that older dashboards know.',
    samples: loaded.map(({ kind, cache }) => ({
      labels: { resource: kind.group ? `${kind.plural}.${kind.group}` : kind.plural },
      value: cache.size,
    })),
  };
  yield {
    name: 'apiserver_storage_events_received_total',
    type: 'counter',
    help: 'Changes that the store has told of.',
    samples: loaded.map(({ kind, cache }) => ({ labels: { group: kind.group, resource: kind.plural }, value: cache.eventCount })),
  };
  yield {
    name: 'apiserver_watch_cache_watchers',
    type: 'gauge',
    help: 'Watches that read from a cache.',
    samples: loaded.map(({ kind, cache }) => ({ labels: { group: kind.group, resource: kind.plural }, value: cache.watcherCount })),
  };
}
