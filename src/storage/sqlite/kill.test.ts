import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { randomBelow } from '../../base/random.ts';
import { Listener } from '../contract/listener.ts';
import { keyOf, revisionOf } from '../mutation.ts';
import type { Revision } from '../store.ts';
import { openSqliteStore } from './store.ts';

const rounds = 10;

test('killed ten times while many write, a store has every acknowledged write, and no revision twice', { timeout: 120_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kubets-kill-'));
  try {
    let reached: Revision = 1;
    for (let round = 0; round < rounds; round++) {
      const acknowledged = await writeUntilKilled({ directory, round, lines: 50 + randomBelow(1500) });
      reached = await check({ directory, acknowledged, reached });
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});

/** Revision → what was done to which key. */
type Acknowledged = ReadonlyMap<Revision, string>;

async function writeUntilKilled({ directory, round, lines }: { directory: string; round: number; lines: number }): Promise<Acknowledged> {
  const script = fileURLToPath(new URL('./fixtures/writer.ts', import.meta.url));
  const writer = spawn(process.execPath, [script, directory, `${round}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(writer, 'exit');
  const acknowledged = new Map<Revision, string>();
  for await (const line of createInterface({ input: writer.stdout })) {
    const [what, key, revision] = line.split(' ');
    if (what === 'open' || revision === undefined) continue;
    assert.ok(!acknowledged.has(Number(revision)), `revision ${revision} was given twice`);
    acknowledged.set(Number(revision), `${what} ${key}`);
    if (acknowledged.size === lines) writer.kill('SIGKILL');
  }
  assert.deepEqual(await exited, [null, 'SIGKILL']);
  return acknowledged;
}

/** The revision the store has reached. */
async function check({ directory, acknowledged, reached }: { directory: string; acknowledged: Acknowledged; reached: Revision }) {
  await using store = await openSqliteStore({ directory });
  const ending = new AbortController();
  const revision = await store.revision();
  // As much history as is sure not to have been compacted by the writer.
  const after = Math.max(reached, revision - 1500);
  const listener = await new Listener(store, '', { after, signal: ending.signal }).until(revision);
  ending.abort();
  const stored = new Map(listener.mutations.map((mutation) => [revisionOf(mutation), `${mutation.type} ${keyOf(mutation)}`]));
  const living = new Map((await store.list('/')).entries.map((entry) => [entry.key, entry.revision]));
  for (const [at, what] of acknowledged) {
    assert.ok(at > reached && at <= revision, `revision ${at} was not new, or is lost`);
    if (at > after) assert.equal(stored.get(at), what);
    const [, key = ''] = what.split(' ');
    if (what.startsWith('delete')) assert.ok(!living.has(key), `${key} is back`);
    else if (Number(key.split('/').at(-1)) % 3 === 0) assert.equal(living.get(key), at, `${key} is lost`);
  }
  assert.equal(stored.size, revision - after);
  return revision;
}
