import type { DiscoveredResource } from '../../client/discovery.ts';
import type { KubeObject } from '../../model/kind.ts';
import type { OwnerReference } from '../../model/meta.ts';

export const foregroundFinalizer = 'foregroundDeletion';
export const orphanFinalizer = 'orphan';

/** What the graph keeps of an object. */
export interface GraphNode {
  readonly uid: string;
  readonly resource: DiscoveredResource;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly owners: readonly OwnerReference[];
  readonly isBeingDeleted: boolean;
  /** Its deletion waits until its dependents are gone. */
  readonly awaitsDeletion: boolean;
  /** Its deletion waits until its dependents have let go of it. */
  readonly awaitsOrphaning: boolean;
}

/** What a change of the graph calls for, by uid. */
export interface Tasks {
  /** See whether this is still owned; or, if its deletion waits for its dependents, whether they are gone. */
  check(uid: string): void;
  /** The same, but an owner that is not known may just not be known yet. */
  checkSoon(uid: string): void;
  orphan(uid: string): void;
  invalidNamespace(node: GraphNode, owner: OwnerReference): void;
}

/** Who is owned by whom, of all objects. Owners may be missing; that is what it is for. */
export class OwnerGraph {
  readonly #nodes = new Map<string, GraphNode>();
  /** By the owner's uid, whether or not there is such an owner. */
  readonly #dependents = new Map<string, Set<string>>();
  readonly #tasks: Tasks;

  constructor(tasks: Tasks) {
    this.#tasks = tasks;
  }

  get size(): number {
    return this.#nodes.size;
  }

  get(uid: string): GraphNode | undefined {
    return this.#nodes.get(uid);
  }

  dependentsOf(uid: string): readonly GraphNode[] {
    return Array.from(this.#dependents.get(uid) ?? [], (dependent) => this.#nodes.get(dependent)).filter((node) => node !== undefined);
  }

  /** Those without which the owner may not go. */
  blockingDependentsOf(uid: string): readonly GraphNode[] {
    return this.dependentsOf(uid).filter(({ owners }) => owners.some((owner) => owner.uid === uid && owner.blockOwnerDeletion));
  }

  apply(resource: DiscoveredResource, object: KubeObject): void {
    const node = nodeOf(resource, object);
    const before = this.#nodes.get(node.uid);
    this.#nodes.set(node.uid, node);
    this.#updateOwners(before?.owners ?? [], node);
    if (node.awaitsOrphaning && !before?.awaitsOrphaning) return this.#tasks.orphan(node.uid);
    if (node.awaitsDeletion && !before?.awaitsDeletion) {
      for (const dependent of this.#dependents.get(node.uid) ?? []) this.#tasks.check(dependent);
      this.#tasks.check(node.uid);
    }
  }

  remove(uid: string): void {
    const node = this.#nodes.get(uid);
    if (!node) return;
    this.forget(uid);
    for (const dependent of this.#dependents.get(uid) ?? []) this.#tasks.check(dependent);
    for (const owner of node.owners) if (this.#nodes.get(owner.uid)?.awaitsDeletion) this.#tasks.check(owner.uid);
  }

  /** Drops what is not watched any more, without taking it for gone. */
  forget(uid: string): void {
    const node = this.#nodes.get(uid);
    if (!node) return;
    this.#nodes.delete(uid);
    for (const owner of node.owners) this.#unlink(owner.uid, uid);
  }

  /** Objects whose owners are not all known: to be looked into once everything should be. */
  checkUnknownOwners(): void {
    for (const node of this.#nodes.values()) {
      if (node.owners.some((owner) => !this.knows(owner, node))) this.#tasks.check(node.uid);
    }
  }

  /** Whether the owner is there as the dependent describes it. */
  knows(owner: OwnerReference, dependent: Pick<GraphNode, 'namespace'>): boolean {
    const known = this.#nodes.get(owner.uid);
    return (
      known !== undefined &&
      known.name === owner.name &&
      known.resource.kind === owner.kind &&
      known.resource.group === groupOf(owner) &&
      (known.namespace === undefined || known.namespace === dependent.namespace)
    );
  }

  #updateOwners(before: readonly OwnerReference[], node: GraphNode): void {
    for (const owner of before) {
      const after = node.owners.find(({ uid }) => uid === owner.uid);
      if (!after) this.#unlink(owner.uid, node.uid);
      // Its owner may have waited for just this.
      if (owner.blockOwnerDeletion && !after?.blockOwnerDeletion && this.#nodes.has(owner.uid)) this.#tasks.check(owner.uid);
    }
    for (const owner of node.owners) {
      if (before.some(({ uid }) => uid === owner.uid)) continue;
      this.#dependents.getOrInsertComputed(owner.uid, () => new Set()).add(node.uid);
      if (this.knows(owner, node)) continue;
      this.#tasks.checkSoon(node.uid);
      const known = this.#nodes.get(owner.uid);
      if (known?.namespace !== undefined && known.namespace !== node.namespace) this.#tasks.invalidNamespace(node, owner);
    }
  }

  #unlink(owner: string, dependent: string): void {
    const dependents = this.#dependents.get(owner);
    if (dependents?.delete(dependent) && dependents.size === 0) this.#dependents.delete(owner);
  }
}

function nodeOf(resource: DiscoveredResource, { metadata }: KubeObject): GraphNode {
  const { uid, name, namespace, ownerReferences = [], deletionTimestamp, finalizers = [] } = metadata;
  const isBeingDeleted = deletionTimestamp !== undefined;
  return {
    uid,
    resource,
    name,
    namespace: namespace || undefined,
    owners: ownerReferences,
    isBeingDeleted,
    awaitsDeletion: isBeingDeleted && finalizers.includes(foregroundFinalizer),
    awaitsOrphaning: isBeingDeleted && finalizers.includes(orphanFinalizer),
  };
}

export const groupOf = ({ apiVersion }: OwnerReference): string => {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
};
