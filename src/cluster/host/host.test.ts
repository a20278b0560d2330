import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { dropsBridged } from './bridge-filter.ts';
import { hierarchiesOf, removeCgroup } from './cgroups.ts';
import { describeProblems } from './check.ts';
import { installPackages } from './install.ts';
import { parseMounts } from './mounts.ts';
import { missingPackages } from './packages.ts';

test('every problem of a machine is told at once, and a good machine has none', () => {
  assert.deepEqual(describeProblems({ isRoot: true, packages: [], hierarchies: ['/sys/fs/cgroup'] }), []);
  const problems = describeProblems({ isRoot: false, packages: ['runc', 'nftables'], hierarchies: [] });
  assert.deepEqual(
    problems.map(({ type }) => type),
    ['not-root', 'no-cgroups', 'missing-packages'],
  );
  assert.match(problems[2]?.message ?? '', /runc nftables/);
});

test('a package is missing when any of its files is', async () => {
  const missing = await missingPackages([
    { name: 'here', commands: ['sh'] },
    { name: 'half', commands: ['sh', 'no-such-command-anywhere'] },
    { name: 'plugin', networkPlugins: ['no-such-plugin'] },
  ]);
  assert.deepEqual(missing, ['half', 'plugin']);
});

test('installing nothing does and says nothing', async () => {
  await installPackages([], { say: assert.fail });
});

test('control group hierarchies are found in the table of mounts, in version 1, version 2 and mixed', () => {
  const mixed = parseMounts(
    [
      '31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755',
      '32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct',
      '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:4 master:2 - cgroup2 cgroup2 rw',
      '42 31 0:38 /part /mnt/with\\040space rw - cgroup2 cgroup2 rw',
    ].join('\n'),
  );
  assert.equal(mixed[3]?.path, '/mnt/with space');
  assert.deepEqual(hierarchiesOf(mixed), ['/sys/fs/cgroup/cpu,cpuacct', '/sys/fs/cgroup/unified']);
});

test('a group is removed with those below it from each hierarchy, and one in use is named when the time is up', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'kubets-cgroups-'));
  t.after(() => rm(root, { recursive: true }));
  const hierarchies = ['cpu', 'memory'].map((name) => join(root, name));
  await mkdir(join(root, 'cpu/ours/pod/container'), { recursive: true });
  await mkdir(join(root, 'cpu/others'), { recursive: true });
  await removeCgroup('/ours', { hierarchies });
  await assert.rejects(rm(join(root, 'cpu/ours')), { code: 'ENOENT' });

  await writeFile(join(root, 'cpu/others/a-file-keeps-a-plain-folder'), '');
  await assert.rejects(removeCgroup('/others', { hierarchies, timeoutMs: 0 }), /cpu\/others is still in use/);
});

test('a firewall that drops forwarded traffic is noticed, until it lets the bridges of local clusters pass', () => {
  const forward = { chain: { family: 'ip', hook: 'forward', policy: 'drop' } };
  const allowed = { rule: { expr: [{ match: { left: { meta: { key: 'iifname' } }, right: 'kb-*' } }, { accept: null }] } };
  assert.equal(dropsBridged({ nftables: [] }), false);
  assert.equal(dropsBridged({ nftables: [{ chain: { ...forward.chain, policy: 'accept' } }] }), false);
  assert.equal(dropsBridged({ nftables: [{ chain: { ...forward.chain, hook: 'input' } }] }), false);
  assert.equal(dropsBridged({ nftables: [forward, { rule: { expr: [{ drop: null }] } }] }), true);
  assert.equal(dropsBridged({ nftables: [forward, allowed] }), false);
});
