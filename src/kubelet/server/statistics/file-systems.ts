import { readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { timestamp, type Clock } from '../../../base/clock.ts';
import { isMissingFile } from '../../files/missing-file.ts';
import type { FilesystemUsage } from '../../runtime/image.ts';
import type { FileSystemStatistics } from './summary.ts';

/** Looks at file systems, at each at most once. */
export class FileSystems {
  readonly #clock: Clock;
  readonly #known = new Map<string, Promise<FileSystemStatistics | undefined>>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  /** The file system a path is on; undefined when there is no such path. */
  async at(path: string): Promise<FileSystemStatistics | undefined> {
    const known = this.#known.get(path) ?? this.#look(path);
    this.#known.set(path, known);
    return await known;
  }

  /** The file system, with what the runtime says is used on it. */
  async used(usage: FilesystemUsage | undefined): Promise<FileSystemStatistics | undefined> {
    if (!usage) return undefined;
    const whole = await this.at(usage.mountPoint);
    return whole && { ...whole, usedBytes: usage.usedBytes, inodesUsed: usage.usedInodes };
  }

  /** The file system, with what the log files beside this one use. */
  async logs(logPath: string): Promise<FileSystemStatistics | undefined> {
    const directory = dirname(logPath);
    const whole = logPath ? await this.at(directory) : undefined;
    if (!whole) return undefined;
    const sizes = await Promise.all((await namesIn(directory)).map((name) => sizeOf(join(directory, name))));
    return { ...whole, usedBytes: sizes.reduce((sum, bytes) => sum + bytes, 0), inodesUsed: sizes.length };
  }

  async #look(path: string): Promise<FileSystemStatistics | undefined> {
    try {
      const { bsize, blocks, bavail, bfree, files, ffree } = await statfs(path);
      return {
        time: timestamp(this.#clock.now()),
        availableBytes: bavail * bsize,
        capacityBytes: blocks * bsize,
        usedBytes: (blocks - bfree) * bsize,
        inodesFree: ffree,
        inodes: files,
        inodesUsed: files - ffree,
      };
    } catch (error) {
      if (isMissingFile(error)) return undefined;
      throw error;
    }
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissingFile(error)) return 0;
    throw error;
  }
}
