import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError } from '../../model/errors.ts';
import type { Endpoint } from '../server.ts';

export const snapshotPath = '/snapshot';

export interface SnapshotOptions {
  /** Copies the store to a new file; without it, the store is not this server's own. */
  readonly snapshot?: ((path: string) => Promise<void>) | undefined;
  /** Where the copy is kept while it is sent. */
  readonly directory: string;
}

/** GET /snapshot: the whole embedded store, as a file. Only administrators are allowed to, since secrets are in it. */
export const snapshotEndpoint =
  ({ snapshot, directory }: SnapshotOptions): Endpoint =>
  async ({ request: { path, method, signal } }) => {
    if (path !== snapshotPath || method !== 'GET') return undefined;
    if (!snapshot) throw new ApiError('MethodNotAllowed', 'the store of this server is etcd: save it by "etcdctl snapshot save"');
    const folder = await mkdtemp(join(directory, 'snapshot-'));
    const file = join(folder, 'store.db');
    try {
      await (await open(file, 'wx', 0o600)).close();
      await snapshot(file);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    return { code: 200, body: { type: 'bytes', contentType: 'application/vnd.sqlite3', bytes: sent(file, folder, signal) } };
  };

async function* sent(file: string, folder: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    // Typed for text as well.
    yield* createReadStream(file, { signal, highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
