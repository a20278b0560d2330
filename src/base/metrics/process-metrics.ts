import { readdir } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import type { Metric } from './text.ts';

/** What the process uses, under the names that every Prometheus client gives it. */
export async function processMetrics(clock: Clock): Promise<readonly Metric[]> {
  const { user, system } = process.cpuUsage();
  const gauge = (name: string, help: string, value: number): Metric => ({ name, type: 'gauge', help, samples: [{ value }] });
  return [
    {
      name: 'process_cpu_seconds_total',
      type: 'counter',
      help: 'Time on the CPU, for the process and for the kernel on its behalf.',
      samples: [{ value: (user + system) / 1e6 }],
    },
    gauge('process_open_fds', 'Open file descriptors.', await openFiles()),
    gauge('process_resident_memory_bytes', 'Memory in use.', process.memoryUsage.rss()),
    gauge('process_start_time_seconds', 'When the process began, since the epoch.', Math.round(clock.now() / 1000 - process.uptime())),
  ];
}

/** Nothing is known of them but on Linux. */
async function openFiles(): Promise<number> {
  try {
    return (await readdir('/proc/self/fd')).length;
  } catch {
    return 0;
  }
}
