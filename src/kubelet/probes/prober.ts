import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { randomBelow } from '../../base/random.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { Probe } from '../../kinds/core/pod/handler.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { ContainerStatus, PodStatus } from '../../kinds/core/pod/status.ts';
import { DelayedKeys } from '../../runtime/delayed-keys.ts';
import type { PodEvents } from '../events/pod-events.ts';
import type { ProbeResult, ProbeResults } from '../plan/pod-plan.ts';
import type { Containers } from '../runtime/runtime.ts';
import { idOf } from '../status/readiness.ts';
import type { ProbeOutcome } from './outcome.ts';
import { earlyRetryMs, firstDelayMs, initialState, nextState, type ProbeState, type ProbeType } from './probe-state.ts';
import { runProbe } from './run-probe.ts';

export interface ProberOptions {
  readonly containers: Containers;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: PodEvents;
}

interface Task {
  readonly type: ProbeType;
  readonly probe: Probe;
  readonly container: Container;
  readonly containerId: string;
  pod: Pod;
  podIp: string;
  state: ProbeState;
  running: boolean;
}

const tries = 3;
/** A container that has run longer when this kubelet comes up was there before it. */
const beforeStartMs = 10_000;
const types: readonly ProbeType[] = ['Startup', 'Liveness', 'Readiness'];

/** Asks containers how they are, each at its own times, and knows what that amounts to. */
export class Prober implements ProbeResults {
  readonly #options: ProberOptions;
  readonly #startedMs: number;
  readonly #tasks = new Map<string, Task>();
  readonly #keysByPod = new Map<string, Set<string>>();
  readonly #due: DelayedKeys;
  #changed: (podUid: string) => void = () => {};

  constructor(options: ProberOptions) {
    this.#options = options;
    this.#startedMs = options.clock.now();
    this.#due = new DelayedKeys({ clock: options.clock });
  }

  /** Tells of pods for which a result has changed. */
  observe(changed: (podUid: string) => void): void {
    this.#changed = changed;
  }

  startup = (containerId: string): ProbeResult | undefined => this.#tasks.get(keyOf(containerId, 'Startup'))?.state.result;
  liveness = (containerId: string): ProbeResult | undefined => this.#tasks.get(keyOf(containerId, 'Liveness'))?.state.result;
  readiness = (containerId: string): ProbeResult | undefined => this.#tasks.get(keyOf(containerId, 'Readiness'))?.state.result;

  /** Asks the containers that run and no others. */
  follow(pod: Pod, status: PodStatus): void {
    const wanted = new Set<string>();
    for (const [container, current] of runningContainers(pod, status)) {
      for (const type of types) {
        const probe = probeOf(container, type);
        // A pod on its way out is not restarted, so only whether it is ready still matters.
        if (!probe || (pod.metadata.deletionTimestamp !== undefined && type !== 'Readiness')) continue;
        const key = keyOf(idOf(current), type);
        wanted.add(key);
        const task = this.#tasks.get(key);
        if (task) Object.assign(task, { pod, podIp: status.podIP ?? '' });
        else this.#add(key, { type, probe, container, pod, current, podIp: status.podIP ?? '' });
      }
    }
    const keys = this.#keysByPod.get(pod.metadata.uid);
    for (const key of keys ?? []) if (!wanted.has(key)) this.#drop(pod.metadata.uid, key);
  }

  remove(podUid: string): void {
    for (const key of this.#keysByPod.get(podUid) ?? []) this.#drop(podUid, key);
  }

  async run(signal: AbortSignal): Promise<void> {
    const running = new Set<Promise<void>>();
    await this.#due.run((key) => {
      const task = this.#tasks.get(key);
      if (!task || task.running || task.state.settled || !this.#isTurnOf(task)) return;
      const job = this.#probe(key, task, signal).finally(() => running.delete(job));
      running.add(job);
    }, signal);
    await Promise.all(running);
  }

