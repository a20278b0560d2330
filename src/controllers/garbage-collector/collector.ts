import type { KubeObject } from '../../model/kind.ts';
import type { OwnerReference } from '../../model/meta.ts';
import { foregroundFinalizer, orphanFinalizer, type GraphNode, type OwnerGraph } from './graph.ts';
import { NamespacedOwnerError, type LiveObjects } from './live-objects.ts';

export interface CollectorOptions {
  readonly graph: OwnerGraph;
  readonly live: LiveObjects;
  /** To look at another object, too. */
  readonly check: (uid: string) => void;
}

/** Deletes what nobody owns any more, and lets owners go whose dependents are dealt with. */
export class Collector {
  readonly #graph: OwnerGraph;
  readonly #live: LiveObjects;
  readonly #check: (uid: string) => void;

  constructor({ graph, live, check }: CollectorOptions) {
    this.#graph = graph;
    this.#live = live;
    this.#check = check;
  }

  async check(uid: string): Promise<void> {
    const node = this.#graph.get(uid);
    if (!node) return;
    if (node.awaitsDeletion) return this.#finishForeground(node);
    // Whatever else is being deleted goes its own way.
    if (node.isBeingDeleted || node.owners.length === 0) return;
    if (node.owners.every((owner) => this.#isSolid(owner, node))) return;
    const object = await this.#live.get(node);
    if (!object?.metadata.ownerReferences?.length) return;
    try {
      await this.#judge(node, object, await this.#classify(node, object.metadata.ownerReferences));
    } catch (error) {
      // That will not get better by trying again.
      if (!(error instanceof NamespacedOwnerError)) throw error;
    }
  }

  /** Makes all dependents let go of an owner, and then lets the owner go. */
  async orphan(uid: string): Promise<void> {
    const node = this.#graph.get(uid);
    if (!node?.awaitsOrphaning) return;
    await Promise.all(this.#graph.dependentsOf(uid).map((dependent) => this.#live.removeOwners(dependent, [uid])));
    await this.#live.removeFinalizer(node, orphanFinalizer);
  }

  #isSolid(owner: OwnerReference, dependent: GraphNode): boolean {
    return this.#graph.knows(owner, dependent) && this.#graph.get(owner.uid)?.awaitsDeletion === false;
  }

  async #classify(node: GraphNode, owners: readonly OwnerReference[]): Promise<Owners> {
    const classified: Owners = { solid: [], dangling: [], waiting: [] };
    for (const owner of owners) {
      if (this.#isSolid(owner, node)) {
        classified.solid.push(owner);
        continue;
      }
      const found = await this.#live.ownerOf(node, owner);
      const { deletionTimestamp, finalizers = [] } = found?.metadata ?? {};
      if (!found) classified.dangling.push(owner);
      else if (deletionTimestamp !== undefined && finalizers.includes(foregroundFinalizer)) classified.waiting.push(owner);
      else classified.solid.push(owner);
    }
    return classified;
  }

  async #judge(node: GraphNode, object: KubeObject, { solid, dangling, waiting }: Owners): Promise<void> {
    if (solid.length > 0) {
      // Whoever waits would wait for ever for what another still owns.
      const useless = [...dangling, ...waiting].map(({ uid }) => uid);
      if (useless.length > 0) await this.#live.removeOwners(node, useless);
      return;
    }
    const dependents = this.#graph.dependentsOf(node.uid);
    if (waiting.length > 0 && dependents.length > 0) {
      // Two that wait for each other would never go.
      if (dependents.some(({ awaitsDeletion }) => awaitsDeletion)) await this.#live.unblockOwners(node);
      const latest = await this.#live.get(node);
      if (latest) await this.#live.delete(latest, node, 'Foreground');
      return;
    }
    await this.#live.delete(object, node, policyOf(object));
  }

  async #finishForeground(node: GraphNode): Promise<void> {
    const blocking = this.#graph.blockingDependentsOf(node.uid);
    if (blocking.length === 0) return this.#live.removeFinalizer(node, foregroundFinalizer);
    for (const { uid, awaitsDeletion } of blocking) if (!awaitsDeletion) this.#check(uid);
  }
}

interface Owners {
  /** They are there. */
  readonly solid: OwnerReference[];
  /** They are not. */
  readonly dangling: OwnerReference[];
  /** They go as soon as this does. */
  readonly waiting: OwnerReference[];
}

/** What was wished for its dependents at an earlier deletion counts. */
function policyOf({ metadata: { finalizers = [] } }: KubeObject): string {
  if (finalizers.includes(orphanFinalizer)) return 'Orphan';
  return finalizers.includes(foregroundFinalizer) ? 'Foreground' : 'Background';
}
