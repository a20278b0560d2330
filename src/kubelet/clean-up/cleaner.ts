import { readdir, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissingFile } from '../files/missing-file.ts';
import { cgroupDown } from '../lifecycle/cgroup.ts';
import { directoriesDown, logsDown } from '../lifecycle/directories.ts';
import type { PodParts } from '../lifecycle/parts.ts';
import { podUidOfLogDirectory } from '../logs/log-paths.ts';
import { isAnythingRunning, type PodObservation } from '../pleg/observation.ts';
import { removals } from './dead-containers.ts';

export interface CleanerOptions {
  readonly parts: PodParts;
  /** Somebody looks after the pod. */
  readonly isKnown: (uid: string) => boolean;
}

const orphansPeriodMs = 2000;
const garbagePeriodMs = 60_000;
/** Of pods nobody knows any more: deleted while this node was away, so their time is over. */
const orphanGraceSeconds = 1;

/** Takes away what pods have left behind: those that were deleted while the node was away, and the past of those that run. */
export class Cleaner {
  readonly #options: CleanerOptions;

  constructor(options: CleanerOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options.parts;
    await Promise.all([
      this.#every(orphansPeriodMs, () => this.stopOrphans(signal), signal),
      clock.sleep(garbagePeriodMs, signal).then(() => this.#every(garbagePeriodMs, () => this.collectGarbage(signal), signal)),
      this.#every(garbagePeriodMs, () => this.removeFiles(signal), signal),
    ]);
  }

  /** Ends and removes what runs for pods nobody knows. */
  async stopOrphans(signal: AbortSignal): Promise<void> {
    const { parts, isKnown } = this.#options;
    for (const pod of parts.observer.all()) {
      if (isKnown(pod.uid)) continue;
      if (isAnythingRunning(pod)) await this.#stop(pod, signal);
      await this.#remove(pod, true);
    }
  }

  async collectGarbage(signal: AbortSignal): Promise<void> {
    const { parts, isKnown } = this.#options;
    for (const pod of parts.observer.all()) {
      signal.throwIfAborted();
      if (isKnown(pod.uid)) await this.#remove(pod, false);
    }
    parts.crashes.sweep(parts.clock.now());
  }

  /** Volumes, control groups, directories and logs. */
  async removeFiles(signal: AbortSignal): Promise<void> {
    const { parts } = this.#options;
    const { volumes, cgroups, settings } = parts;
    for (const uid of await volumes.podUids()) if (this.#isAbandoned(uid)) await volumes.tearDown(uid, { signal });
    for (const identity of await cgroups.list()) if (this.#isAbandoned(identity.uid)) await cgroupDown(identity, parts, signal);
    for (const uid of await names(settings.podsDirectory)) if (this.#isAbandoned(uid)) await directoriesDown(uid, settings);
    for (const name of await names(settings.logRoot)) {
      const uid = podUidOfLogDirectory(name);
      if (uid !== undefined && this.#isAbandoned(uid)) await logsDown(join(settings.logRoot, name));
    }
    if (settings.logLinks !== undefined) await removeDeadLinks(settings.logLinks);
  }

  /** Nobody knows it and nothing of it is left in the runtime. */
  #isAbandoned(uid: string): boolean {
    const { parts, isKnown } = this.#options;
    return !isKnown(uid) && parts.observer.get(uid) === undefined;
  }

  async #stop({ containers, sandboxes }: PodObservation, signal: AbortSignal): Promise<void> {
    const { runtime, observer } = this.#options.parts;
    const running = containers.filter(({ state }) => state === 'Running' || state === 'Unknown');
    await Promise.all(
      running.map(async ({ id, sandboxId }) => {
        await runtime.containers.stop(id, { graceSeconds: orphanGraceSeconds, signal });
        await observer.containerChanged(id, sandboxId);
      }),
    );
    for (const { id, state } of sandboxes) {
      if (state !== 'Ready') continue;
      await runtime.sandboxes.stop(id, { signal });
      await observer.sandboxChanged(id);
    }
  }

  async #remove(pod: PodObservation, gone: boolean): Promise<void> {
    const { runtime, observer } = this.#options.parts;
    const { containers, sandboxes } = removals(observer.get(pod.uid) ?? pod, { gone });
    for (const id of containers) {
      await runtime.containers.remove(id);
      observer.removed(pod.uid, id);
    }
    for (const id of sandboxes) {
      // One that broke down by itself still has its network.
      await runtime.sandboxes.stop(id);
      await runtime.sandboxes.remove(id);
      observer.removed(pod.uid, id);
    }
  }

  async #every(periodMs: number, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options.parts;
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'not everything could be cleaned up');
      }
      await clock.sleep(periodMs, signal);
    }
  }
}

async function names(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}

async function removeDeadLinks(directory: string): Promise<void> {
  for (const name of await names(directory)) {
    const path = join(directory, name);
    try {
      await readlink(path);
    } catch {
      continue;
    }
    const isDead = await stat(path).then(() => false, isMissingFile);
    if (isDead) await rm(path, { force: true });
  }
}
