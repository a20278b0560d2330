import { isDeepStrictEqual } from 'node:util';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { computeQosClass } from '../../kinds/core/pod/qos.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import type { PodStatus } from '../../kinds/core/pod/status.ts';
import { timestamp } from '../../base/clock.ts';
import type { Refusal } from '../admission/admit.ts';
import type { ResizeRefusal } from '../allocation/judge-resize.ts';
import { cgroupDown, podIdentity } from '../lifecycle/cgroup.ts';
import type { PodParts } from '../lifecycle/parts.ts';
import { observationOf, podIps } from '../lifecycle/run-plan.ts';
import { stopPod } from '../lifecycle/stop-pod.ts';
import { isAnythingRunning } from '../pleg/observation.ts';
import type { PodFacts, PodFailure } from '../status/facts.ts';
import { podStatus } from '../status/pod-status.ts';
import { BringUp } from './bring-up.ts';
import { isAboutToGoOn } from './about-to-go-on.ts';
import { activeDeadlineMs, deadlineFailure } from './active-deadline.ts';

/** A pod runs until it is over, then its containers are stopped, then what it had on the node is taken away. */
type Stage = 'running' | 'terminating' | 'cleaning' | 'finished';

const leastPauseMs = 50;

/** Brings one pod to where it should be, one pass at a time, from whatever there is of it. */
export class PodWorker {
  readonly #parts: PodParts;
  readonly #bringUp: BringUp;
  #pod: Pod;
  #stage: Stage = 'running';
  #gone = false;
  #refusal: Refusal | undefined;
  #failure: (PodFailure & { readonly graceSeconds?: number | undefined }) | undefined;
  #stopped = false;
  #pass = new AbortController();
  #graceSeconds: number | undefined;

  constructor(pod: Pod, parts: PodParts, judgeResize: (pod: Pod) => ResizeRefusal | undefined) {
    this.#pod = pod;
    this.#parts = parts;
    this.#bringUp = new BringUp(pod, { parts, judgeResize });
  }

  /** As the node has promised to run it. */
  get pod(): Pod {
    return this.#bringUp.resizing.promised(this.#pod);
  }

  get waitsForRoom(): boolean {
    return this.#bringUp.resizing.isPending && !this.isFinished;
  }

