import { isAbsolute, join, resolve } from 'node:path';

/** Where clusters keep what has to outlive them, unless `--data-dir` says otherwise. */
export const defaultDataRoot = '/var/lib/kubets';

export interface DataFolderOptions {
  readonly clusterName: string;
  /** From `--data-dir`; a relative path starts where the command was given. */
  readonly dataRoot?: string | undefined;
}

/** The folder of one cluster. */
export function clusterDataFolder({ clusterName, dataRoot = defaultDataRoot }: DataFolderOptions): string {
  return join(isAbsolute(dataRoot) ? dataRoot : resolve(dataRoot), clusterName);
}
