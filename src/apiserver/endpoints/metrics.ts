import { allFeatures, knownFeatures, type FeatureStage } from '../../model/features/known-features.ts';
import { processMetrics } from '../metrics/process-metrics.ts';
import { metricsContentType, writeMetrics, type Metric } from '../metrics/text.ts';
import type { ApiServer, Endpoint } from '../server.ts';
import { kubernetesVersion } from './version.ts';

/** `/metrics`, for Prometheus: the server's own and those of what runs beside it, which are counted whenever they are asked for. */
export const metrics =
  (more: () => Iterable<Metric> = () => []): Endpoint =>
  async ({ request: { path, method } }, server) => {
    if (path !== '/metrics' || (method !== 'GET' && method !== 'HEAD')) return undefined;
    const text = writeMetrics([
      build,
      featureMetric(server),
      ...server.metrics.metrics(),
      server.admissionTimes.metric(),
      ...objectMetrics(server),
      ...more(),
      ...(await processMetrics(server.clock)),
    ]);
    return { code: 200, body: { type: 'bytes', contentType: metricsContentType, bytes: Buffer.from(text) } };
  };

const { major, minor, patch } = kubernetesVersion;

const build: Metric = {
  name: 'kubernetes_build_info',
  type: 'gauge',
  help: 'The version that is served.',
  samples: [{ labels: { major, minor, git_version: `v${major}.${minor}.${patch}+kubets` }, value: 1 }],
};

/** With the names that upstream gives the stages. */
const stageNames: Readonly<Record<FeatureStage, string>> = { alpha: 'ALPHA', beta: 'BETA', stable: '', deprecated: 'DEPRECATED' };

const featureMetric = ({ gates }: ApiServer): Metric => ({
  name: 'kubernetes_feature_enabled',
  type: 'gauge',
  help: 'Which features there are, how far along, and whether they are on.',
  samples: allFeatures.map((name) => ({
    labels: { name, stage: stageNames[knownFeatures[name].stage] },
    value: gates.isOn(name) ? 1 : 0,
  })),
});

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
    name: 'apiserver_watch_cache_watchers',
    type: 'gauge',
    help: 'Watches that read from a cache.',
    samples: loaded.map(({ kind, cache }) => ({ labels: { group: kind.group, resource: kind.plural }, value: cache.watcherCount })),
  };
}
