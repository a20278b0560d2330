// Loaded into the server ahead of its own code (`node --import`): tells the benchmark, when asked, what the process uses.
import type { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Observation {
  /** The longest time in which the event loop did not come round, since the last reset. */
  readonly stallMs: number;
  /** CPU of the whole process, threads included, and of the thread that serves alone, since it began. */
  readonly cpuMs: number;
  readonly mainThreadMs: number;
  readonly rssMiB: number;
}

export type Order = 'reset' | 'observe' | 'collect' | { readonly profileTo: string } | 'profile';

const resolutionMs = 1;
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
let session: Session | undefined;

process.on('message', (order: Order) => {
  void obey(order).then((answer) => process.send?.(answer));
});
process.channel?.unref();

async function obey(order: Order): Promise<Observation> {
  if (order === 'reset') {
    // Only now, since it keeps a server busy that has nothing to do.
    delay.enable();
    delay.reset();
  }
  if (order === 'collect') globalThis.gc?.();
  if (order === 'profile') {
    // Only then, since it takes memory, which is measured too.
    const inspector = await import('node:inspector/promises');
    session = new inspector.Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
  }
  if (typeof order === 'object' && session) {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    writeFileSync(order.profileTo, JSON.stringify(profile));
  }
  const { user, system } = process.cpuUsage();
  const thread = process.threadCpuUsage();
  return {
    stallMs: Math.max(0, delay.max / 1e6 - resolutionMs),
    cpuMs: (user + system) / 1000,
    mainThreadMs: (thread.user + thread.system) / 1000,
    rssMiB: process.memoryUsage.rss() / 2 ** 20,
  };
}
