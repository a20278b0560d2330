import { access, readdir } from 'node:fs/promises';

const always = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];

/** What containers must not see of the node: what engines agree on, and how hot each CPU is where this one says. */
export async function defaultMaskedPaths(cpuDirectory = '/sys/devices/system/cpu'): Promise<readonly string[]> {
  const cpus = (await readdir(cpuDirectory).catch(() => [])).filter((name) => /^cpu\d+$/.test(name));
  const candidates = cpus.map((name) => `${cpuDirectory}/${name}/thermal_throttle`);
  const present = await Promise.all(
    candidates.map((path) =>
      access(path)
        .then(() => true)
        .catch(() => false),
    ),
  );
  return [...always, ...candidates.filter((_, index) => present[index])];
}
