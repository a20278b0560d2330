import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Listener } from '../contract/listener.ts';
import { bytes, create, remove } from '../contract/shorthand.ts';
import { CompactedError, StoreBrokenError, StoreClosedError, StoreFullError, StoreInUseError, StoreUnusableError } from '../errors.ts';
import { Connection } from './connection.ts';
import { openSqliteStore, SqliteStore } from './store.ts';

const fixture = (name: string) => new URL(`./fixtures/${name}.ts`, import.meta.url);

async function temporary() {
  const path = await mkdtemp(join(tmpdir(), 'kubets-failures-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

test('the files of a store are for its owner only, whatever the umask allows', async () => {
  await using place = await temporary();
  const directory = join(place.path, 'new', 'data');
  await using store = await openSqliteStore({ directory });
  await create(store, '/a');
  const mode = async (path: string) => (await stat(path)).mode & 0o777;
  assert.equal(await mode(directory), 0o700);
  const files = await readdir(directory);
  assert.ok(files.includes('store.db'));
  for (const file of files) assert.equal(await mode(join(directory, file)), 0o600, file);
});

test('an open store can be opened neither by this process nor by another, until it is closed or its process dies', async () => {
  await using place = await temporary();
  const directory = place.path;
  {
    await using _store = await openSqliteStore({ directory });
    await assert.rejects(openSqliteStore({ directory }), StoreInUseError);
  }
  const holder = spawn(process.execPath, [fileURLToPath(fixture('holder')), directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(holder, 'exit');
  try {
    await once(holder.stdout, 'data');
    await assert.rejects(openSqliteStore({ directory }), (error) => {
      assert.ok(error instanceof StoreInUseError);
      assert.equal(error.message, `the store at ${join(directory, 'store.db')} is open in another process`);
      return true;
    });
  } finally {
    holder.kill('SIGKILL');
  }
  await exited;
  await using _store = await openSqliteStore({ directory });
});

test('a file that is not a store is refused and left as it is', async () => {
  await using place = await temporary();
  const path = join(place.path, 'store.db');
  await writeFile(path, 'this is some text, and long enough to be taken for the header of a database file.'.repeat(100));
  await assert.rejects(openSqliteStore({ directory: place.path }), unusable(/file is not a database/));
  await rm(path);

  const other = new DatabaseSync(path);
  other.exec('CREATE TABLE shopping (item TEXT)');
  other.close();
  await assert.rejects(openSqliteStore({ directory: place.path }), unusable(/database of something else/));
});

test('a store of a newer version is refused', async () => {
  await using place = await temporary();
  await (await openSqliteStore({ directory: place.path }))[Symbol.asyncDispose]();
  const database = new DatabaseSync(join(place.path, 'store.db'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  await assert.rejects(openSqliteStore({ directory: place.path }), unusable(/newer version/));
});

test('a directory that cannot be used is refused with the reason', async () => {
  await using place = await temporary();
  await writeFile(join(place.path, 'file'), '');
  await assert.rejects(openSqliteStore({ directory: join(place.path, 'file', 'data') }), unusable(/ENOTDIR/));
});

test('a directory of another user is refused', { skip: process.getuid?.() === 0 }, async () => {
  await using place = await temporary();
  const directory = join(place.path, 'closed');
  await mkdir(directory);
  await chmod(directory, 0o500);
  await assert.rejects(openSqliteStore({ directory }), unusable(/EACCES/));
});

const unusable = (reason: RegExp) => (error: unknown) => error instanceof StoreUnusableError && reason.test(error.message);

test('damage found while reading breaks the store: everything is refused from then on', async () => {
  await using place = await temporary();
  {
    await using store = await openSqliteStore({ directory: place.path });
    for (let index = 0; index < 50; index++) await create(store, `/a/${index}`, 'x'.repeat(3000));
  }
  {
    await using file = await open(join(place.path, 'store.db'), 'r+');
    // Pages in the middle: the first ones say what tables there are, the last ones hold what was written last.
    await file.write(new Uint8Array(10 * 4096).fill(0xee), 0, 10 * 4096, 10 * 4096);
  }

  await using store = await openSqliteStore({ directory: place.path });
  await assert.rejects(store.list('/a/'), StoreBrokenError);
  assert.ok(store.broken.reason instanceof StoreBrokenError);
  await assert.rejects(store.get('/a/1'), StoreBrokenError);
  await assert.rejects(create(store, '/b'), StoreBrokenError);
});

test('a store that is full refuses writes, goes on being read, and takes writes again once there is room', async () => {
  await using place = await temporary();
  const keys: { key: string; revision: number }[] = [];
  const openSmall = () => openSqliteStore({ directory: place.path, maxBytes: 1024 * 1024 });
  {
    await using store = await openSmall();
    const fill = async () => {
      for (let index = 0; index < 200; index++) {
        const key = `/a/${keys.length + 100}`;
        keys.push({ key, revision: await create(store, key, 'x'.repeat(10_000)) });
      }
    };
    await assert.rejects(fill(), StoreFullError);
    assert.ok(keys.length > 50);
    assert.equal(await store.revision(), keys.at(-1)?.revision);
    const lost = await Promise.allSettled([0, 1, 2].map((index) => store.put(`/b/${index}`, new Uint8Array(90_000), { expect: 0 })));
    for (const result of lost) assert.ok(result.status === 'rejected' && result.reason instanceof StoreFullError);
    assert.equal((await store.list('/')).entries.length, keys.length);
    assert.equal(store.broken.aborted, false);
  }
  await using store = await openSmall();
  assert.equal((await store.list('/')).entries.length, keys.length);
  for (const { key, revision } of keys.splice(-20)) await remove(store, key, revision);
  await store.compact(await store.revision());
  await create(store, '/a/new', 'x'.repeat(10_000));
  assert.equal((await store.list('/')).entries.length, keys.length + 1);
});

test('of what is full, deletions and changes that hardly grow make room without anybody else', async () => {
  await using place = await temporary();
  await using store = await openSqliteStore({ directory: place.path, maxBytes: 2 * 1024 * 1024 });
  const revisions = new Map<string, number>();
  const value = 'x'.repeat(10_000);
  const fill = async () => {
    for (let index = 0; index < 400; index++) revisions.set(`/a/${index}`, await create(store, `/a/${index}`, value));
  };
  await assert.rejects(fill(), StoreFullError);
  const latest = await store.revision();

  // The history of these goes, or there would soon be no room for them.
  let revision = revisions.get('/a/0') ?? 0;
  for (let round = 0; round < 300; round++) {
    const written = await store.put('/a/0', bytes(`${value}${round}`), { expect: revision });
    assert(written.ok, `round ${round}`);
    revision = written.entry.revision;
  }
  await assert.rejects(create(store, '/b', value), StoreFullError);
  await assert.rejects(store.put('/a/1', bytes(value + value), { expect: revisions.get('/a/1') ?? 0 }), StoreFullError);
  assert.equal(await store.revision(), latest + 300);

  for (let index = 1; index < 60; index++) await remove(store, `/a/${index}`, revisions.get(`/a/${index}`) ?? 0);
  const again = async () => {
    for (let attempt = 0; attempt < 1000; attempt++) {
      const written = await store.put('/b', bytes(value), { expect: 0 }).catch(() => undefined);
      if (written?.ok) return true;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return false;
  };
  assert(await again());
  assert.equal((await store.list('/')).entries.length, revisions.size - 59 + 1);
  await assert.rejects(store.list('/', { at: latest }), CompactedError);
});

test('on a disk that is full, nothing acknowledged is lost', { skip: process.getuid?.() !== 0 }, async (context) => {
  await using place = await temporary();
  // In a mount namespace of its own, so that nothing can be left behind.
  const script = 'mount -t tmpfs -o size=4m none "$1" && exec "$2" "$3" "$1/data"';
  const run = promisify(execFile)('unshare', [
    '--mount',
    '--propagation=private',
    'sh',
    '-c',
    script,
    'sh',
    place.path,
    process.execPath,
    fileURLToPath(fixture('filler')),
  ]);
  const { stdout } = await run.catch((error: { stderr: string }) => {
    if (!/unshare|mount/.test(error.stderr)) throw error;
    context.skip('mounting is not permitted here');
    return { stdout: '' };
  });
  if (stdout === '') return;
  const [full, freed, afterwards] = stdout.split('\n').map((line) => JSON.parse(line || '{}'));
  assert.ok(full.acknowledged > 20);
  assert.match(full.failure, /no room left for the store/);
  assert.equal(full.readableWhileFull, full.acknowledged);
  assert.equal(full.broken, false);
  assert.deepEqual(freed, { updated: true, removed: Math.floor(full.acknowledged / 2), created: true });
  assert.equal(afterwards.readableAfterwards, full.acknowledged - freed.removed + 1);
});

test('when its thread crashes, whoever waits is told, and so is whoever watches or calls later', async () => {
  const store = new SqliteStore(new Connection(fixture('crashing-worker')), { revision: 1 });
  const listener = new Listener(store, '/', { after: 1, signal: new AbortController().signal });
  await listener.until(1);
  const hearing = assert.rejects(listener.next(), StoreBrokenError);
  const calls = [store.get('/a'), store.put('/a', bytes('x'), { expect: 0 }), store.put('/b', bytes('x'), { expect: 0 })];
  for (const call of await Promise.allSettled(calls)) {
    assert.ok(call.status === 'rejected' && call.reason instanceof StoreBrokenError);
  }
  await hearing;
  assert.ok(store.broken.aborted);
  await assert.rejects(store.revision(), StoreBrokenError);
  await store[Symbol.asyncDispose]();
});

test('a closed store refuses everything, ends its watches, and can be closed again', async () => {
  await using place = await temporary();
  const store = await openSqliteStore({ directory: place.path });
  const listener = new Listener(store, '/', { after: 1, signal: new AbortController().signal });
  await listener.until(1);
  const hearing = assert.rejects(listener.next(), StoreClosedError);
  await store[Symbol.asyncDispose]();
  await hearing;
  await assert.rejects(store.get('/a'), StoreClosedError);
  await assert.rejects(create(store, '/a'), StoreClosedError);
  await store[Symbol.asyncDispose]();
  assert.equal(store.broken.aborted, false);
});