  #add(key: string, given: Pick<Task, 'type' | 'probe' | 'container' | 'pod' | 'podIp'> & { readonly current: ContainerStatus }): void {
    const { type, probe, container, pod, podIp, current } = given;
    const startedMs = Date.parse(current.state?.running?.startedAt ?? '') || this.#options.clock.now();
    const wasThere = startedMs < this.#startedMs - beforeStartMs;
    const state = initialState(type, wasThere ? earlierResult(type, current) : undefined);
    const task: Task = { type, probe, container, containerId: idOf(current), pod, podIp, state, running: false };
    this.#tasks.set(key, task);
    const { uid } = pod.metadata;
    this.#keysByPod.set(uid, (this.#keysByPod.get(uid) ?? new Set()).add(key));
    const periodMs = (probe.periodSeconds ?? 10) * 1000;
    // After a restart of the kubelet not everything should be asked at once.
    const delayMs = wasThere ? randomBelow(Math.max(1, periodMs)) : startedMs + firstDelayMs(type, probe) - this.#options.clock.now();
    this.#due.add(key, Math.max(0, delayMs));
  }

  #drop(uid: string, key: string): void {
    this.#tasks.delete(key);
    const keys = this.#keysByPod.get(uid);
    keys?.delete(key);
    if (keys?.size === 0) this.#keysByPod.delete(uid);
  }

  /** Until a container has started, nothing else is asked. */
  #isTurnOf({ type, container, containerId }: Task): boolean {
    if (type === 'Startup' || !container.startupProbe) return true;
    return this.startup(containerId) === 'Success';
  }

  async #probe(key: string, task: Task, signal: AbortSignal): Promise<void> {
    task.running = true;
    const outcome = await this.#try(task, signal);
    task.running = false;
    if (signal.aborted || this.#tasks.get(key) !== task) return;
    const { type, probe } = task;
    const before = task.state;
    const periodMs = (probe.periodSeconds ?? 10) * 1000;
    const early = outcome?.result === 'Success' ? undefined : earlyRetryMs(before, type, probe);
    if (early !== undefined) {
      task.state = { ...before, earlyTries: before.earlyTries + 1 };
      this.#due.add(key, early);
      return;
    }
    if (outcome) {
      this.#tell(task, outcome);
      task.state = nextState(before, type, probe, outcome.result === 'Failure' ? 'Failure' : 'Success');
    }
    if (!task.state.settled) this.#due.add(key, periodMs);
    if (task.state.result === before.result) return;
    if (type === 'Startup' && task.state.result === 'Success') this.#startOthers(task);
    this.#changed(task.pod.metadata.uid);
  }

  #startOthers({ containerId, pod }: Task): void {
    for (const type of ['Liveness', 'Readiness'] as const) {
      const key = keyOf(containerId, type);
      if (this.#keysByPod.get(pod.metadata.uid)?.has(key)) this.#due.add(key, 0);
    }
  }

  /** Nothing when it could not be tried, which is told to users. */
  async #try({ probe, container, containerId, podIp, pod, type }: Task, signal: AbortSignal): Promise<ProbeOutcome | undefined> {
    const { containers, clock, events } = this.#options;
    let failure: unknown;
    for (let left = tries; left > 0 && !signal.aborted; left--) {
      try {
        return await runProbe(probe, { container, containerId, podIp }, { containers, clock, signal });
      } catch (error) {
        failure = error;
      }
    }
    if (signal.aborted) return undefined;
    const text = failure instanceof Error ? failure.message : String(failure);
    events.warn(pod, 'Unhealthy', `${type} probe errored and resulted in unknown state: ${text}`, container);
    return undefined;
  }

  #tell({ type, pod, container }: Task, { result, output }: ProbeOutcome): void {
    const { events, log } = this.#options;
    if (result === 'Warning') events.warn(pod, 'ProbeWarning', `${type} probe warning: ${output}`, container);
    if (result !== 'Failure') return;
    events.warn(pod, 'Unhealthy', `${type} probe failed: ${output}`, container);
    log.debug({ pod: pod.metadata.name, namespace: pod.metadata.namespace, container: container.name, type }, 'a probe failed');
  }
}

const keyOf = (containerId: string, type: ProbeType): string => `${containerId}/${type}`;

const probeOf = (container: Container, type: ProbeType): Probe | undefined =>
  ({ Startup: container.startupProbe, Liveness: container.livenessProbe, Readiness: container.readinessProbe })[type];

function* runningContainers({ spec }: Pod, status: PodStatus): Generator<readonly [Container, ContainerStatus]> {
  const lists = [
    [spec.containers, status.containerStatuses],
    [(spec.initContainers ?? []).filter(isSidecar), status.initContainerStatuses],
  ] as const;
  for (const [containers, statuses] of lists) {
    for (const container of containers) {
      const current = statuses?.find(({ name }) => name === container.name);
      if (current?.state?.running) yield [container, current];
    }
  }
}

/** What was known of a container before this kubelet came up stays true until something else is found out. */
function earlierResult(type: ProbeType, { ready, started }: ContainerStatus): ProbeResult | undefined {
  if (type === 'Startup') return started ? 'Success' : undefined;
  return type === 'Readiness' && ready ? 'Success' : undefined;
}
