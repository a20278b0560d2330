import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { emptyKubeconfig, entryOf, parseKubeconfig, type Fields, type Kubeconfig, type NamedEntry, type Section } from './kubeconfig.ts';

/** The files kubectl would read: those `$KUBECONFIG` lists, or else the one in the home directory. */
export function kubeconfigPaths({ environment, homeDirectory }: { environment: NodeJS.ProcessEnv; homeDirectory: string }): string[] {
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter(Boolean);
  return listed.length > 0 ? [...new Set(listed)] : [join(homeDirectory, '.kube', 'config')];
}

/** Reads one file that has to be there. */
export async function loadKubeconfigFile(path: string): Promise<Kubeconfig> {
  const config = await readIfThere(path);
  if (!config) throw new Error(`${path} does not exist`);
  return config;
}

/** Reads and merges files as kubectl does: missing ones are skipped, and the first to name something decides what it is. */
export async function loadKubeconfig(paths: readonly string[]): Promise<Kubeconfig> {
  return mergeKubeconfigs((await Promise.all(paths.map(readIfThere))).filter((config) => config !== undefined));
}

export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  const merged = emptyKubeconfig();
  for (const config of configs) {
    addMissing(merged.clusters, config.clusters);
    addMissing(merged.contexts, config.contexts);
    addMissing(merged.users, config.users);
    merged['current-context'] ||= config['current-context'] ?? '';
  }
  return merged;
}

function addMissing<S extends Section>(into: NamedEntry<S>[], from: readonly NamedEntry<S>[]): void {
  for (const entry of from) if (!entryOf(into, entry.name)) into.push(entry);
}

async function readIfThere(path: string): Promise<Kubeconfig | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const config = parseKubeconfig(text, path);
  for (const { cluster } of config.clusters) resolvePaths(cluster, ['certificate-authority'], path);
  for (const { user } of config.users) resolvePaths(user, ['client-certificate', 'client-key', 'tokenFile'], path);
  return config;
}

/** Paths in a kubeconfig are relative to the file they stand in. */
function resolvePaths(fields: Fields, names: readonly string[], kubeconfigPath: string): void {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') fields[name] = resolve(dirname(kubeconfigPath), value);
  }
}
