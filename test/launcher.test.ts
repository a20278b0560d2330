import assert from 'node:assert/strict';
import { chmod, cp, mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runCommand } from '../src/base/command.ts';

const root = join(import.meta.dirname, '..');

/** A checkout of its own with a program that tells what it was started with. */
async function checkout(t: TestContext) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kubets-launcher-')));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await Promise.all(['src', 'scripts', 'elsewhere', 'stubs'].map((name) => mkdir(join(folder, name))));
  await cp(join(root, 'kubets'), join(folder, 'kubets'));
  await cp(join(root, 'scripts/environment.sh'), join(folder, 'scripts/environment.sh'));
  await writeFile(join(folder, 'package-lock.json'), '{}');
  await utimes(join(folder, 'package-lock.json'), 0, 0);
  await writeFile(
    join(folder, 'src/main.ts'),
    'const words: string[] = process.argv.slice(2); process.stdout.write(JSON.stringify({ words, version: process.versions.node, cache: process.env.NODE_COMPILE_CACHE }));',
  );
  return folder;
}

async function stub(folder: string, command: string, script: string) {
  const path = join(folder, 'stubs', command);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

/** Without a compile cache of the process that runs the tests, and with the stubs found first. */
const environment = (folder: string, path = process.env.PATH) => {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  return { ...env, PATH: `${join(folder, 'stubs')}:${path}` };
};

test('the launcher starts from any folder by a link, quietly, with the bundled Node.js and its arguments as they are', async (t) => {
  const folder = await checkout(t);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await symlink('../kubets', join(folder, 'elsewhere/link'));
  const output = await runCommand('sh', ['-c', './link "$@" 2>&1', 'sh', 'up', 'two words', '--x=*'], {
    cwd: join(folder, 'elsewhere'),
    env: environment(folder),
  });
  const started = JSON.parse(output);
  assert.deepEqual(started.words, ['up', 'two words', '--x=*']);
  assert.match(started.version, /^26\./);
  assert.equal(started.cache, join(folder, '.cache/compiled'));
});

test('the launcher installs packages when they are missing, once', async (t) => {
  const folder = await checkout(t);
  const bundled = `node_modules/node-linux-${process.arch}/bin`;
  await stub(
    folder,
    'npm',
    `echo "$@" >> npm-calls; mkdir -p ${bundled}; ln -s ${process.execPath} ${bundled}/node; touch node_modules/.package-lock.json`,
  );
  for (let start = 0; start < 2; start += 1) await runCommand(join(folder, 'kubets'), [], { env: environment(folder) });
  assert.equal(await runCommand('cat', [join(folder, 'npm-calls')]), 'ci --no-audit --no-fund --loglevel=error\n');
});

test('the launcher says what is wrong on a machine it cannot run on', async (t) => {
  const folder = await checkout(t);
  const failure = async (path?: string) =>
    runCommand('/bin/sh', [join(folder, 'kubets')], { env: environment(folder, path) }).then(assert.fail, (error) => error.stderr);

  await stub(folder, 'uname', 'echo Darwin arm64');
  assert.match(await failure(), /runs on Linux, not on Darwin/);
  await stub(folder, 'uname', 'case $1 in -m) echo riscv64;; *) echo Linux riscv64;; esac');
  assert.match(await failure(), /runs on x86-64 and arm64, not on riscv64/);
  await rm(join(folder, 'stubs/uname'));

  for (const command of ['uname', 'readlink', 'dirname']) {
    await symlink((await runCommand('sh', ['-c', 'command -v "$1"', 'sh', command])).trim(), join(folder, 'stubs', command));
  }
  assert.match(await failure('/nowhere'), /npm is needed/);
});
