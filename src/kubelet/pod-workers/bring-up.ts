import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { ResizeRefusal } from '../allocation/judge-resize.ts';
import { Resizing } from '../allocation/resizing.ts';
import type { CgroupLimits } from '../cgroups/limits.ts';
import { cgroupUp, podCgroupLimits } from '../lifecycle/cgroup.ts';
import { directoriesUp } from '../lifecycle/directories.ts';
import type { PodParts } from '../lifecycle/parts.ts';
import { resizePod } from '../lifecycle/resize.ts';
import { observationOf, runPlan } from '../lifecycle/run-plan.ts';
import { isIdle } from '../plan/pod-plan.ts';
import { planPod } from '../plan/plan-pod.ts';
import type { PodFacts, StartFailure } from '../status/facts.ts';
import { mustReset } from '../status/restarting-all.ts';
import { VolumeError, type MountedVolume } from '../volumes/volume-manager.ts';

export interface BringUpOptions {
  readonly parts: PodParts;
  /** Whether the node can give the pod what it asks for now. */
  readonly judgeResize: (pod: Pod) => ResizeRefusal | undefined;
}

export interface BringUpContext {
  readonly facts: () => PodFacts;
  /** Something is different now. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Each plan brings the pod a step further; more at once than this means that it does not. */
const maxSteps = 20;
const recheckMs = 60_000;
/** For containers of which nobody knows when it makes sense to try again. */
const retryMs = 10_000;

/** Starts what a pod should have running, and keeps it like that. */
export class BringUp {
  readonly #options: BringUpOptions;
  readonly resizing: Resizing;
  /** Why containers could not be started when it was tried last, by name. */
  readonly startFailures = new Map<string, StartFailure>();
  #cgroupLimits: CgroupLimits | undefined;

  constructor(pod: Pod, options: BringUpOptions) {
    this.#options = options;
    this.resizing = new Resizing(pod, options.parts);
  }

  /** Brings the pod as far as it goes now. Answers with when to look again. */
  async run(wanted: Pod, { facts, changed, signal }: BringUpContext): Promise<number> {
    const { parts, judgeResize } = this.#options;
    this.resizing.decide(wanted, judgeResize);
    const pod = this.resizing.promised(wanted);
    await Promise.all([directoriesUp(pod, parts.settings), this.#ensureCgroup(pod)]);
    const volumes = await this.#volumes(pod, signal);
    const started = (container: Container) => this.resizing.given(container);
    const mustRestart = (container: Container) => this.resizing.mustRestart(container);
    for (let steps = 0; steps < maxSteps; steps++) {
      signal.throwIfAborted();
      const situation = { observation: observationOf(pod, parts), probes: parts.prober, restartingAll: mustReset(facts()), mustRestart };
      const plan = planPod(pod, situation);
      if (isIdle(plan)) break;
      const { failures } = await runPlan(pod, plan, { volumes, startFailures: this.startFailures, started, changed, signal }, parts);
      changed();
      if (plan.killPod && !plan.sandbox.create) break;
      const nowMs = parts.clock.now();
      if (failures.length > 0) return Math.min(...failures.map(({ retryAtMs }) => retryAtMs ?? nowMs + retryMs));
    }
    await this.#resize(pod, { changed, signal });
    return parts.clock.now() + recheckMs;
  }

  async #volumes(pod: Pod, signal: AbortSignal): Promise<ReadonlyMap<string, MountedVolume>> {
    const { volumes, events } = this.#options.parts;
    try {
      return await volumes.setUp(pod, { signal });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof VolumeError) events.warn(pod, 'FailedMount', error.message);
      throw error;
    }
  }

  async #ensureCgroup(pod: Pod): Promise<void> {
    if (this.#cgroupLimits) return;
    const { parts } = this.#options;
    const limits = podCgroupLimits(pod, parts.settings);
    await cgroupUp(pod, parts);
    this.#cgroupLimits = limits;
  }

  async #resize(pod: Pod, { changed, signal }: Pick<BringUpContext, 'changed' | 'signal'>): Promise<void> {
    const { parts } = this.#options;
    const observation = observationOf(pod, parts);
    const before = this.#cgroupLimits ?? {};
    const isDue = JSON.stringify(before) !== JSON.stringify(podCgroupLimits(pod, parts.settings));
    if (isDue || this.resizing.toUpdate(pod, observation).length > 0) {
      try {
        this.#cgroupLimits = await resizePod(pod, { observation, resizing: this.resizing, before, signal }, parts);
      } catch (error) {
        signal.throwIfAborted();
        this.resizing.failed(pod, error instanceof Error ? error.message : String(error));
        changed();
        throw error;
      }
    }
    this.resizing.succeeded(pod);
    changed();
  }
}
