import { mkdir, readdir, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemClock, type Clock } from '../../base/clock.ts';
import { readText } from './group-files.ts';
import type { CgroupLayout } from './layout.ts';
import type { CgroupLimits } from './limits.ts';
import { isMissing } from './missing.ts';
import { applySettings } from './setting.ts';
import type { CgroupUsage } from './usage.ts';
import { versionOne } from './version-one.ts';
import { versionTwo } from './version-two.ts';
import type { CgroupVersion } from './version.ts';

export interface ControlGroupsOptions {
  readonly layout: CgroupLayout;
  readonly clock?: Clock | undefined;
  /** Ends a process at once. Replaced in tests that have no processes. */
  readonly kill?: ((pid: number) => void) | undefined;
}

export interface RemoveOptions {
  /** How long the kernel may take to let go of dead processes. Default five seconds. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Makes, limits, measures and removes control groups, in every hierarchy at once. Paths start at the root of a hierarchy. */
export class ControlGroups {
  readonly #groups: CgroupVersion;
  readonly #clock: Clock;
  readonly #kill: (pid: number) => void;

  constructor({ layout, clock = systemClock, kill = killProcess }: ControlGroupsOptions) {
    this.#groups = layout.version === 1 ? versionOne(layout) : versionTwo(layout);
    this.#clock = clock;
    this.#kill = kill;
  }

  get version(): 1 | 2 {
    return this.#groups.version;
  }

  /** Whether the group is there in all hierarchies. */
  async exists(path: string): Promise<boolean> {
    const found = await Promise.all(this.#groups.directories(path).map(isDirectory));
    return found.every(Boolean);
  }

  /** Makes the group and those above it where they are missing, then sets its limits. */
  async create(path: string, limits: CgroupLimits = {}): Promise<void> {
    await Promise.all(this.#groups.directories(path).map((directory) => this.#make(directory)));
    await this.update(path, limits);
  }

  async update(path: string, limits: CgroupLimits): Promise<void> {
    await applySettings(this.#groups.settings(path, limits));
  }

  /** What the kernel has, which may be rounded from what was set. */
  limits(path: string): Promise<CgroupLimits> {
    return this.#groups.limits(path);
  }

  /** Undefined when there is no such group. */
  async usage(path: string): Promise<CgroupUsage | undefined> {
    const usage = await this.#groups.usage(path);
    return usage.cpuNs === undefined && usage.memoryBytes === undefined ? undefined : usage;
  }

  /** The names of the groups right below, in whichever hierarchy they are. */
  async children(path: string): Promise<readonly string[]> {
    const lists = await Promise.all(this.#groups.directories(path).map(childGroups));
    return [...new Set(lists.flat())];
  }

  /** The processes of the group and of those below it. Processes of other process namespaces are not seen. */
  async processes(path: string): Promise<readonly number[]> {
    const lists = await Promise.all(this.#groups.directories(path).map(processesBelow));
    return [...new Set(lists.flat())].filter((pid) => pid > 0);
  }

  /**
   * Kills what is left in the group and removes it with all below it. The kernel lets go of dead processes a little later, so
   * it is tried again until the time is up; then this throws.
   */
  async remove(path: string, { timeoutMs = 5000, signal }: RemoveOptions = {}): Promise<void> {
    const deadlineMs = this.#clock.now() + timeoutMs;
    for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 100)) {
      for (const pid of await this.processes(path)) this.#kill(pid);
      const failures = (await Promise.all(this.#groups.directories(path).map(removeTree))).filter((failure) => failure !== undefined);
      if (failures.length === 0) return;
      if (signal?.aborted || this.#clock.now() >= deadlineMs) {
        throw new AggregateError(failures, `the control group ${path} is still in use`);
      }
      await this.#clock.sleep(pauseMs, signal);
    }
  }

  /** From above to below, since a new group must be prepared before it gets children. */
  async #make(directory: string): Promise<void> {
    if (await isDirectory(directory)) return;
    await this.#make(dirname(directory));
    try {
      await mkdir(directory);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    await this.#groups.prepare(directory);
  }
}

async function isDirectory(directory: string): Promise<boolean> {
  try {
    return (await stat(directory)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function childGroups(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function processesBelow(directory: string): Promise<readonly number[]> {
  const own = (await readText(directory, 'cgroup.procs'))?.split('\n').filter(Boolean).map(Number) ?? [];
  const below = await Promise.all((await childGroups(directory)).map((name) => processesBelow(join(directory, name))));
  return [...own, ...below.flat()];
}

/** Only folders can be removed, deepest first: the files in them come and go with them. Returns why it could not. */
async function removeTree(directory: string): Promise<unknown> {
  try {
    for (const name of await childGroups(directory)) {
      const failure = await removeTree(join(directory, name));
      if (failure !== undefined) return failure;
    }
    await rmdir(directory);
    return undefined;
  } catch (error) {
    return isMissing(error) ? undefined : error;
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
