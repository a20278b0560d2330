import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeContract } from '../contract.ts';
import { openSqliteStore } from './store.ts';

const prepare = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kubets-store-'));
  return {
    open: () => openSqliteStore({ directory }),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
};

storeContract('sqlite', prepare, { durable: true, runs: 25 });
