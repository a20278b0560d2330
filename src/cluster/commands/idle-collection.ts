import type { Clock } from '../../base/clock.ts';
import { collectGarbage } from '../../base/garbage.ts';
import { IdleMemory } from '../../base/idle-memory.ts';
import type { Log } from '../../base/log.ts';
import type { Component } from '../../runtime/component.ts';

const everyMs = 10_000;

/** Keeps a process that has little to do from holding on to what it took when it had much. */
export const idleCollection = ({ clock, log }: { clock: Clock; log: Log }): Component => ({
  name: 'idle-collection',
  async run(signal) {
    const memory = new IdleMemory();
    while (!signal.aborted) {
      const { user, system } = process.cpuUsage();
      const memoryBytes = process.memoryUsage.rss();
      if (memory.isDue({ cpuMs: (user + system) / 1000, memoryBytes, nowMs: clock.now() })) {
        collectGarbage();
        memory.collected({ memoryBytes: process.memoryUsage.rss(), nowMs: clock.now() });
        log.debug({ beforeBytes: memoryBytes, afterBytes: process.memoryUsage.rss() }, 'idle, collected garbage');
      }
      await clock.sleep(everyMs, signal);
    }
  },
});
