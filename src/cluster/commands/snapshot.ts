import type { Command } from 'commander';
import { open, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { systemClock } from '../../base/clock.ts';
import { snapshotPath } from '../../apiserver/endpoints/snapshot.ts';
import { httpTransport } from '../../client/http/http-transport.ts';
import { clusterAccess } from '../../client/kubeconfig/access.ts';
import { kubeconfigPaths, loadKubeconfig } from '../../client/kubeconfig/load.ts';
import { failureOf } from '../../client/response.ts';
import { restoreSnapshot, snapshotStatus, type SnapshotStatus } from '../../storage/sqlite/snapshot.ts';
import { storeDirectory } from '../storage-backend.ts';
import { say } from './cluster-option.ts';
import { untilStopped } from './until-stopped.ts';

interface SaveFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
}

interface RestoreFlags {
  readonly dataDir: string;
  readonly replace: boolean;
}

/** `kubets snapshot`: copies of the embedded store. */
export function snapshotCommand(program: Command): void {
  const snapshot = program.command('snapshot').description('save the embedded store to a file, and bring it back');
  snapshot
    .command('save <file>')
    .description('ask the API server for a copy of its store; it goes on meanwhile')
    .option('--kubeconfig <file>', 'how to reach the API server; $KUBECONFIG or ~/.kube/config, unless given')
    .option('--context <name>', 'a context of the kubeconfig; the current one, unless given')
    .action((file: string, flags: SaveFlags) => untilStopped((signal) => save(file, flags, signal)));
  snapshot
    .command('restore <file>')
    .description('make a snapshot the store of a cluster that does not run')
    .requiredOption('--data-dir <dir>', "the data folder of the API server, which for a local cluster is the cluster's own")
    .option('--replace', 'take the place of the store that is there, which is lost', false)
    .action((file: string, flags: RestoreFlags) => restore(file, flags));
  snapshot
    .command('status <file>')
    .description('check that a snapshot is whole, and show what is in it')
    .action(async (file: string) => say(described(await snapshotStatus(file))));
}

async function save(path: string, { kubeconfig, context }: SaveFlags, signal: AbortSignal): Promise<void> {
  const paths = kubeconfig === undefined ? kubeconfigPaths({ environment: process.env, homeDirectory: homedir() }) : [kubeconfig];
  await using transport = httpTransport({ access: await clusterAccess(await loadKubeconfig(paths), { context }), clock: systemClock });
  const response = await transport({
    method: 'GET',
    path: snapshotPath,
    // However long it takes.
    query: new URLSearchParams({ follow: 'true' }),
    headers: {},
    credentials: { type: 'none' },
    body: undefined,
    signal,
  });
  if (response.code !== 200 || response.body.type !== 'bytes') throw failureOf(response);
  const { bytes } = response.body;
  await using file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
    say(`saved ${path}: ${described(await snapshotStatus(path))}`);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function restore(file: string, { dataDir, replace }: RestoreFlags): Promise<void> {
  const directory = storeDirectory(dataDir);
  const status = await restoreSnapshot(file, directory, { replace });
  say(`restored ${file} to ${directory}: ${described(status)}`);
}

const described = ({ revision, keys, sizeBytes }: SnapshotStatus): string =>
  `revision ${revision}, ${keys} keys, ${(sizeBytes / 1024 / 1024).toFixed(1)} MiB, whole`;
