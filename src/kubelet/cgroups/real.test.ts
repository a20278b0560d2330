import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { randomSuffix } from '../../base/random.ts';
import { ControlGroups } from './control-groups.ts';
import { detectCgroups } from './layout.ts';
import { PodCgroups } from './pod-cgroups.ts';
import { versionOne } from './version-one.ts';
import { versionTwo } from './version-two.ts';

const skip = process.platform === 'linux' && process.geteuid?.() === 0 ? false : 'needs root on Linux';

test('the kernel takes the limits of a pod, counts what it uses and lets go of it', { skip, timeout: 30_000 }, async () => {
  const layout = await detectCgroups();
  const groups = new ControlGroups({ layout });
  const root = `/test-${randomSuffix(10)}`;
  const pods = new PodCgroups({ groups, root });
  const pod = { uid: 'a1', qosClass: 'Burstable' } as const;
  try {
    await pods.prepare({ cpuShares: 2048 });
    await pods.updateBurstable({ cpuRequestMillis: 500 });
    const limits = { cpuShares: 102, cpuQuotaUs: 50_000, cpuPeriodUs: 100_000, memoryLimitBytes: 64 << 20, pidsLimit: 20 };
    await pods.create(pod, limits);
    const { cpuShares, ...rest } = await pods.limits(pod);
    assert.deepEqual({ ...rest, cpuShares: layout.version === 1 ? cpuShares : 102 }, limits);

    // A shorter period with the old quota would be more than its parent allows: order must not matter.
    await pods.update(pod, { cpuQuotaUs: 10_000, cpuPeriodUs: 20_000 });
    await pods.update(pod, { cpuQuotaUs: 50_000, cpuPeriodUs: 100_000 });

    const path = `${pods.path(pod)}/container`;
    await groups.create(path);
    const child = spawn('sh', ['-c', 'read line; while :; do :; done'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = once(child, 'exit');
    const version = layout.version === 1 ? versionOne(layout) : versionTwo(layout);
    for (const directory of version.directories(path)) await writeFile(`${directory}/cgroup.procs`, String(child.pid));
    child.stdin.write('go\n');

    assert.deepEqual(await groups.processes(pods.path(pod)), [child.pid]);
    for (;;) {
      const usage = await pods.usage(pod);
      if (usage && (usage.cpuNs ?? 0n) > 5_000_000n && (usage.workingSetBytes ?? 0) > 0) {
        assert.equal(usage.tasks, 1);
        assert.equal(usage.memoryLimitBytes, 64 << 20);
        break;
      }
    }
    assert.deepEqual(await pods.list(), [pod]);
    await pods.remove(pod);
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.deepEqual(await pods.list(), []);
    assert.equal(await pods.usage(pod), undefined);
  } finally {
    await groups.remove(root);
  }
  assert.equal((await groups.children('/')).includes(root.slice(1)), false);
});
