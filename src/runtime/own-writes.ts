import type { Client, Ref } from '../client/client.ts';
import type { Kind, KubeObject } from '../model/kind.ts';
import type { ObjectMeta } from '../model/meta.ts';

/** Remembers, for each key, how far informers must get before its writes can be seen in them. */
export class OwnWrites {
  readonly #writes = new Map<string, Set<Promise<Write | undefined>>>();

  /** The same client, with its writes noted under this key, including those nobody waited for. */
  noting(key: string, client: Client): Client {
    const note = <T extends KubeObject, R extends T | undefined>(kind: Kind<T>, write: Promise<R>): Promise<R> => {
      const seen = write.then(
        (object) => (object?.metadata.resourceVersion ? writeOf(kind, object) : undefined),
        () => undefined,
      );
      const writes = this.#writes.get(key) ?? new Set();
      writes.add(seen);
      this.#writes.set(key, writes);
      return write;
    };
    return {
      ...client,
      create: (kind, ...rest) => note(kind, client.create(kind, ...rest)),
      update: (kind, ...rest) => note(kind, client.update(kind, ...rest)),
      patch: (kind, ...rest) => note(kind, client.patch(kind, ...rest)),
      delete: (kind, ...rest) => note(kind, client.delete(kind, ...rest)),
    };
  }

  /** What must be seen of the writes since the last time: of each kind the newest, and all by which an object went. Forgets them. */
  async take(key: string): Promise<readonly Write[]> {
    const writes = this.#writes.get(key);
    if (!writes) return [];
    this.#writes.delete(key);
    const newest = new Map<Kind, Write>();
    const removals: Write[] = [];
    for (const write of await Promise.all(writes)) {
      if (!write) continue;
      if (write.removed) {
        removals.push(write);
        continue;
      }
      const known = newest.get(write.kind);
      if (!known || Number(known.resourceVersion) < Number(write.resourceVersion)) newest.set(write.kind, write);
    }
    return [...newest.values(), ...removals];
  }
}

export interface Write {
  readonly kind: Kind;
  readonly resourceVersion: string;
  /** The object, if this was the end of it. The version that the server answers then is the last one there was. */
  readonly removed?: { readonly ref: Ref; readonly uid: string };
}

function writeOf<T extends KubeObject>(kind: Kind<T>, object: T): Write {
  const { resourceVersion, uid, name, namespace } = object.metadata;
  return isGone(object.metadata) && !kind.isHeldBack?.(object)
    ? { kind, resourceVersion, removed: { ref: { name, namespace }, uid } }
    : { kind, resourceVersion };
}

/** Nothing holds it back any more, and it has no time left: the server removes it with this very write. */
const isGone = ({ deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] }: ObjectMeta): boolean =>
  deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0 && finalizers.length === 0;
