import { LruMap } from '../../base/lru-map.ts';
import type { Client } from '../../client/client.ts';
import { discoveredKind } from '../../client/discovery.ts';
import { ApiError } from '../../model/errors.ts';
import type { KubeObject } from '../../model/kind.ts';
import type { OwnerReference } from '../../model/meta.ts';
import { groupOf, type GraphNode } from './graph.ts';
import type { Monitors } from './monitors.ts';

/** A cluster-scoped object names an owner in a namespace, which cannot be: it is left alone. */
export class NamespacedOwnerError extends Error {
  override readonly name = 'NamespacedOwnerError';
}

const tries = 5;

/** Objects as the API server has them. Nothing is deleted for what the graph alone says. */
export class LiveObjects {
  readonly #client: Client;
  readonly #monitors: Monitors;
  /** Owners that are known not to be, which they will not be again: their uid is part of the key. */
  readonly #absent = new LruMap<string, true>({ capacity: 500 });

  constructor({ client, monitors }: { client: Client; monitors: Monitors }) {
    this.#client = client;
    this.#monitors = monitors;
  }

  /** Undefined when it is gone, or another object has its name. */
  async get(node: GraphNode): Promise<KubeObject | undefined> {
    const object = await this.#read(node);
    return object?.metadata.uid === node.uid ? object : undefined;
  }

  /** The owner that the dependent means, or undefined when there is none such. */
  async ownerOf(dependent: GraphNode, owner: OwnerReference): Promise<KubeObject | undefined> {
    const { uid, name, kind, apiVersion } = owner;
    const key = JSON.stringify([uid, apiVersion, kind, dependent.namespace, name]);
    if (this.#absent.get(key)) return undefined;
    const resource = this.#monitors.resourceOf(groupOf(owner), kind);
    if (!resource) throw new Error(`no resource of kind ${kind} in ${apiVersion} is known`);
    const isNamespaced = resource.scope === 'Namespaced';
    if (isNamespaced && dependent.namespace === undefined) throw new NamespacedOwnerError(`${kind} ${name} has a namespace`);
    const found = await this.#read({ resource, name, namespace: isNamespaced ? dependent.namespace : undefined });
    if (found?.metadata.uid === uid) return found;
    this.#absent.set(key, true);
    return undefined;
  }

  async delete(object: KubeObject, node: GraphNode, propagationPolicy: string): Promise<void> {
    const { uid, resourceVersion } = object.metadata;
    try {
      await this.#client.delete(discoveredKind(node.resource), node, { propagationPolicy, preconditions: { uid, resourceVersion } });
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
  }

  /** Changes owners or finalizers of the object as it is then. Nothing happens to another object of the same name. */
  async patch(node: GraphNode, change: (object: KubeObject) => Partial<KubeObject['metadata']> | undefined): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const object = await this.get(node);
      const metadata = object && change(object);
      if (!metadata) return;
      const body = { metadata: { ...metadata, resourceVersion: object.metadata.resourceVersion } };
      try {
        await this.#client.patch(discoveredKind(node.resource), node, { type: 'merge', body });
        return;
      } catch (error) {
        if (ApiError.is(error, 'NotFound')) return;
        if (!ApiError.is(error, 'Conflict') || attempt >= tries) throw error;
      }
    }
  }

  removeOwners(node: GraphNode, uids: readonly string[]): Promise<void> {
    return this.patch(node, ({ metadata: { ownerReferences = [] } }) => {
      const kept = ownerReferences.filter(({ uid }) => !uids.includes(uid));
      return kept.length === ownerReferences.length ? undefined : { ownerReferences: kept };
    });
  }

  unblockOwners(node: GraphNode): Promise<void> {
    return this.patch(node, ({ metadata: { ownerReferences = [] } }) => ({
      ownerReferences: ownerReferences.map((owner) => ({ ...owner, blockOwnerDeletion: false })),
    }));
  }

  removeFinalizer(node: GraphNode, finalizer: string): Promise<void> {
    return this.patch(node, ({ metadata: { finalizers = [] } }) =>
      finalizers.includes(finalizer) ? { finalizers: finalizers.filter((other) => other !== finalizer) } : undefined,
    );
  }

  async #read({ resource, name, namespace }: Pick<GraphNode, 'resource' | 'name' | 'namespace'>): Promise<KubeObject | undefined> {
    try {
      return await this.#client.get(discoveredKind(resource), { name, namespace });
    } catch (error) {
      if (ApiError.is(error, 'NotFound')) return undefined;
      throw error;
    }
  }
}