  /** With the status this node says it has. */
  get currentPod(): Pod {
    const status = this.#parts.statuses.get(this.#pod.metadata.uid);
    return status ? { ...this.#pod, status } : this.#pod;
  }

  get isFinished(): boolean {
    return this.#stage === 'finished';
  }

  /** The API server has forgotten it, and there is nothing left of it. */
  get isDisposable(): boolean {
    return this.#gone && this.isFinished;
  }

  /** Still counts against what the node can take. */
  get occupiesNode(): boolean {
    return this.#refusal === undefined && this.#stage !== 'finished' && !(this.#stage === 'cleaning');
  }

  /** Says whether there may be something to do: mostly it is its own status that comes back. */
  update(pod: Pod): boolean {
    const before = this.#pod.metadata;
    this.#pod = pod;
    this.#parts.statuses.seen(pod);
    const ends = pod.metadata.deletionTimestamp !== undefined;
    // Whatever is under way for a pod that should run is of no use to one that is deleted, or must end sooner.
    if (ends && (this.#stage === 'running' || this.#mustHurry())) this.#pass.abort(new Interrupted());
    this.refresh();
    const { generation, deletionTimestamp, deletionGracePeriodSeconds, labels, annotations } = pod.metadata;
    return (
      generation === undefined ||
      generation !== before.generation ||
      deletionTimestamp !== before.deletionTimestamp ||
      deletionGracePeriodSeconds !== before.deletionGracePeriodSeconds ||
      // Volumes may show them.
      !isDeepStrictEqual(labels, before.labels) ||
      !isDeepStrictEqual(annotations, before.annotations)
    );
  }

  /** The API server does not have it any more. Its last state may say that it has to end sooner. */
  remove(last: Pod = this.#pod): void {
    this.#gone = true;
    if (last.metadata.deletionGracePeriodSeconds !== undefined) this.#pod = last;
    if (this.#stage === 'running' || this.#mustHurry()) this.#pass.abort(new Interrupted());
  }

  refuse(refusal: Refusal): void {
    this.#refusal = refusal;
    this.#parts.events.warn(this.#pod, refusal.reason, refusal.message);
    this.refresh();
  }

  /** The node gives it up. */
  fail(failure: PodFailure & { readonly graceSeconds?: number | undefined }): void {
    this.#failure ??= failure;
    if (this.#stage === 'running') this.#pass.abort(new Interrupted());
    this.refresh();
  }

  /** Tells the status that follows from what is known now. */
  refresh(): void {
    const { statuses, prober, clock } = this.#parts;
    const { uid } = this.#pod.metadata;
    const status = this.#refusal ? this.#refusedStatus(this.#refusal) : podStatus(this.#facts());
    statuses.set(this.#pod, status, { mayRun: !this.#stopped });
    if (this.#stopped) prober.remove(uid);
    else prober.follow(this.#pod, status);
    this.#parts.observer.hurry(uid, this.#stage === 'running' && isAboutToGoOn(this.#pod, status, clock.now()));
  }

  /** One pass. Says when to look again; throws what went wrong. */
  async run(signal: AbortSignal): Promise<{ afterMs: number } | void> {
    this.#pass = new AbortController();
    const pass = this.#pass.signal;
    try {
      return await this.#step(AbortSignal.any([signal, pass]));
    } catch (error) {
      if (signal.aborted) return;
      if (pass.aborted) return { afterMs: 0 };
      throw error;
    }
  }

  async #step(signal: AbortSignal): Promise<{ afterMs: number } | void> {
    this.#noteDeadline();
    this.refresh();
    if (this.#stage === 'running' && this.#isOver()) this.#stage = 'terminating';
    if (this.#stage === 'running') {
      const changed = () => this.refresh();
      const nextMs = await this.#bringUp.run(this.#pod, { facts: () => this.#facts(), changed, signal });
      if (!this.#isOver()) return this.#laterMs(nextMs);
      this.#stage = 'terminating';
    }
    if (this.#stage === 'terminating') await this.#bringDown(signal);
    if (this.#stage === 'cleaning') await this.#cleanUp(signal);
    if (this.#stage === 'finished' && this.#isDeleted()) await this.#removeSandboxes(signal);
  }

  #laterMs(nextMs: number): { afterMs: number } {
    const deadlineMs = activeDeadlineMs(this.#pod, this.#parts.statuses.get(this.#pod.metadata.uid));
    return { afterMs: Math.max(leastPauseMs, Math.min(nextMs, deadlineMs ?? nextMs) - this.#parts.clock.now()) };
  }

  async #bringDown(signal: AbortSignal): Promise<void> {
    const observation = observationOf(this.#pod, this.#parts);
    const [podIp = ''] = podIps(this.#pod, observation, this.#parts);
    this.#graceSeconds = this.#grace();
    try {
      await stopPod(this.#pod, observation, { podIp, graceSeconds: this.#graceSeconds, signal }, this.#parts);
    } catch (error) {
      signal.throwIfAborted();
      this.#parts.events.warn(this.#pod, 'FailedKillPod', `error killing pod: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
    if (isAnythingRunning(observationOf(this.#pod, this.#parts))) throw new Error('containers still run after they were stopped');
    this.#stopped = true;
    this.#stage = 'cleaning';
    this.refresh();
  }

  async #cleanUp(signal: AbortSignal): Promise<void> {
    const { uid } = this.#pod.metadata;
    await this.#parts.volumes.tearDown(uid, { signal });
    await cgroupDown(podIdentity(this.#pod), this.#parts, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      // Nothing runs in it any more, so nobody has to wait for it: whoever cleans up tries again.
      this.#parts.log.warn({ err: error, uid }, 'the control group of a pod could not be removed yet');
    });
    this.#parts.users.release(uid);
    this.#stage = 'finished';
    this.#parts.statuses.finish(uid);
  }

  /** Of a pod that is deleted nobody will ask for logs. */
  async #removeSandboxes(signal: AbortSignal): Promise<void> {
    const { runtime, observer } = this.#parts;
    const { uid } = this.#pod.metadata;
    const { sandboxes, containers } = observationOf(this.#pod, this.#parts);
    for (const { id } of sandboxes) {
      await runtime.sandboxes.remove(id, { signal });
      observer.removed(uid, id);
    }
    for (const { id } of containers) observer.removed(uid, id);
  }

  #isDeleted(): boolean {
    return this.#gone || this.#pod.metadata.deletionTimestamp !== undefined;
  }

  #isOver(): boolean {
    if (this.#isDeleted() || this.#refusal || this.#failure) return true;
    const status = this.#parts.statuses.get(this.#pod.metadata.uid);
    return status !== undefined && isPodTerminal({ ...this.#pod, status });
  }

  #grace(): number {
    const { metadata, spec } = this.#pod;
    const seconds = this.#failure?.graceSeconds ?? metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 1;
    return Math.max(1, seconds);
  }

  #mustHurry(): boolean {
    return this.#stage === 'terminating' && this.#graceSeconds !== undefined && this.#grace() < this.#graceSeconds;
  }

  #noteDeadline(): void {
    const { clock, statuses, events } = this.#parts;
    const dueMs = activeDeadlineMs(this.#pod, statuses.get(this.#pod.metadata.uid));
    if (this.#failure || this.#stage !== 'running' || dueMs === undefined || clock.now() < dueMs) return;
    this.#failure = deadlineFailure;
    events.tell(this.#pod, deadlineFailure.reason, deadlineFailure.message);
  }

  #facts(): PodFacts {
    const { statuses, prober, settings, health, clock } = this.#parts;
    return {
      pod: this.pod,
      conditions: this.#stopped ? [] : this.#bringUp.resizing.conditions(),
      observation: observationOf(this.#pod, this.#parts),
      previous: statuses.get(this.#pod.metadata.uid) ?? this.#pod.status,
      probes: prober,
      startFailures: this.#bringUp.startFailures,
      isTerminal: this.#stopped,
      failure: this.#failure,
      nodeAddresses: settings.nodeAddresses,
      runtimeName: health.runtimeName,
      nowMs: clock.now(),
    };
  }

  /** A pod that was never taken has nothing but a reason. */
  #refusedStatus({ reason, message }: Refusal): PodStatus {
    const { status, spec } = this.#pod;
    return {
      ...(status.conditions && { conditions: status.conditions }),
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
      qosClass: status.qosClass ?? computeQosClass(spec),
      startTime: status.startTime ?? timestamp(this.#parts.clock.now()),
    };
  }
}

class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
