import type { Pod } from '../../kinds/core/pod/index.ts';
import { keyOf, type Informer } from '../../client/informer.ts';
import { WorkQueue } from '../../runtime/work-queue.ts';
import { admit, type AdmissionNode, type AdmissionSituation } from '../admission/admit.ts';
import { judgeResize } from '../allocation/judge-resize.ts';
import { directoriesDown, logsDown } from '../lifecycle/directories.ts';
import type { PodParts } from '../lifecycle/parts.ts';
import { podLogDirectory } from '../logs/log-paths.ts';
import type { PodObservation } from '../pleg/observation.ts';
import type { NodePods } from '../pods/node-pods.ts';
import { VolumeError } from '../volumes/volume-manager.ts';
import { PodWorker } from './pod-worker.ts';

export interface PodWorkersOptions {
  readonly parts: PodParts;
  /** The pods bound to this node. */
  readonly pods: Informer<Pod>;
  readonly node: () => AdmissionNode;
}

const firstRetryMs = 1000;
const maxRetryMs = 10_000;

/** A worker for each pod of the node, woken by whatever happens to it. */
export class PodWorkers implements NodePods {
  readonly #options: PodWorkersOptions;
  readonly #workers = new Map<string, PodWorker>();
  readonly #uids = new Map<string, string>();
  readonly #queue: WorkQueue;

  constructor(options: PodWorkersOptions) {
    this.#options = options;
    this.#queue = new WorkQueue({ clock: options.parts.clock, firstRetryMs, maxRetryMs });
  }

  list(): readonly Pod[] {
    return [...this.#workers.values()].map(({ currentPod }) => currentPod);
  }

  get(ref: { readonly namespace: string; readonly name: string }): Pod | undefined {
    const uid = this.#uids.get(keyOf(ref));
    return uid === undefined ? undefined : this.byUid(uid);
  }

  byUid(uid: string): Pod | undefined {
    return this.#workers.get(uid)?.currentPod;
  }

  observation(uid: string): PodObservation | undefined {
    return this.#options.parts.observer.get(uid);
  }

  /** Has a worker, so that nobody else should touch what belongs to it. */
  isKnown(uid: string): boolean {
    return this.#workers.has(uid);
  }

  isFinished(uid: string): boolean {
    return this.#workers.get(uid)?.isFinished ?? true;
  }

  /** The node gives the pod up. */
  fail(uid: string, failure: { readonly reason: string; readonly message: string; readonly graceSeconds?: number | undefined }): void {
    this.#workers.get(uid)?.fail(failure);
    this.#queue.add(uid);
  }

  /** Once the pods of the node are known, and what the runtime has of them. */
  async run(signal: AbortSignal): Promise<void> {
    const { pods, parts } = this.#options;
    parts.observer.observe((uid) => this.#wake(uid));
    parts.prober.observe((uid) => this.#wake(uid));
    parts.health.observe(() => {
      for (const uid of this.#workers.keys()) this.#queue.add(uid);
    });
    // The oldest first: they were here before others that compete for the node.
    for (const pod of pods.list().toSorted(byAge)) this.#apply(pod);
    using _observing = pods.observe({ applied: (pod) => this.#apply(pod), deleted: (pod) => this.#remove(pod) });
    await this.#queue.run((uid) => this.#work(uid, signal), { signal, workers: Number.POSITIVE_INFINITY });
  }

  #apply(pod: Pod): void {
    const { uid, name, namespace } = pod.metadata;
    const key = keyOf({ name, namespace });
    const former = this.#uids.get(key);
    // A deletion and a creation under the same name may arrive as one change.
    if (former !== undefined && former !== uid) this.#workers.get(former)?.remove();
    if (former !== undefined && former !== uid) this.#queue.add(former);
    this.#uids.set(key, uid);
    const worker = this.#workers.get(uid);
    if (!worker) this.#add(pod);
    if (!worker || worker.update(pod)) this.#queue.add(uid);
  }

  #add(pod: Pod): void {
    const { parts } = this.#options;
    const worker = new PodWorker(pod, parts, (wanted) => judgeResize(wanted, this.#situation(pod.metadata.uid)));
    this.#workers.set(pod.metadata.uid, worker);
    // What runs already has been taken before, whatever has become of the node since.
    const isNew = parts.observer.get(pod.metadata.uid) === undefined && pod.metadata.deletionTimestamp === undefined;
    const pending = (pod.status.phase ?? 'Pending') === 'Pending';
    const refusal = isNew && pending ? admit(pod, this.#situation(pod.metadata.uid)) : undefined;
    if (refusal) worker.refuse(refusal);
    else worker.refresh();
  }

  #situation(uid: string): AdmissionSituation {
    const others = [...this.#workers].filter(([other, { occupiesNode }]) => other !== uid && occupiesNode).map(([, { pod }]) => pod);
    return { node: this.#options.node(), others };
  }

  #remove(pod: Pod): void {
    const { uid } = pod.metadata;
    this.#workers.get(uid)?.remove(pod);
    this.#queue.add(uid);
  }

  #wake(uid: string): void {
    const worker = this.#workers.get(uid);
    if (!worker) return;
    worker.refresh();
    this.#queue.add(uid);
  }

  async #work(uid: string, signal: AbortSignal): Promise<{ afterMs: number } | void> {
    const worker = this.#workers.get(uid);
    if (!worker) return;
    const { log } = this.#options.parts;
    try {
      const again = await worker.run(signal);
      if (worker.isFinished) this.#tellWaiting();
      if (worker.isDisposable) await this.#dispose(worker.pod);
      return again;
    } catch (error) {
      const { name, namespace } = worker.pod.metadata;
      // What users hear of as an event need not be told twice.
      if (error instanceof VolumeError) log.info({ pod: { name, namespace }, why: error.message }, 'a pod waits for its volumes');
      else if (!signal.aborted) log.warn({ err: error, pod: { name, namespace } }, 'a pod could not be brought to where it should be');
      throw error;
    }
  }

  /** There is room now for who waits for some. */
  #tellWaiting(): void {
    for (const [uid, { waitsForRoom }] of this.#workers) if (waitsForRoom) this.#queue.add(uid);
  }

  async #dispose({ metadata: { uid, name, namespace = '' } }: Pod): Promise<void> {
    const { parts } = this.#options;
    parts.prober.remove(uid);
    parts.observer.hurry(uid, false);
    await directoriesDown(uid, parts.settings);
    await logsDown(podLogDirectory(parts.settings.logRoot, { namespace, name, uid }));
    parts.statuses.forget(uid);
    this.#workers.delete(uid);
    const key = keyOf({ name, namespace });
    if (this.#uids.get(key) === uid) this.#uids.delete(key);
  }
}

const byAge = (a: Pod, b: Pod): number => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1);
