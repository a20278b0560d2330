import type { PodInfo } from '../snapshot/pod-info.ts';

/** Pods for which others are being removed from a node: the room that this makes is theirs. */
export class NominatedPods {
  readonly #byNode = new Map<string, Map<string, PodInfo>>();
  readonly #nodes = new Map<string, string>();

  /** On which node, or on none. */
  set(pod: PodInfo, node: string | undefined): void {
    this.delete(pod.uid);
    if (!node) return;
    const onNode = this.#byNode.get(node) ?? new Map<string, PodInfo>();
    onNode.set(pod.uid, pod);
    this.#byNode.set(node, onNode);
    this.#nodes.set(pod.uid, node);
  }

  delete(uid: string): void {
    const node = this.#nodes.get(uid);
    if (node === undefined) return;
    this.#nodes.delete(uid);
    const onNode = this.#byNode.get(node);
    onNode?.delete(uid);
    if (onNode?.size === 0) this.#byNode.delete(node);
  }

  nodeOf(uid: string): string | undefined {
    return this.#nodes.get(uid);
  }

  on(node: string): readonly PodInfo[] {
    const onNode = this.#byNode.get(node);
    return onNode ? [...onNode.values()] : none;
  }

  /** Those on the node that a pod must leave room for. */
  aheadOf(pod: PodInfo, node: string): readonly PodInfo[] {
    return this.#byNode.has(node) ? this.on(node).filter(({ uid, priority }) => priority >= pod.priority && uid !== pod.uid) : none;
  }
}

const none: readonly PodInfo[] = [];
