import type { VolumeProjection } from './projected-volume.ts';
import type { Volume } from './volume.ts';

interface FilePath {
  readonly path: string;
  readonly source: string;
}

/** Files of one volume that hide each other. */
export function* overlappingPathWarnings(volumes: readonly Volume[]): Iterable<string> {
  for (const { name, configMap, secret, downwardAPI, projected } of volumes) {
    const volume = JSON.stringify(name);
    const overlaps = function* (paths: readonly FilePath[], what: string): Iterable<string> {
      for (const overlap of overlapsAmong(paths)) yield `volume ${volume} (${what}): overlapping paths: ${overlap}`;
    };
    if (configMap) yield* overlaps(pathsOf(configMap.items), `ConfigMap ${JSON.stringify(configMap.name ?? '')}`);
    if (secret) yield* overlaps(pathsOf(secret.items), `Secret ${JSON.stringify(secret.secretName ?? '')}`);
    if (downwardAPI) yield* overlaps(pathsOf(downwardAPI.items), 'DownwardAPI');
    if (!projected) continue;
    const all: FilePath[] = [];
    for (const source of projected.sources ?? []) {
      if (Object.keys(source).length === 0) yield `volume ${volume} (Projected) has no sources provided`;
      all.push(...projectedPaths(source));
    }
    yield* overlaps(all, 'Projected');
  }
}

function projectedPaths({
  configMap,
  secret,
  downwardAPI,
  serviceAccountToken,
  clusterTrustBundle,
  podCertificate,
}: VolumeProjection): FilePath[] {
  if (configMap?.items) return pathsOf(configMap.items, `ConfigMap ${JSON.stringify(configMap.name ?? '')}`);
  if (secret?.items) return pathsOf(secret.items, `Secret ${JSON.stringify(secret.name ?? '')}`);
  if (downwardAPI?.items) return pathsOf(downwardAPI.items, 'DownwardAPI');
  if (serviceAccountToken) return [{ path: serviceAccountToken.path, source: 'ServiceAccountToken' }];
  if (clusterTrustBundle) {
    const name = clusterTrustBundle.name ?? clusterTrustBundle.signerName ?? '';
    return [{ path: clusterTrustBundle.path, source: `ClusterTrustBundle ${JSON.stringify(name)}` }];
  }
  const { certificateChainPath = '', keyPath = '', credentialBundlePath = '' } = podCertificate ?? {};
  const paths = [
    { path: certificateChainPath, source: 'PodCertificate chain' },
    { path: keyPath, source: 'PodCertificate key' },
    { path: credentialBundlePath, source: 'PodCertificate credential bundle' },
  ];
  return paths.filter(({ path }) => path !== '');
}

const pathsOf = (items: readonly { path: string }[] | undefined, source = ''): FilePath[] =>
  (items ?? []).map(({ path }) => ({ path, source }));

function* overlapsAmong(paths: readonly FilePath[]): Iterable<string> {
  const seen: FilePath[] = [];
  for (const given of paths) {
    const next = { ...given, path: given.path.replace(/\/+$/, '') };
    for (const other of seen) {
      if (other.path === '' || next.path === '') continue;
      if (`${other.path}/`.startsWith(`${next.path}/`) || `${next.path}/`.startsWith(`${other.path}/`))
        yield `${shown(next)} with ${shown(other)}`;
    }
    seen.push(next);
  }
}

const shown = ({ path, source }: FilePath): string => (source ? `${JSON.stringify(path)} (${source})` : JSON.stringify(path));
