import type { Command } from 'commander';
import { clusterDataFolder, defaultDataRoot } from '../host/data-folder.ts';

export interface ClusterFlags {
  readonly name: string;
  readonly dataDir: string;
}

/** Which local cluster a command is about. */
export const withCluster = (command: Command): Command =>
  command
    .option('--name <name>', "the cluster's name", 'kubets')
    .option('--data-dir <dir>', 'the folder that holds the folders of clusters', defaultDataRoot);

export const folderOf = ({ name, dataDir }: ClusterFlags): string => clusterDataFolder({ clusterName: name, dataRoot: dataDir });

export const say = (line: string): void => void process.stdout.write(`${line}\n`);
