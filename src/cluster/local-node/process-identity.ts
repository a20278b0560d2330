import { readFile } from 'node:fs/promises';
import { systemClock, type Clock } from '../../base/clock.ts';

/** Which process is meant, also after its number has been given to another one or the machine was started again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in clock ticks since the machine did. */
  readonly startTicks: number;
  readonly bootId: string;
}

export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const [stat, bootId] = await Promise.all([readStat(pid), readFile('/proc/sys/kernel/random/boot_id', 'utf8')]);
  return stat && stat.state !== 'Z' ? { pid, startTicks: stat.startTicks, bootId: bootId.trim() } : undefined;
}

/** A process that has ended and only waits for its parent to notice does not count. */
export async function isAlive({ pid, startTicks, bootId }: ProcessIdentity): Promise<boolean> {
  const now = await identify(pid);
  return now?.startTicks === startTicks && now.bootId === bootId;
}

/** Kills the process and resolves once it is gone; does nothing to any other that has its number by now. */
export async function killAndWait(identity: ProcessIdentity, options: { timeoutMs?: number; clock?: Clock } = {}): Promise<void> {
  const { timeoutMs = 10_000, clock = systemClock } = options;
  const deadlineMs = clock.now() + timeoutMs;
  let waitMs = 1;
  for (let killed = false; await isAlive(identity); killed = true) {
    if (!killed) process.kill(identity.pid, 'SIGKILL');
    if (clock.now() >= deadlineMs) throw new Error(`process ${identity.pid} does not end although it was killed`);
    await clock.sleep(waitMs);
    waitMs = Math.min(waitMs * 2, 50);
  }
}

/** The command in the middle may hold anything, so fields are counted from its closing bracket. See proc_pid_stat(5). */
export function parseStat(text: string): { state: string; startTicks: number } {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTicks: Number(fields[19]) };
}

async function readStat(pid: number) {
  try {
    return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return undefined;
    throw error;
  }
}
