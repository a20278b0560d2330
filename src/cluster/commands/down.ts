import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { removeContext } from '../../client/kubeconfig/edit.ts';
import { kubeconfigPaths } from '../../client/kubeconfig/load.ts';
import { runningCluster } from '../local-cluster/cluster-record.ts';
import { isAlive } from '../local-node/process-identity.ts';
import { removeLocalCluster, stopLocalCluster } from '../local-node/remove-local-cluster.ts';
import { folderOf, say, withCluster, type ClusterFlags } from './cluster-option.ts';

/** How long a control plane may take to end by itself. */
const stopMs = 30_000;

interface DownFlags extends ClusterFlags {
  readonly delete?: boolean;
}

/** `kubets down`: stops a local cluster and takes away what it put on this machine, but for its data. */
export function downCommand(program: Command): void {
  withCluster(program.command('down'))
    .description('stop the cluster and remove its nodes; its objects and images are kept for the next start')
    .option('--delete', 'delete its data and its kubeconfig context, too')
    .action((flags: DownFlags) => down(flags));
}

async function down(flags: DownFlags): Promise<void> {
  const dataFolder = folderOf(flags);
  const record = await runningCluster(dataFolder);
  if (record) {
    process.kill(record.process.pid, 'SIGTERM');
    const deadlineMs = systemClock.now() + stopMs;
    while (await isAlive(record.process)) {
      if (systemClock.now() > deadlineMs) process.kill(record.process.pid, 'SIGKILL');
      await systemClock.sleep(20);
    }
  }
  const cluster = { clusterName: flags.name, dataFolder };
  if (flags.delete) {
    await removeLocalCluster(cluster);
    const path = record?.kubeconfig ?? kubeconfigPaths({ environment: process.env, homeDirectory: homedir() })[0];
    if (path && existsSync(path)) await removeContext(path, flags.name, { clock: systemClock });
    await rm(dataFolder, { recursive: true, force: true });
    say(`cluster ${flags.name} is stopped and deleted`);
  } else if (existsSync(dataFolder)) {
    await stopLocalCluster(cluster);
    say(`cluster ${flags.name} is stopped; its data is kept in ${dataFolder} ("kubets down --delete" deletes it)`);
  } else {
    // Nodes can outlive their folder.
    await removeLocalCluster(cluster);
    say(`there is no cluster ${flags.name}`);
  }
}
