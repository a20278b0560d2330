import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { runCommand } from '../../base/command.ts';
import { hostArchitecture } from './oci-image.ts';
import { pauseProgram } from './pause-program.ts';

async function program(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'kubets-pause-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'pause');
  await writeFile(path, pauseProgram(hostArchitecture()), { mode: 0o755 });
  return path;
}

/** Until the kernel reports rt_sigtimedwait as the system call it is in. */
async function untilWaiting(pid: number) {
  const systemCall = process.arch === 'arm64' ? '137 ' : '128 ';
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if ((await readFile(`/proc/${pid}/syscall`, 'utf8')).startsWith(systemCall)) return;
    await systemClock.sleep(10);
  }
  assert.fail('the program does not wait for its signals');
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`the pause program waits until ${signal}`, async (t) => {
    const child = spawn(await program(t), { stdio: 'ignore' });
    t.after(() => child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    await untilWaiting(child.pid ?? 0);
    child.kill('SIGCONT');
    child.kill(signal);
    assert.deepEqual(await exited, [0, null]);
  });
}

test(
  'the pause program reaps orphans as the first process of a namespace',
  { skip: process.geteuid?.() !== 0 && 'needs root' },
  async (t) => {
    const path = await program(t);
    const script = `sh -c '(sleep 0.05 & sleep 0.05 &)'; exec "$0"`;
    const child = spawn('unshare', ['--pid', '--fork', '--kill-child', 'sh', '-c', script, path], { stdio: 'ignore' });
    t.after(() => child.kill('SIGKILL'));
    await once(child, 'spawn');
    const children = async (pid: string | number) =>
      (await runCommand('ps', ['-o', 'pid=', '--ppid', `${pid}`]).catch(() => ''))
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    let first: string | undefined;
    for (let attempt = 0; attempt < 500 && !first; attempt += 1) {
      first = (await children(child.pid ?? 0))[0];
      await systemClock.sleep(10);
    }
    assert.ok(first);
    await untilWaiting(Number(first));
    for (let attempt = 0; attempt < 500 && (await children(first)).length > 0; attempt += 1) await systemClock.sleep(10);
    assert.deepEqual(await children(first), []);
  },
);
