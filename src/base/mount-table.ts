import { readFile } from 'node:fs/promises';

/** One mount as a process sees it. */
export interface MountEntry {
  readonly mountPoint: string;
  /** Which part of the file system is mounted there, `/` for all of it. */
  readonly root: string;
  readonly fileSystem: string;
  /** What is mounted: a device, a host and path, or just a name. */
  readonly source: string;
  readonly options: readonly string[];
  /** Options of the file system rather than of this mount, such as the controllers of a control group hierarchy. */
  readonly fileSystemOptions: readonly string[];
}

/** The mounts this process sees, in the order they were made. */
export const readMountTable = async (path = '/proc/self/mountinfo'): Promise<readonly MountEntry[]> =>
  parseMountTable(await readFile(path, 'utf8'));

/** See proc_pid_mountinfo(5): ids, device, root, mount point, options, optional fields up to `-`, type, source, more options. */
export const parseMountTable = (table: string): readonly MountEntry[] =>
  table
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [mount = '', fileSystemPart = ''] = line.split(' - ');
      const [, , , root = '', mountPoint = '', options = ''] = mount.split(' ');
      const [fileSystem = '', source = '', fileSystemOptions = ''] = fileSystemPart.split(' ');
      return {
        mountPoint: unescape(mountPoint),
        root: unescape(root),
        fileSystem,
        source: unescape(source),
        options: options.split(','),
        fileSystemOptions: fileSystemOptions.split(','),
      };
    });

/** Spaces and the like are written as a backslash and three octal digits. */
const unescape = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
