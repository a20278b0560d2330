import type { Endpoints } from '../kinds/core/endpoints.ts';
import { storedValue } from '../model/stored-object.ts';
import type { Store } from '../storage/store.ts';
import { defaultStoragePrefix } from './storage-keys.ts';

/** As upstream: how long a server counts that has not been heard of. */
const lifeMs = 15_000;
/** Nobody else should write it at all. */
const maxAttempts = 10;

export interface ServerLeasesOptions {
  readonly store: Store;
  /** Where the keys of all resources begin. Default: `/registry`. */
  readonly storagePrefix?: string | undefined;
}

/**
 * Which API servers there are on one store: each keeps a key with its address, where upstream's keep theirs, and the store
 * forgets those of servers that have gone.
 */
export class ServerLeases {
  readonly #store: Store;
  readonly #prefix: string;

  constructor({ store, storagePrefix = defaultStoragePrefix }: ServerLeasesOptions) {
    this.#store = store;
    this.#prefix = `${storagePrefix}/masterleases/`;
  }

  /** Whether there may be others: a store that does not end lives has one server. */
  get areShared(): boolean {
    return this.#store.endsLives ?? false;
  }

  async renew(address: string): Promise<void> {
    const key = this.#prefix + address;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const current = await this.#store.get(key);
      const generation = (current ? (objectOf(current.value).metadata.generation ?? 0) : 0) + 1;
      const value = storedValue({
        apiVersion: 'v1',
        kind: 'Endpoints',
        // Upstream's servers take a lease that looks the same as before for one that was not renewed.
        metadata: { generation },
        subsets: [{ addresses: [{ ip: address }] }],
      } as unknown as Endpoints); // it has no name, as upstream's have none
      const written = await this.#store.put(key, value, { expect: current?.revision ?? 0, lifeMs });
      if (written.ok) return;
    }
    throw new Error(`another server writes the lease of ${address}, too`);
  }

  /** The addresses of all servers, in order. */
  async addresses(): Promise<readonly string[]> {
    const { entries } = await this.#store.list(this.#prefix);
    return entries.flatMap(({ value }) => objectOf(value).subsets?.[0]?.addresses?.[0]?.ip ?? []).toSorted();
  }

  async remove(address: string): Promise<void> {
    const key = this.#prefix + address;
    const current = await this.#store.get(key);
    if (current) await this.#store.delete(key, { expect: current.revision });
  }
}

/** What is kept there are Endpoints, by whomever. */
const objectOf = (value: Uint8Array): Endpoints =>
  JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8')) as Endpoints;
