import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const isRoot = process.geteuid?.() === 0;

test('memory and parts of volumes are mounted and taken away', { skip: !isRoot && 'only root can mount' }, () => {
  const scenario = join(import.meta.dirname, 'testing/mount-scenario.ts');
  // In a mount namespace of its own, so that nothing is left, whatever goes wrong.
  const { status, stderr, stdout } = spawnSync('unshare', ['--mount', '--propagation', 'private', process.execPath, scenario], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(status, 0, stderr + stdout);
});
