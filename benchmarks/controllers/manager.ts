import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/base/clock.ts';
import { round } from '../history.ts';

const kubets = fileURLToPath(new URL('../../kubets', import.meta.url));

export interface ManagerProcess extends AsyncDisposable {
  readonly pid: number;
}

/** `kubets controller-manager` as a process of its own. */
export function startManager(kubeconfig: string, { nodeOptions = '' }: { nodeOptions?: string } = {}): ManagerProcess {
  const args = ['controller-manager', '--kubeconfig', kubeconfig, '--secure-port', '0', '-v', 'warn'];
  // It becomes the process that it starts.
  const child = spawn(kubets, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NODE_OPTIONS: nodeOptions } });
  const exited = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Clock ticks a second, as Linux counts a process's time on all machines that matter. */
const ticksPerSecond = 100;
const measureMs = 30_000;

/** What a process takes for a while, of one core and in memory. */
export async function idleUse(pid: number): Promise<{ cpuPercent: number; rssMegabytes: number }> {
  const before = await cpuSeconds(pid);
  await systemClock.sleep(measureMs);
  const used = (await cpuSeconds(pid)) - before;
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return { cpuPercent: round((used * 1000 * 100) / measureMs), rssMegabytes: round(Number(kilobytes) / 1000) };
}

async function cpuSeconds(pid: number): Promise<number> {
  const [, rest = ''] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ');
  // Fields 14 and 15 of all; these begin with the third.
  const [user = '0', system = '0'] = rest.split(' ').slice(11, 13);
  return (Number(user) + Number(system)) / ticksPerSecond;
}
