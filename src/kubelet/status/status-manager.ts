import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import type { PodStatus } from '../../kinds/core/pod/status.ts';
import { ApiError } from '../../model/errors.ts';
import { WorkQueue } from '../../runtime/work-queue.ts';
import { finishedStatus } from './finished-status.ts';
import { isSame, statusPatch } from './status-patch.ts';

export interface StatusManagerOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}

interface Entry {
  /** As the API server had it last, as far as this node knows. */
  pod: Pod;
  status: PodStatus;
  /** Containers may run yet, so the phase must not say that the pod is over. */
  mayRun: boolean;
  /** Nothing of the pod is left on the node. */
  finished: boolean;
  /** Changes made outside must not be fought over in a tight loop. */
  lastPatch: string;
}

const concurrentWrites = 20;

/** Tells the API server the statuses of pods, the newest of each, and that pods are gone once they are. */
export class StatusManager {
  readonly #options: StatusManagerOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #queue: WorkQueue;

  constructor(options: StatusManagerOptions) {
    this.#options = options;
    this.#queue = new WorkQueue({ clock: options.clock, firstRetryMs: 200, maxRetryMs: 30_000 });
  }

  /** What the kubelet says of the pod, whether the API server knows it yet or not. */
  get(uid: string): PodStatus | undefined {
    return this.#entries.get(uid)?.status;
  }

  set(pod: Pod, status: PodStatus, { mayRun }: { readonly mayRun: boolean }): void {
    const { uid } = pod.metadata;
    const entry = this.#entries.get(uid);
    if (!entry) {
      this.#entries.set(uid, { pod, status, mayRun, finished: false, lastPatch: '' });
    } else {
      if (isSame(entry.status, status) && entry.mayRun === mayRun) return;
      entry.status = status;
      entry.mayRun = mayRun;
    }
    this.#queue.add(uid);
  }

  /** Nothing of the pod is left: its status is final, and if it is being deleted it may go. */
  finish(uid: string): void {
    const entry = this.#entries.get(uid);
    if (!entry) return;
    entry.finished = true;
    entry.mayRun = false;
    entry.status = finishedStatus(entry.pod, entry.status);
    this.#queue.add(uid);
  }

  /** The API server has changed the pod. */
  seen(pod: Pod): void {
    const entry = this.#entries.get(pod.metadata.uid);
    if (!entry || isOlder(pod, entry.pod)) return;
    const own = pod.metadata.resourceVersion === entry.pod.metadata.resourceVersion;
    entry.pod = pod;
    if (!own) this.#queue.add(pod.metadata.uid);
  }

  forget(uid: string): void {
    this.#entries.delete(uid);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#queue.run((uid) => this.#write(uid, signal), { signal, workers: concurrentWrites });
  }

  async #write(uid: string, signal: AbortSignal): Promise<{ afterMs: number } | void> {
    const entry = this.#entries.get(uid);
    if (!entry) return;
    const { client, log } = this.#options;
    const { pod, finished } = entry;
    const ref = { name: pod.metadata.name, namespace: pod.metadata.namespace };
    try {
      const patch = statusPatch(pod, toldStatus(entry));
      const text = patch ? JSON.stringify(patch) : '';
      if (patch && text === entry.lastPatch) {
        // It was written, and did not stay: perhaps the local copy is behind.
        entry.lastPatch = '';
        return { afterMs: 10_000 };
      }
      if (patch) {
        const written = await client.patch(Pod, ref, { type: 'strategic', body: patch }, { subresource: 'status', signal });
        entry.lastPatch = text;
        if (!isOlder(written, entry.pod)) entry.pod = written;
      }
      if (finished && entry.pod.metadata.deletionTimestamp !== undefined && isPodTerminal(entry.pod)) {
        await client.delete(Pod, ref, { gracePeriodSeconds: 0, preconditions: { uid }, signal });
      }
    } catch (error) {
      if (signal.aborted) return;
      // Not found, or another pod of the same name by now.
      if (ApiError.is(error, 'NotFound', 'Conflict')) return void this.#entries.delete(uid);
      log.warn({ err: error, pod: ref }, 'the status of a pod could not be written');
      throw error;
    }
  }
}

/** A pod is not over for others, who may start a replacement, before its containers have stopped for certain. */
function toldStatus({ pod, status, mayRun }: Entry): PodStatus {
  const ends = status.phase === 'Failed' || status.phase === 'Succeeded';
  if (!mayRun || !ends || isPodTerminal(pod)) return status;
  const { phase = 'Pending', reason, message } = pod.status;
  const { reason: _reason, message: _message, ...rest } = status;
  return { ...rest, phase, ...(reason && { reason }), ...(message && { message }) };
}

const isOlder = (a: Pod, b: Pod): boolean => Number(a.metadata.resourceVersion) < Number(b.metadata.resourceVersion);
