import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { agentLogPath } from '../local-cluster/agent-process.ts';
import { clusterLogPath } from '../local-cluster/cluster-log.ts';
import { folderOf, withCluster, type ClusterFlags } from './cluster-option.ts';

interface LogsFlags extends ClusterFlags {
  readonly follow?: boolean;
  readonly node?: string;
  readonly tail: string;
}

/** `kubets logs`: what the control plane or a node's process has written. */
export function logsCommand(program: Command): void {
  withCluster(program.command('logs'))
    .description("show the control plane's log, or that of a node's kubelet, proxy and DNS")
    .option('-f, --follow', 'go on as more is written')
    .option('--node <name>', 'the log of this node')
    .option('--tail <lines>', 'how many lines to begin with', '200')
    .action((flags: LogsFlags) => logs(flags));
}

async function logs(flags: LogsFlags): Promise<void> {
  const dataFolder = folderOf(flags);
  const path = flags.node === undefined ? clusterLogPath(dataFolder) : agentLogPath({ dataFolder: join(dataFolder, 'nodes', flags.node) });
  if (!existsSync(path)) throw new Error(`there is no log ${path}`);
  if (!/^\d+$/.test(flags.tail)) throw new Error('--tail takes a number of lines');
  const child = spawn('tail', [`--lines=${flags.tail}`, ...(flags.follow ? ['--follow=name', '--retry'] : []), '--', path], {
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 0;
}
