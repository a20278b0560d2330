import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { readNodeRecords } from '../local-node/node-record.ts';
import { nodeOf } from '../local-node/local-node.ts';
import { createFabric } from '../local-node/fabric.ts';
import { loadImage } from '../local-node/load-image.ts';
import { runningCluster } from '../local-cluster/cluster-record.ts';
import { folderOf, say, withCluster, type ClusterFlags } from './cluster-option.ts';

/** `kubets image load FILE`: puts images on the nodes without a registry. */
export function imageCommand(program: Command): void {
  const image = program.command('image').description('images on the nodes');
  withCluster(image.command('load <file...>'))
    .description('load images from tar files, as "docker save" and "skopeo copy" write them, onto every node')
    .action((files: string[], flags: ClusterFlags) => load(files, flags));
}

async function load(files: readonly string[], flags: ClusterFlags): Promise<void> {
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`no such file: ${missing.join(', ')}`);
  const dataFolder = folderOf(flags);
  if (!(await runningCluster(dataFolder))) throw new Error(`cluster ${flags.name} does not run; start it by "kubets up"`);
  const fabric = await createFabric({ clusterName: flags.name, dataFolder });
  for (const record of await readNodeRecords(dataFolder)) {
    const node = await nodeOf(fabric, record);
    for (const file of files) {
      await loadImage(node, file);
      say(`${file} loaded onto ${node.name}`);
    }
  }
}
