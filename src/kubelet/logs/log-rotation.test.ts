import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { rotateLog } from './log-rotation.ts';

test('a log that grew too large is put aside, older ones are packed, the oldest dropped', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'logs-'));
  const path = join(directory, '0.log');
  const rotate = (second: number) =>
    rotateLog({ path, sizeBytes: 3, files: 4, nowMs: Date.UTC(2026, 0, 1, 0, 0, second), reopen: () => writeFile(path, '') });
  try {
    await writeFile(path, 'ab');
    assert.equal(await rotate(0), false);
    for (let second = 1; second <= 5; second++) {
      await writeFile(path, `log ${second}`);
      assert.equal(await rotate(second), true);
    }
    assert.deepEqual((await readdir(directory)).toSorted(), [
      '0.log',
      '0.log.20260101-000003.gz',
      '0.log.20260101-000004.gz',
      '0.log.20260101-000005',
    ]);
    assert.equal(gunzipSync(await readFile(`${path}.20260101-000004.gz`)).toString(), 'log 4');
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('a log stays where it is when its writer cannot be told', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'logs-'));
  const path = join(directory, '0.log');
  try {
    await writeFile(path, 'text');
    const reopen = () => Promise.reject(new Error('no'));
    await assert.rejects(rotateLog({ path, sizeBytes: 1, files: 5, nowMs: 0, reopen }), { message: 'no' });
    assert.deepEqual(await readdir(directory), ['0.log']);
  } finally {
    await rm(directory, { recursive: true });
  }
});
