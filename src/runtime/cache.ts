import type { Ref } from '../client/client.ts';
import type { Informer, Informers } from '../client/informer.ts';
import type { Kind, KubeObject } from '../model/kind.ts';
import { controllerOf } from '../model/owner-references.ts';

/** What a controller reads: local copies, never older than what it wrote itself. */
export interface Cache {
  get<T extends KubeObject>(kind: Kind<T>, ref: Ref): T | undefined;
  list<T extends KubeObject>(kind: Kind<T>, namespace?: string): readonly T[];
  /** What the object controls. */
  owned<T extends KubeObject>(kind: Kind<T>, owner: { readonly metadata: { readonly uid: string } }): readonly T[];
  /** What nothing controls, in a namespace. */
  orphans<T extends KubeObject>(kind: Kind<T>, namespace: string): readonly T[];
  byIndex<T extends KubeObject>(kind: Kind<T>, index: string, value: string): readonly T[];
}

const controllerIndex = 'controller';

/** By who controls it, or, since adoption asks for those, by the namespace in which nobody does. */
const controllerValues = (object: KubeObject): readonly string[] => {
  const owner = controllerOf(object);
  return [owner ? owner.uid : orphansOf(object.metadata.namespace ?? '')];
};

const orphansOf = (namespace: string) => `orphans of ${namespace}`;

export function cacheOf(informers: Informers, watched: ReadonlySet<Kind>): Cache {
  const informerOf = <T extends KubeObject>(kind: Kind<T>): Informer<T> => {
    if (!watched.has(kind)) throw new TypeError(`the controller does not say that it reads ${kind.plural}`);
    return informers.of(kind);
  };
  return {
    get: (kind, ref) => informerOf(kind).get(ref),
    list: (kind, namespace) => informerOf(kind).list(namespace),
    owned: (kind, { metadata }) => informerOf(kind).byIndex(controllerIndex, metadata.uid),
    orphans: (kind, namespace) => informerOf(kind).byIndex(controllerIndex, orphansOf(namespace)),
    byIndex: (kind, index, value) => informerOf(kind).byIndex(index, value),
  };
}

export const indexByController = (informer: Informer<KubeObject>): void => informer.index(controllerIndex, controllerValues);
