import { open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** What the control plane writes its log to; the last run's is kept beside it. */
export const clusterLogPath = (dataFolder: string): string => join(dataFolder, 'cluster.log');

export async function openClusterLog(dataFolder: string): Promise<FileHandle> {
  const path = clusterLogPath(dataFolder);
  await rename(path, `${path}.1`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return open(path, 'a', 0o600);
}
