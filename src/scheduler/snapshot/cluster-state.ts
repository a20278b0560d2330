import type { Ref } from '../../client/client.ts';
import { keyOf } from '../../client/informer.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import { podClaimNames } from '../../kinds/core/pod/references.ts';
import type { ClusterView, ObjectReader } from './cluster-view.ts';
import { TrackedNode } from './node-info.ts';
import { inTurnByZone, zoneOf } from './node-order.ts';
import { PodCounts, type PlacedPod, type PodCount, type PodQuery } from './pod-counts.ts';
import { hasAffinity, type PodInfo } from './pod-info.ts';
import { TermIndex } from './term-index.ts';

/**
 * Nodes and the pods on them, with everything that plugins count, kept up to date change by change. Pods that are being
 * bound count as placed already: their binding is taken for granted until it fails or is seen.
 */
export class ClusterState implements ClusterView {
  readonly objects: ObjectReader;
  readonly terms = new TermIndex();
  readonly #nodes = new Map<string, TrackedNode>();
  readonly #placed = new Map<string, Placed>();
  readonly #byNamespace = new Map<string, Set<Placed>>();
  readonly #imageNodes = new Map<string, number>();
  readonly #claimUsers = new Map<string, number>();
  readonly #counts: PodCounts;
  #ordered: readonly TrackedNode[] | undefined;

  constructor({ objects }: { objects: ObjectReader }) {
    this.objects = objects;
    this.#counts = new PodCounts({
      nodes: () => this.nodes,
      pods: (namespace) => (namespace === undefined ? this.#placed.values() : (this.#byNamespace.get(namespace) ?? [])),
    });
  }

  get nodes(): readonly TrackedNode[] {
    this.#ordered ??= inTurnByZone([...this.#nodes.values()].filter(({ isKnown }) => isKnown));
    return this.#ordered;
  }

  node(name: string): TrackedNode | undefined {
    const node = this.#nodes.get(name);
    return node?.isKnown ? node : undefined;
  }

  countPods(query: PodQuery): PodCount {
    return this.#counts.of(query);
  }

  nodesWithImage(name: string): number {
    return this.#imageNodes.get(name) ?? 0;
  }

  podsUsingClaim(ref: Ref): number {
    return this.#claimUsers.get(keyOf(ref)) ?? 0;
  }

  setNode(node: Readonly<Node>): void {
    const tracked = this.#tracked(node.metadata.name);
    const before = tracked.isKnown ? { zone: zoneOf(tracked), node: tracked.node } : undefined;
    this.#replaceNode(tracked, node);
    if (!before || before.zone !== zoneOf(tracked)) this.#ordered = undefined;
    if (!before || !sameDomains(before.node, node)) this.#counts.nodesChanged();
  }

  removeNode(name: string): void {
    const tracked = this.#nodes.get(name);
    if (!tracked?.isKnown) return;
    this.#replaceNode(tracked, undefined);
    this.#forgetEmpty(tracked);
    this.#ordered = undefined;
    this.#counts.nodesChanged();
  }

  /** A pod was seen on a node: replaces what was known of it, be it assumed or from an earlier version. */
  setPod(info: PodInfo, nodeName: string): void {
    this.#remove(info.uid);
    this.#add(info, nodeName, { isAssumed: false });
  }

  removePod(uid: string): void {
    this.#remove(uid);
  }

  /** Counts a pod on a node before its binding is seen. */
  assume(info: PodInfo, nodeName: string): void {
    this.#remove(info.uid);
    this.#add(info, nodeName, { isAssumed: true });
  }

  /** Takes an assumption back, unless it has come true. */
  forget(uid: string): void {
    if (this.isAssumed(uid)) this.#remove(uid);
  }

  isAssumed(uid: string): boolean {
    return this.#placed.get(uid)?.isAssumed ?? false;
  }

  #add(info: PodInfo, nodeName: string, { isAssumed }: { isAssumed: boolean }): void {
    const node = this.#tracked(nodeName);
    const placed: Placed = { info, node, isAssumed };
    node.addPod(info);
    this.#placed.set(info.uid, placed);
    const inNamespace = this.#byNamespace.get(info.namespace);
    if (inNamespace) inNamespace.add(placed);
    else this.#byNamespace.set(info.namespace, new Set([placed]));
    this.#counts.podAdded(placed);
    if (hasAffinity(info)) this.terms.podAdded(info, node);
    this.#countClaims(info, 1);
  }

  #remove(uid: string): void {
    const placed = this.#placed.get(uid);
    if (!placed) return;
    const { info, node } = placed;
    node.removePod(uid);
    this.#placed.delete(uid);
    const inNamespace = this.#byNamespace.get(info.namespace);
    inNamespace?.delete(placed);
    if (inNamespace?.size === 0) this.#byNamespace.delete(info.namespace);
    this.#counts.podRemoved(placed);
    if (hasAffinity(info)) this.terms.podRemoved(info, node);
    this.#countClaims(info, -1);
    this.#forgetEmpty(node);
  }

  #countClaims({ pod, namespace }: PodInfo, by: 1 | -1): void {
    if (!pod.spec.volumes) return;
    for (const name of podClaimNames(pod)) addCount(this.#claimUsers, keyOf({ namespace, name }), by);
  }

  #replaceNode(tracked: TrackedNode, node: Readonly<Node> | undefined): void {
    const withAffinity = tracked.podsWithAffinity();
    for (const info of withAffinity) this.terms.podRemoved(info, tracked);
    for (const image of tracked.imageBytes.keys()) addCount(this.#imageNodes, image, -1);
    tracked.setNode(node);
    for (const image of tracked.imageBytes.keys()) addCount(this.#imageNodes, image, 1);
    for (const info of withAffinity) this.terms.podAdded(info, tracked);
  }

  #tracked(name: string): TrackedNode {
    const known = this.#nodes.get(name);
    if (known) return known;
    const tracked = new TrackedNode(name);
    this.#nodes.set(name, tracked);
    return tracked;
  }

  #forgetEmpty(node: TrackedNode): void {
    if (!node.isKnown && node.pods.size === 0) this.#nodes.delete(node.name);
  }
}

interface Placed extends PlacedPod {
  readonly node: TrackedNode;
  readonly isAssumed: boolean;
}

function addCount(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

/** Labels decide the domains a node is in; with taints, whether its pods count there. */
const sameDomains = (a: Readonly<Node>, b: Readonly<Node>): boolean =>
  JSON.stringify([a.metadata.labels, a.spec.taints]) === JSON.stringify([b.metadata.labels, b.spec.taints]);
