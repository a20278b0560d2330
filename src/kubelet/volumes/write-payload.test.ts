import assert from 'node:assert/strict';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import type { Payload } from './payload.ts';
import { writePayload } from './write-payload.ts';

const clock = systemClock;

const payload = (files: Record<string, string>, mode = 0o644): Payload =>
  new Map(Object.entries(files).map(([path, text]) => [path, { data: Buffer.from(text), mode }]));

async function volume(t: { after(done: () => Promise<void>): void }): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'kubets-payload-'));
  t.after(() => rm(directory, { recursive: true }));
  return directory;
}

const visible = async (directory: string) => (await readdir(directory)).filter((name) => !name.startsWith('..')).sort();

test('files are shown through a link to a directory named after the time', async (t) => {
  const directory = await volume(t);
  await writePayload(directory, payload({ a: '1', 'deep/er/b': '2' }, 0o400), { clock });
  assert.deepEqual(await visible(directory), ['a', 'deep']);
  assert.equal(await readlink(join(directory, 'a')), '..data/a');
  assert.equal(await readlink(join(directory, 'deep')), '..data/deep');
  assert.match(await readlink(join(directory, '..data')), /^\.\.\d{4}_\d\d_\d\d_\d\d_\d\d_\d\d\.\w+$/);
  assert.equal(await readFile(join(directory, 'deep/er/b'), 'utf8'), '2');
  assert.equal((await stat(join(directory, 'a'))).mode & 0o777, 0o400);
});

test('new content replaces all files at once, and what is gone is not shown', async (t) => {
  const directory = await volume(t);
  await writePayload(directory, payload({ a: '1', b: '2', 'd/x': 'x', 'd/y': 'y' }), { clock });
  const before = await readlink(join(directory, '..data'));
  await writePayload(directory, payload({ a: '1', c: '3', 'd/x': 'x' }), { clock });
  assert.deepEqual(await visible(directory), ['a', 'c', 'd']);
  assert.deepEqual(await readdir(join(directory, 'd')), ['x']);
  assert.notEqual(await readlink(join(directory, '..data')), before);
  assert.equal((await readdir(directory)).filter((name) => name.startsWith('..')).length, 2);
});

test('nothing is written when nothing has changed', async (t) => {
  const directory = await volume(t);
  await writePayload(directory, payload({ a: '1' }), { clock });
  const before = await readlink(join(directory, '..data'));
  await writePayload(directory, payload({ a: '1' }), { clock, beforeShown: () => assert.fail() });
  assert.equal(await readlink(join(directory, '..data')), before);
});

test('what a crash has left is finished and cleaned up', async (t) => {
  const directory = await volume(t);
  await mkdir(join(directory, '..2020_01_01_00_00_00.abc'));
  await symlink('..2020_01_01_00_00_00.abc', join(directory, '..data_tmp'));
  await writePayload(directory, payload({ a: '1' }), { clock });
  assert.equal(await readFile(join(directory, 'a'), 'utf8'), '1');
  assert.equal((await readdir(directory)).length, 3);

  await rm(join(directory, 'a'));
  await writePayload(directory, payload({ a: '1' }), { clock });
  assert.ok((await lstat(join(directory, 'a'))).isSymbolicLink());
});

test('a volume may show nothing', async (t) => {
  const directory = await volume(t);
  await writePayload(directory, payload({}), { clock });
  assert.deepEqual(await visible(directory), []);
  await writePayload(directory, payload({ a: '1' }), { clock });
  await writePayload(directory, payload({}), { clock });
  assert.deepEqual(await visible(directory), []);
});

test('paths that lead out of the volume are refused', async (t) => {
  const directory = await volume(t);
  for (const [path, message] of [
    ['', 'invalid path: must not be empty: ""'],
    ['/etc/passwd', 'invalid path: must be relative path: /etc/passwd'],
    ['a/../../b', "invalid path: must not contain '..': a/../../b"],
    ['..data', "invalid path: must not start with '..': ..data"],
    ['x'.repeat(256), 'invalid path: filenames must be less than or equal to 255 characters'],
  ] as const) {
    await assert.rejects(writePayload(directory, payload({ [path]: '' }), { clock }), { message });
  }
});
