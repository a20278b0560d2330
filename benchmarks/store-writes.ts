/** How many durable writes a second does the SQLite store take, from one writer and from 64 at once? */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openSqliteStore } from '../src/storage/sqlite/store.ts';
import type { Store } from '../src/storage/store.ts';

const value = new Uint8Array(1500).fill(120);

// A place on the disk in question can be named, as the temporary directory may be held in memory.
const directory = await mkdtemp(join(process.argv[2] ?? tmpdir(), 'kubets-store-writes-'));
try {
  await using store = await openSqliteStore({ directory });
  const ending = new AbortController();
  const watching = drain(store, ending.signal);
  try {
    const sequential = await run(store, 'sequential', { writers: 1, writesEach: 1500 });
    const concurrent64 = await run(store, 'concurrent', { writers: 64, writesEach: 400 });
    console.log(JSON.stringify({ benchmark: 'store-writes', valueBytes: value.length, sequential, concurrent64 }));
  } finally {
    ending.abort();
    await watching;
  }
} finally {
  await rm(directory, { recursive: true });
}

/** Creates keys and updates each of them once. */
async function run(store: Store, name: string, { writers, writesEach }: { writers: number; writesEach: number }) {
  const latenciesMs: number[] = [];
  const cpuBefore = process.threadCpuUsage();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      let expect = 0;
      for (let index = 0; index < writesEach; index++) {
        const key = `/registry/pods/${name}-${writer}/pod-${index >> 1}`;
        const start = performance.now();
        const written = await store.put(key, value, { expect });
        latenciesMs.push(performance.now() - start);
        if (!written.ok) throw new Error(`lost the write of ${key}`);
        expect = index % 2 === 0 ? written.entry.revision : 0;
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const cpu = process.threadCpuUsage(cpuBefore);
  latenciesMs.sort((a, b) => a - b);
  const count = latenciesMs.length;
  return {
    writesPerSecond: Math.round(count / seconds),
    p50Ms: round(latenciesMs[count >> 1]),
    p99Ms: round(latenciesMs[Math.floor(count * 0.99)]),
    mainThreadMicrosecondsPerWrite: Math.round((cpu.user + cpu.system) / count),
  };
}

/** As in an API server, somebody hears of every write. */
async function drain(store: Store, signal: AbortSignal): Promise<void> {
  for await (const _batch of store.watch('/registry/', { after: await store.revision(), signal }));
}

function round(ms = 0): number {
  return Math.round(ms * 100) / 100;
}
