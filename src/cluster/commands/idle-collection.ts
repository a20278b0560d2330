import type { Clock } from '../../base/clock.ts';
import { collectGarbage } from '../../base/garbage.ts';
import { IdleMemory } from '../../base/idle-memory.ts';

const everyMs = 5000;

/** Keeps a process that has little to do from holding on to what it took when it had much, at its start above all. */
export async function collectWhenIdle({ clock, signal }: { clock: Clock; signal: AbortSignal }): Promise<void> {
  const memory = new IdleMemory();
  while (!signal.aborted) {
    const { user, system } = process.cpuUsage();
    const begunMs = clock.now();
    if (memory.isDue({ cpuMs: (user + system) / 1000, memoryBytes: process.memoryUsage.rss(), nowMs: begunMs })) {
      collectGarbage();
      const nowMs = clock.now();
      memory.collected({ memoryBytes: process.memoryUsage.rss(), nowMs, tookMs: nowMs - begunMs });
    }
    await clock.sleep(everyMs, signal);
  }
}
