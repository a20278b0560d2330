import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A disk of its own at a folder, which only those see who are started by its command. It goes with the process that has made it. */
export interface SmallDisk extends AsyncDisposable {
  /** What to put before a command that is to see it. */
  readonly command: readonly string[];
  /** Takes all the room that is left. */
  fill(): Promise<void>;
  clear(): Promise<void>;
}

/** Undefined where that is not permitted. */
export async function smallDisk(folder: string, { bytes }: { bytes: number }): Promise<SmallDisk | undefined> {
  // Ends when its standard input does, and with it the mount.
  const script = 'mount -t tmpfs -o "size=$2" none "$1" && echo ready && exec cat';
  const keeper = spawn('unshare', ['--mount', '--propagation=private', 'sh', '-c', script, 'sh', folder, String(bytes)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(keeper, 'exit');
  const ready = once(keeper.stdout, 'data').then(() => true);
  if (!(await Promise.race([ready, ended.then(() => false), once(keeper, 'error').then(() => false)]))) return undefined;
  const filler = join(`/proc/${keeper.pid}/root`, folder, 'filler');
  return {
    command: ['nsenter', `--mount=/proc/${keeper.pid}/ns/mnt`, '--'],
    async fill() {
      await using file = await open(filler, 'w');
      const chunk = new Uint8Array(64 * 1024).fill(1);
      try {
        for (let written = 0; written <= bytes; written += chunk.length) await file.write(chunk);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    },
    clear: () => rm(filler, { force: true }),
    async [Symbol.asyncDispose]() {
      keeper.stdin.end();
      await ended;
    },
  };
}
