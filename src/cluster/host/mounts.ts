import { readFile } from 'node:fs/promises';

export interface Mount {
  readonly path: string;
  /** Which part of the file system is mounted, `/` for all of it. */
  readonly root: string;
  readonly fileSystem: string;
  readonly options: readonly string[];
}

/** The mounts this process sees, in the order they were made. */
export const currentMounts = async (): Promise<Mount[]> => parseMounts(await readFile('/proc/self/mountinfo', 'utf8'));

/** See proc_pid_mountinfo(5): ids, device, root, mount point, options, optional fields up to `-`, type, source, super options. */
export const parseMounts = (table: string): Mount[] =>
  table
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [before = '', after = ''] = line.split(' - ');
      const [, , , root = '', path = ''] = before.split(' ');
      const [fileSystem = '', , options = ''] = after.split(' ');
      return { root: unescape(root), path: unescape(path), fileSystem, options: options.split(',') };
    });

const unescape = (path: string) => path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
