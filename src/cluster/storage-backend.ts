import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { StoredForm, type MediaType } from '../apiserver/stored-form.ts';
import type { Component } from '../runtime/component.ts';
import { automaticCompaction } from '../storage/compaction.ts';
import { openSqliteStore } from '../storage/sqlite/store.ts';
import type { Store } from '../storage/store.ts';

export interface StorageSettings {
  /** Embedded: one file, for one API server. Etcd: shared by any number of them. */
  readonly backend: 'sqlite' | 'etcd';
  /** `http://` or `https://`, host and port. */
  readonly etcdServers: readonly string[];
  /** Where the keys of all resources begin. */
  readonly prefix: string;
  readonly etcdFiles: { readonly ca?: string | undefined; readonly certificate?: string | undefined; readonly key?: string | undefined };
  /** How often history is forgotten; 0 leaves that to others. */
  readonly compactionIntervalMs: number;
  /** How values are written. They are read either way. */
  readonly mediaType: MediaType;
}

/** As upstream, but for the backend. */
export const embeddedStorage: StorageSettings = {
  backend: 'sqlite',
  etcdServers: [],
  prefix: '/registry',
  etcdFiles: {},
  compactionIntervalMs: 5 * 60_000,
  mediaType: 'application/json',
};

export interface StorageBackend {
  readonly store: Store;
  readonly compaction: Component;
  /** Copies the store to a new file while it is in use. Etcd has tools of its own for that. */
  readonly snapshot?: (path: string) => Promise<void>;
}

export interface OpenStorageOptions {
  /** For the embedded store. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens what the settings name. Throws StoreUnusableError and the like with the reason. */
export async function openStorage(settings: StorageSettings, { directory, clock, log }: OpenStorageOptions): Promise<StorageBackend> {
  const { backend, etcdServers, compactionIntervalMs: everyMs, mediaType } = settings;
  if (backend === 'sqlite') {
    const store = await openSqliteStore({ directory });
    return {
      store: new StoredForm(store, mediaType),
      compaction: automaticCompaction({ store, clock, log, everyMs }),
      snapshot: (path) => store.snapshot(path),
    };
  }
  // With it comes all of gRPC.
  const { openEtcdStore } = await import('../storage/etcd/open.ts');
  const { store, compaction } = await openEtcdStore({ servers: etcdServers, tls: await readTls(settings), clock });
  return { store: new StoredForm(store, mediaType), compaction: compaction({ clock, log, everyMs }) };
}

async function readTls({ etcdFiles: { ca, certificate, key } }: StorageSettings) {
  const read = (path: string | undefined) => (path === undefined ? undefined : readFile(path, 'utf8'));
  const [caPem, certificatePem, keyPem] = await Promise.all([read(ca), read(certificate), read(key)]);
  return { caPem, certificatePem, keyPem };
}

/** Where the embedded store of a data folder lies. */
export const storeDirectory = (dataDir: string): string => join(dataDir, 'store');
