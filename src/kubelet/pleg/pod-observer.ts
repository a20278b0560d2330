import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { podUidLabel } from '../containers/labels.ts';
import { terminationMessage } from '../containers/termination-message.ts';
import type { Container, ContainerStatus } from '../runtime/container.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import type { ContainerEvent, ContainerRuntime } from '../runtime/runtime.ts';
import type { Sandbox } from '../runtime/sandbox.ts';
import type { PodObservation } from './observation.ts';
import { PodCache } from './pod-cache.ts';

export interface PodObserverOptions {
  readonly runtime: ContainerRuntime;
  readonly clock: Clock;
  readonly log: Log;
}

const calmPeriodMs = 1000;
const hurriedPeriodMs = 150;
const retryEventsMs = 5000;

/**
 * Knows what the runtime has of each pod: by asking for lists again and again, by events where the runtime has them, and from
 * those who have just changed something. Lists are cheap; details are asked for only of what has changed.
 */
export class PodObserver {
  readonly #options: PodObserverOptions;
  readonly #cache = new PodCache();
  readonly #listeners = new Set<(uid: string) => void>();
  readonly #hurried = new Set<string>();
  readonly #firstList = Promise.withResolvers<void>();
  #listedAtMs: number | undefined;
  #pause = new AbortController();

  constructor(options: PodObserverOptions) {
    this.#options = options;
  }

  /** When the runtime was last listed. */
  get listedAtMs(): number | undefined {
    return this.#listedAtMs;
  }

  /** Resolves after the first list: only then is what is not known not there. */
  get listed(): Promise<void> {
    return this.#firstList.promise;
  }

  get(uid: string): PodObservation | undefined {
    return this.#cache.get(uid);
  }

  all(): readonly PodObservation[] {
    return this.#cache.uids().flatMap((uid) => this.#cache.get(uid) ?? []);
  }

  /** Tells of pods of which the runtime has something else than before. */
  observe(listener: (uid: string) => void): void {
    this.#listeners.add(listener);
  }

  /** Look more often as long as something is about to happen to the pod. */
  hurry(uid: string, hurried: boolean): void {
    if (!hurried) return void this.#hurried.delete(uid);
    if (this.#hurried.size === 0) this.#pause.abort();
    this.#hurried.add(uid);
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#poll(signal), this.#followEvents(signal)]);
  }

  /** Somebody has run or stopped it. */
  async sandboxChanged(id: string): Promise<void> {
    const { status } = await this.#options.runtime.sandboxes.status(id);
    if (this.#cache.putSandbox(status)) this.#tell([status.metadata.uid]);
  }

  /** Somebody has started or stopped it, or changed its resources. */
  async containerChanged(id: string, sandboxId: string): Promise<void> {
    const status = await this.#details(id);
    if (status && this.#cache.putContainer(status, sandboxId)) this.#tell([status.labels[podUidLabel] ?? '']);
  }

  /** A sandbox or container somebody has removed. */
  removed(uid: string, id: string): void {
    this.#cache.remove(uid, id);
  }

  /** Lists once, now. */
  async refresh(): Promise<void> {
    const { runtime, clock } = this.#options;
    const before = this.#cache.now;
    const [sandboxes, containers] = await Promise.all([runtime.sandboxes.list(), runtime.containers.list()]);
    const changed = new Set<string>();
    await Promise.all([
      ...sandboxes.map((sandbox) => this.#takeSandbox(sandbox, changed)),
      ...containers.map((container) => this.#takeContainer(container, changed)),
    ]);
    const listed = new Set([...sandboxes, ...containers].map(({ id }) => id));
    for (const uid of this.#cache.uids()) if (this.#cache.keepOnly(uid, listed, before)) changed.add(uid);
    this.#listedAtMs = clock.now();
    this.#firstList.resolve();
    this.#tell(changed);
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    // Once an outage is enough.
    let failed = false;
    while (!signal.aborted) {
      try {
        await this.refresh();
        failed = false;
      } catch (error) {
        if (signal.aborted) return;
        log[failed ? 'debug' : 'warn']({ err: error }, 'the runtime could not be listed');
        failed = true;
      }
      this.#pause = new AbortController();
      const periodMs = this.#hurried.size > 0 || this.#listedAtMs === undefined ? hurriedPeriodMs : calmPeriodMs;
      await clock.sleep(periodMs, AbortSignal.any([signal, this.#pause.signal]));
    }
  }

  async #takeSandbox({ id, metadata: { uid }, state }: Sandbox, changed: Set<string>): Promise<void> {
    if (this.#cache.sandboxState(uid, id) === state) return;
    try {
      const { status } = await this.#options.runtime.sandboxes.status(id);
      if (this.#cache.putSandbox(status)) changed.add(uid);
    } catch (error) {
      if (!RuntimeError.is(error, 'NotFound')) throw error;
    }
  }

  async #takeContainer({ id, sandboxId, labels, state }: Container, changed: Set<string>): Promise<void> {
    const uid = labels[podUidLabel];
    // Without our labels it is somebody else's.
    if (uid === undefined || this.#cache.containerState(uid, id) === state) return;
    const status = await this.#details(id);
    if (status && this.#cache.putContainer(status, sandboxId)) changed.add(uid);
  }

  async #details(id: string): Promise<ContainerStatus | undefined> {
    try {
      const { status } = await this.#options.runtime.containers.status(id);
      return status.state === 'Exited' ? { ...status, message: await terminationMessage(status) } : status;
    } catch (error) {
      if (RuntimeError.is(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  async #followEvents(signal: AbortSignal): Promise<void> {
    const { runtime, clock, log } = this.#options;
    while (!signal.aborted) {
      try {
        for await (const event of runtime.events(signal)) await this.#take(event);
      } catch (error) {
        if (signal.aborted || RuntimeError.is(error, 'Unimplemented')) return;
        log.debug({ err: error }, 'events of the runtime ended');
      }
      await clock.sleep(retryEventsMs, signal);
    }
  }

  /** Old events may be replayed, so each only says where to look. */
  async #take({ containerId, type, sandbox }: ContainerEvent): Promise<void> {
    if (type === 'Deleted' || !sandbox) return;
    if (containerId === sandbox.id) await this.sandboxChanged(sandbox.id).catch(ignoreGone);
    else await this.containerChanged(containerId, sandbox.id);
  }

  #tell(uids: Iterable<string>): void {
    for (const uid of uids) for (const listener of this.#listeners) listener(uid);
  }
}

function ignoreGone(error: unknown): void {
  if (!RuntimeError.is(error, 'NotFound')) throw error;
}
