import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import { storeContract } from '../contract.ts';
import { crashing } from '../contract/crashing.ts';
import { Connection } from './connection.ts';
import { deathChannel } from './fixtures/death.ts';
import { openSqliteStore, SqliteStore } from './store.ts';

const prepare = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kubets-store-'));
  return {
    open: () => openSqliteStore({ directory }),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
};

const prepareMortal = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kubets-store-'));
  const path = join(directory, 'store.db');
  let open: SqliteStore | undefined;
  return {
    async open() {
      const connection = new Connection(new URL('./fixtures/mortal-worker.ts', import.meta.url));
      const { revision } = await connection.call('open', { path, maxBytes: undefined });
      open = new SqliteStore(connection, { revision });
      return open;
    },
    async crash() {
      if (!open || open.broken.aborted) return;
      const broken = once(open.broken, 'abort');
      const channel = new BroadcastChannel(deathChannel);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- between threads there are no origins
      channel.postMessage(path);
      await broken;
      channel.close();
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
};

storeContract('sqlite', prepare, { durable: true, runs: 25 });
storeContract('sqlite, crashing', crashing(prepareMortal, { every: 40 }), { durable: true, runs: 5 });
