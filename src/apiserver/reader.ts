import { resourceNameOf, type Kind, type KubeObject } from '../model/kind.ts';
import { StoredObject } from '../model/stored-object.ts';
import type { Resource } from './resource.ts';

/** How parts of the server read its own objects, without asking who they are. */
export interface Reader {
  get<T extends KubeObject>(kind: Kind<T>, ref: { namespace?: string; name: string }): Promise<T | undefined>;
  list<T extends KubeObject>(kind: Kind<T>, namespace?: string): Promise<readonly T[]>;
  /** Of the latest change of any object of the kind; 0 as long as nobody has read any. */
  revision(kind: Pick<Kind, 'group' | 'plural'>): number;
  /** Objects by a value of an index, declared at first use and kept from then on. */
  byIndex<T extends KubeObject>(
    kind: Kind<T>,
    index: { readonly name: string; readonly valuesOf: (object: T) => readonly string[] },
    value: string,
  ): Promise<readonly T[]>;
}

export function createReader(find: (group: string, plural: string) => Resource | undefined): Reader {
  // Looking a resource up by its names takes longer than finding an object in it.
  const found = new WeakMap<Pick<Kind, 'group' | 'plural'>, Resource>();
  const named = (kind: Pick<Kind, 'group' | 'plural'>): Resource | undefined => {
    const known = found.get(kind);
    if (known) return known;
    const resource = find(kind.group, kind.plural);
    if (resource) found.set(kind, resource);
    return resource;
  };
  const resourceOf = async <T extends KubeObject>(kind: Kind<T>): Promise<Resource<T>> => {
    const resource = named(kind);
    if (!resource) throw new Error(`no resource ${resourceNameOf(kind)} in this server`);
    if (!resource.cache.loaded) await resource.cache.load();
    // Looked up by the kind's own name, so it holds objects of that kind.
    return resource as unknown as Resource<T>;
  };
  return {
    async get(kind, { namespace = '', name }) {
      return (await resourceOf(kind)).find({ namespace, name })?.object;
    },
    async list(kind, namespace) {
      const resource = await resourceOf(kind);
      return [...resource.cache.entries(namespace ? { under: `${namespace}/` } : {})].map(([, stored]) => resource.shown(stored).object);
    },
    revision(kind) {
      return named(kind)?.cache.revision ?? 0;
    },
    async byIndex(kind, { name, valuesOf }, value) {
      const resource = await resourceOf(kind);
      // The cache holds objects of this kind, though it does not know their type.
      const index = resource.cache.index(name, valuesOf as (object: KubeObject) => readonly string[]);
      return [...index.get(value).values()].map((stored: StoredObject) => resource.shown(stored).object);
    },
  };
}
