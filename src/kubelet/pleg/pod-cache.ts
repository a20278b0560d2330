import { readContainerAnnotations, readContainerLabels } from '../containers/labels.ts';
import type { ContainerStatus } from '../runtime/container.ts';
import type { SandboxStatus } from '../runtime/sandbox.ts';
import { nothingObserved, type ObservedContainer, type PodObservation } from './observation.ts';

interface Item<T> {
  readonly status: T;
  /** When it became known, counted by the cache. */
  readonly since: number;
}

interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly sandboxes: Map<string, Item<SandboxStatus>>;
  readonly containers: Map<string, Item<ObservedContainer>>;
  /** Made from the maps when asked for. */
  observation: PodObservation | undefined;
}

/**
 * Sandboxes and containers by pod, as last heard of. What is heard may be old: states only go forward, and what came to be
 * known after somebody began to list is not gone because the list has it not.
 */
export class PodCache {
  readonly #pods = new Map<string, Pod>();
  #count = 0;

  /** A moment, to compare what is known since with. */
  get now(): number {
    return this.#count;
  }

  uids(): readonly string[] {
    return [...this.#pods.keys()];
  }

  get(uid: string): PodObservation | undefined {
    const pod = this.#pods.get(uid);
    if (!pod) return undefined;
    pod.observation ??= {
      ...nothingObserved({ uid, namespace: pod.namespace, name: pod.name }),
      sandboxes: newestFirst([...pod.sandboxes.values()].map(({ status }) => status)),
      containers: newestFirst([...pod.containers.values()].map(({ status }) => status)),
    };
    return pod.observation;
  }

  sandboxState(uid: string, id: string): string | undefined {
    return this.#pods.get(uid)?.sandboxes.get(id)?.status.state;
  }

  containerState(uid: string, id: string): string | undefined {
    return this.#pods.get(uid)?.containers.get(id)?.status.state;
  }

  /** Returns whether that was news. */
  putSandbox(status: SandboxStatus): boolean {
    const { uid, namespace, name } = status.metadata;
    const pod = this.#pod(uid, { namespace, name });
    const known = pod.sandboxes.get(status.id);
    if (known && (known.status.state === status.state || status.state === 'Ready')) return false;
    pod.sandboxes.set(status.id, { status, since: ++this.#count });
    pod.observation = undefined;
    return true;
  }

  /** Also when only its resources have changed. */
  putContainer(given: ContainerStatus, sandboxId: string): boolean {
    const { pod: owner, name } = readContainerLabels(given.labels);
    const pod = this.#pod(owner.uid, owner);
    const known = pod.containers.get(given.id);
    if (known && rank(given.state) < rank(known.status.state)) return false;
    const { hash, restartCount } = readContainerAnnotations(given.annotations);
    pod.containers.set(given.id, { status: { ...given, name, sandboxId, hash, restartCount }, since: ++this.#count });
    pod.observation = undefined;
    return true;
  }

  /** Forgets what is not listed and was known before the list was begun. */
  keepOnly(uid: string, listed: ReadonlySet<string>, before: number): boolean {
    const pod = this.#pods.get(uid);
    if (!pod) return false;
    let gone = false;
    for (const items of [pod.sandboxes, pod.containers]) {
      for (const [id, { since }] of items) if (!listed.has(id) && since <= before) gone = items.delete(id) || gone;
    }
    this.#changed(uid, pod, gone);
    return gone;
  }

  remove(uid: string, id: string): void {
    const pod = this.#pods.get(uid);
    if (pod) this.#changed(uid, pod, pod.sandboxes.delete(id) || pod.containers.delete(id));
  }

  #changed(uid: string, pod: Pod, changed: boolean): void {
    if (!changed) return;
    pod.observation = undefined;
    if (pod.sandboxes.size === 0 && pod.containers.size === 0) this.#pods.delete(uid);
  }

  #pod(uid: string, { namespace, name }: { readonly namespace: string; readonly name: string }): Pod {
    const pod = this.#pods.get(uid) ?? { namespace, name, sandboxes: new Map(), containers: new Map(), observation: undefined };
    this.#pods.set(uid, pod);
    return pod;
  }
}

const order = ['Unknown', 'Created', 'Running', 'Exited'];
const rank = (state: string): number => order.indexOf(state);

const newestFirst = <T extends { readonly createdAtNs: bigint; readonly id: string }>(items: T[]): T[] =>
  items.sort((a, b) => (a.createdAtNs === b.createdAtNs ? (a.id < b.id ? -1 : 1) : a.createdAtNs > b.createdAtNs ? -1 : 1));
