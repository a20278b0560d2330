import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeDirectoriesInside } from './make-directories-inside.ts';
import { holdInside, openInside } from './open-inside.ts';

async function tree(t: { after(done: () => Promise<void>): void }) {
  const root = await mkdtemp(join(tmpdir(), 'kubets-inside-'));
  t.after(() => rm(root, { recursive: true }));
  const base = join(root, 'volume');
  await mkdir(join(base, 'a/b'), { recursive: true });
  await mkdir(join(root, 'outside'));
  await writeFile(join(base, 'a/b/file'), 'inside');
  await writeFile(join(root, 'outside/file'), 'outside');
  await symlink('a/b', join(base, 'link'));
  await symlink('../outside', join(base, 'out'));
  await symlink('/etc', join(base, 'absolute'));
  return { root, base };
}

test('links are followed inside a directory only', async (t) => {
  const { base } = await tree(t);
  for (const path of ['a/b/file', 'link/file', './a/b//file']) {
    await using file = await openInside(base, path);
    assert.equal(await file.readFile('utf8'), 'inside');
  }
  {
    await using held = await holdInside(base, '');
    assert.equal((await held.stat()).ino, (await stat(base)).ino);
  }
  for (const path of ['out/file', 'out', 'absolute/passwd', '../outside/file']) {
    await assert.rejects(openInside(base, path), /is outside of allowed base/, path);
  }
  await assert.rejects(openInside(base, 'none'), { code: 'ENOENT' });
});

test('directories are made inside a directory only, with the mode asked for', async (t) => {
  const { root, base } = await tree(t);
  await makeDirectoriesInside(base, 'a/new/er', 0o2777);
  assert.equal((await stat(join(base, 'a/new/er'))).mode & 0o7777, 0o2777);
  await makeDirectoriesInside(base, 'a/new/er', 0o700);
  await makeDirectoriesInside(base, 'link/x', 0o755);
  assert.deepEqual((await readdir(join(base, 'a/b'))).sort(), ['file', 'x']);
  await assert.rejects(makeDirectoriesInside(base, 'out/x', 0o755), /is outside of allowed base/);
  await assert.rejects(makeDirectoriesInside(base, 'a/b/file', 0o755), /not a directory/);
  await symlink('../outside/later', join(base, 'dangling'));
  await assert.rejects(makeDirectoriesInside(base, 'dangling', 0o755), { code: 'EEXIST' });
  assert.deepEqual(await readdir(join(root, 'outside')), ['file']);
});
