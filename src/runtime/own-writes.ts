import type { Client } from '../client/client.ts';
import type { Kind, KubeObject } from '../model/kind.ts';

/** Remembers, for each key, how far informers must get before its writes can be seen in them. */
export class OwnWrites {
  readonly #writes = new Map<string, Set<Promise<Write | undefined>>>();

  /** The same client, with its writes noted under this key, including those nobody waited for. */
  noting(key: string, client: Client): Client {
    const note = <T extends KubeObject, R extends T | undefined>(kind: Kind<T>, write: Promise<R>): Promise<R> => {
      const seen = write.then(
        (object) => (object?.metadata.resourceVersion ? { kind, resourceVersion: object.metadata.resourceVersion } : undefined),
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

  /** The newest write of each kind since the last time. Forgets them. */
  async take(key: string): Promise<readonly Write[]> {
    const writes = this.#writes.get(key);
    if (!writes) return [];
    this.#writes.delete(key);
    const newest = new Map<Kind, Write>();
    for (const write of await Promise.all(writes)) {
      if (!write) continue;
      const known = newest.get(write.kind);
      if (!known || Number(known.resourceVersion) < Number(write.resourceVersion)) newest.set(write.kind, write);
    }
    return [...newest.values()];
  }
}

export interface Write {
  readonly kind: Kind;
  readonly resourceVersion: string;
}
