import { mkdir, open, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import type { VolumeType } from './volume-type.ts';

/** A file or directory of the node itself. It is not the pod's, so nothing about it is changed. */
export const hostPathVolume: VolumeType = {
  name: 'kubernetes.io/host-path',
  handles: ({ hostPath }) => hostPath !== undefined,
  isRefreshed: false,
  async setUp({ hostPath }) {
    const { path = '', type = '' } = hostPath ?? {};
    if (path.split('/').includes('..')) throw new Error(`invalid HostPath \`${path}\`: must not contain '..'`);
    await checkHostPath(path, type);
    return { type: 'Filesystem', hostPath: path, readOnly: false };
  },
};

/** Whether there is what the pod expects at the path. Makes what is to be made. Throws an Error otherwise. */
export async function checkHostPath(path: string, type: string): Promise<void> {
  const check = checks[type];
  if (!check) throw new Error(`${type} is an invalid volume type`);
  const found = await statsOf(path);
  if (!found && check.make) return await check.make(path);
  if (!check.accepts(found)) throw new Error(`hostPath type check failed: ${path} is not a ${check.what}`);
}

interface Check {
  readonly what: string;
  accepts(found: Stats | undefined): boolean;
  make?(path: string): Promise<void>;
}

const directory: Check = { what: 'directory', accepts: (found) => found?.isDirectory() ?? false };
const file: Check = { what: 'file', accepts: (found) => found?.isFile() ?? false };

const checks: Readonly<Record<string, Check>> = {
  '': { what: '', accepts: () => true },
  Directory: directory,
  DirectoryOrCreate: {
    ...directory,
    async make(path) {
      await mkdir(path, { recursive: true, mode: 0o755 });
    },
  },
  File: file,
  FileOrCreate: {
    ...file,
    async make(path) {
      // Directories above are not made, as upstream.
      await (await open(path, 'a', 0o644)).close();
    },
  },
  Socket: { what: 'socket file', accepts: (found) => found?.isSocket() ?? false },
  CharDevice: { what: 'character device', accepts: (found) => found?.isCharacterDevice() ?? false },
  BlockDevice: { what: 'block device', accepts: (found) => found?.isBlockDevice() ?? false },
};

async function statsOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch {
    // What cannot be looked at is not what is expected; making it will say why.
    return undefined;
  }
}
