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
      if (source.configMap?.items) all.push(...pathsOf(source.configMap.items, `ConfigMap ${JSON.stringify(source.configMap.name ?? '')}`));
      else if (source.secret?.items) all.push(...pathsOf(source.secret.items, `Secret ${JSON.stringify(source.secret.name ?? '')}`));
      else if (source.downwardAPI?.items) all.push(...pathsOf(source.downwardAPI.items, 'DownwardAPI'));
      else if (source.serviceAccountToken) all.push({ path: source.serviceAccountToken.path, source: 'ServiceAccountToken' });
    }
    yield* overlaps(all, 'Projected');
  }
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
