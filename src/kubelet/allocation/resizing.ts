import type { Container } from '../../kinds/core/pod/container.ts';
import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodCondition } from '../../kinds/core/pod/status.ts';
import type { ResourceRequirements } from '../../kinds/core/resources.ts';
import { isConditionTrue } from '../../model/conditions.ts';
import type { PodEvents } from '../events/pod-events.ts';
import { latestContainer, type ObservedContainer, type PodObservation } from '../pleg/observation.ts';
import { allocationOf, isSameAllocation, restoredAllocation, withAllocation, type Allocation } from './allocation.ts';
import type { ResizeRefusal } from './judge-resize.ts';
import { resizeNeed } from './resize-need.ts';

export interface ContainerToResize {
  readonly container: Container;
  readonly observed: ObservedContainer;
}

/** What one pod was promised, what its containers have, and how far its last resize has come. */
export class Resizing {
  readonly #events: PodEvents;
  readonly #actual = new Map<string, ResourceRequirements>();
  #allocation: Allocation;
  #pending: (ResizeRefusal & { readonly generation: number | undefined }) | undefined;
  #inProgress: { readonly generation: number | undefined; readonly problem: string | undefined } | undefined;

  constructor(pod: Pod, { events }: { readonly events: PodEvents }) {
    this.#events = events;
    this.#allocation = restoredAllocation(pod);
    // After a restart in the middle of a resize only the status tells how far it has come.
    if (!isConditionTrue(pod.status.conditions, 'PodResizeInProgress')) return;
    const told = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])];
    for (const { name, resources } of told) if (resources) this.#actual.set(name, resources);
    this.#inProgress = { generation: pod.metadata.generation, problem: undefined };
  }

  get isPending(): boolean {
    return this.#pending !== undefined;
  }

  /** The pod as it was promised. */
  promised(pod: Pod): Pod {
    return isSameAllocation(allocationOf(pod), this.#allocation) ? pod : withAllocation(pod, this.#allocation);
  }

  /** Promises the pod what it asks for now, if the node can give it. */
  decide(pod: Pod, judge: (pod: Pod) => ResizeRefusal | undefined): void {
    const wanted = allocationOf(pod);
    const { generation } = pod.metadata;
    if (isSameAllocation(wanted, this.#allocation)) {
      this.#pending = undefined;
      return;
    }
    const refusal = judge(pod);
    if (!refusal) {
      // What containers have is what they were promised until now, unless something else is known.
      for (const [name, resources] of this.#allocation.containers) if (!this.#actual.has(name)) this.#actual.set(name, resources);
      this.#allocation = wanted;
      this.#pending = undefined;
      this.#inProgress = { generation, problem: undefined };
      this.#events.tell(pod, 'ResizeStarted', `Pod resize started: ${summary(pod)}`);
      return;
    }
    const isNews = this.#pending?.reason !== refusal.reason || this.#pending.generation !== generation;
    this.#pending = { ...refusal, generation };
    if (isNews) this.#events.warn(pod, `Resize${refusal.reason}`, `Pod resize ${refusal.reason}: ${summary(pod, refusal.message)}`);
  }

  /** It was started with, or changed to, what the pod was promised. */
  given({ name, resources = {} }: Container): void {
    this.#actual.set(name, resources);
  }

  mustRestart(container: Container): boolean {
    return resizeNeed(container, this.#actualOf(container)) === 'restart';
  }

  /** Running containers that have something else than they were promised and need not restart for it. */
  toUpdate({ spec }: Pod, observation: PodObservation): readonly ContainerToResize[] {
    return [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)].flatMap((container) => {
      const observed = latestContainer(observation, container.name);
      if (observed?.state !== 'Running' || resizeNeed(container, this.#actualOf(container)) !== 'update') return [];
      return [{ container, observed }];
    });
  }

  isDecrease({ resources, name }: Container, amount: (list: ResourceRequirements['limits']) => number): boolean {
    const limit = amount(resources?.limits);
    const actual = amount(this.#actual.get(name)?.limits);
    return limit > 0 && (actual === 0 || limit < actual);
  }

  succeeded(pod: Pod): void {
    if (!this.#inProgress) return;
    this.#inProgress = undefined;
    this.#events.tell(pod, 'ResizeCompleted', `Pod resize completed: ${summary(pod)}`);
  }

  failed(pod: Pod, problem: string): void {
    const isNews = this.#inProgress?.problem !== problem;
    this.#inProgress = { generation: this.#inProgress?.generation ?? pod.metadata.generation, problem };
    if (isNews) this.#events.warn(pod, 'ResizeError', `Pod resize error: ${summary(pod, problem)}`);
  }

  conditions(): readonly { readonly type: string; readonly finding: Pick<PodCondition, 'status' | 'reason' | 'message'> }[] {
    const problem = this.#inProgress?.problem;
    return [
      ...(this.#pending
        ? [{ type: 'PodResizePending', finding: { status: 'True', reason: this.#pending.reason, message: this.#pending.message } }]
        : []),
      ...(this.#inProgress
        ? [{ type: 'PodResizeInProgress', finding: { status: 'True', ...(problem && { reason: 'Error', message: problem }) } }]
        : []),
    ];
  }

  #actualOf({ name, resources = {} }: Container): ResourceRequirements {
    return this.#actual.get(name) ?? resources;
  }
}

/** As upstream's events have it. */
function summary({ metadata, spec }: Pod, error?: string): string {
  const list = (containers: readonly Container[]) => containers.map(({ name, resources = {} }) => ({ name, resources }));
  return JSON.stringify({
    ...(spec.initContainers?.length && { initContainers: list(spec.initContainers) }),
    containers: list(spec.containers),
    generation: metadata.generation ?? 0,
    ...(error && { error }),
  });
}
