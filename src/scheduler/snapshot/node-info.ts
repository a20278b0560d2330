import type { Node } from '../../kinds/core/node/index.ts';
import { hasAffinity, type PodInfo } from './pod-info.ts';
import { addTo, copyOf, noResources, resourcesOf, unitsOf, type Resources, type ResourceTotal } from './resources.ts';
import type { HostPort } from './host-ports.ts';

/** A node with what its pods take of it. */
export interface NodeInfo {
  readonly name: string;
  readonly node: Readonly<Node>;
  readonly labels: Readonly<Record<string, string>>;
  readonly allocatable: Resources;
  readonly allowedPods: number;
  readonly pods: ReadonlyMap<string, PodInfo>;
  readonly requested: Resources;
  readonly scoredRequested: Resources;
  readonly hostPorts: readonly HostPort[];
  /** The sizes of the images it has, by each of their names. */
  readonly imageBytes: ReadonlyMap<string, number>;
  /** The same, to try changes on. */
  copy(): ChangeableNode;
}

export interface ChangeableNode extends NodeInfo {
  addPod(info: PodInfo): void;
  removePod(uid: string): void;
}

/** Keeps count as pods come and go. May hold pods before the node itself is known. */
export class TrackedNode implements ChangeableNode {
  readonly name: string;
  #node: Readonly<Node> | undefined;
  #labels: Readonly<Record<string, string>> = {};
  #allocatable: Resources = noResources();
  #allowedPods = 0;
  #imageBytes: ReadonlyMap<string, number> = new Map();
  readonly #pods: Map<string, PodInfo>;
  readonly #requested: ResourceTotal;
  readonly #scoredRequested: ResourceTotal;
  #hostPorts: readonly HostPort[] = [];

  constructor(name: string, { like }: { like?: TrackedNode } = {}) {
    this.name = name;
    this.#pods = new Map(like?.pods);
    this.#requested = like ? copyOf(like.requested) : noResources();
    this.#scoredRequested = like ? copyOf(like.scoredRequested) : noResources();
    if (!like) return;
    this.#hostPorts = like.hostPorts;
    this.#node = like.#node;
    this.#labels = like.labels;
    this.#allocatable = like.allocatable;
    this.#allowedPods = like.allowedPods;
    this.#imageBytes = like.imageBytes;
  }

  /** Nobody is shown a node before its object is known. */
  get node(): Readonly<Node> {
    if (!this.#node) throw new TypeError(`node ${this.name} is not known`);
    return this.#node;
  }

  get isKnown(): boolean {
    return this.#node !== undefined;
  }

  get labels(): Readonly<Record<string, string>> {
    return this.#labels;
  }

  get allocatable(): Resources {
    return this.#allocatable;
  }

  get allowedPods(): number {
    return this.#allowedPods;
  }

  get pods(): ReadonlyMap<string, PodInfo> {
    return this.#pods;
  }

  get requested(): Resources {
    return this.#requested;
  }

  get scoredRequested(): Resources {
    return this.#scoredRequested;
  }

  get hostPorts(): readonly HostPort[] {
    return this.#hostPorts;
  }

  get imageBytes(): ReadonlyMap<string, number> {
    return this.#imageBytes;
  }

  podsWithAffinity(): readonly PodInfo[] {
    return [...this.#pods.values()].filter(hasAffinity);
  }

  /** Undefined once the node is gone; its pods may stay for a while. */
  setNode(node: Readonly<Node> | undefined): void {
    this.#node = node;
    this.#labels = node?.metadata.labels ?? {};
    this.#allocatable = resourcesOf(node?.status.allocatable);
    this.#allowedPods = unitsOf(node?.status.allocatable?.['pods']);
    this.#imageBytes = imageBytesOf(node);
  }

  addPod(info: PodInfo): void {
    this.removePod(info.uid);
    this.#pods.set(info.uid, info);
    addTo(this.#requested, info.requests);
    addTo(this.#scoredRequested, info.scoredRequests);
    if (info.hostPorts.length > 0) this.#hostPorts = [...this.#hostPorts, ...info.hostPorts];
  }

  removePod(uid: string): void {
    const info = this.#pods.get(uid);
    if (!info) return;
    this.#pods.delete(uid);
    addTo(this.#requested, info.requests, -1);
    addTo(this.#scoredRequested, info.scoredRequests, -1);
    if (info.hostPorts.length > 0) this.#hostPorts = [...this.#pods.values()].flatMap(({ hostPorts }) => hostPorts);
  }

  copy(): TrackedNode {
    return new TrackedNode(this.name, { like: this });
  }
}

function imageBytesOf(node: Readonly<Node> | undefined): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (const { names, sizeBytes } of node?.status.images ?? []) {
    for (const name of names ?? []) bytes.set(name, sizeBytes ?? 0);
  }
  return bytes;
}
