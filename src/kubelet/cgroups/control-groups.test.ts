import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { Clock } from '../../base/clock.ts';
import { parseMountTable } from '../../base/mount-table.ts';
import { ControlGroups } from './control-groups.ts';
import { versionOneOf, versionTwoAt, type CgroupLayout } from './layout.ts';
import { PodCgroups } from './pod-cgroups.ts';

test('version 2 hands its controllers on to groups below, once', async () => {
  await using tree = await fakeTree({
    'cgroup.controllers': 'cpuset cpu io memory hugetlb pids rdma misc\n',
    'cgroup.subtree_control': 'cpu\n',
  });
  const groups = new ControlGroups({ layout: await versionTwoAt(tree.path) });
  await groups.create('/one');
  assert.equal(await tree.read('cgroup.subtree_control'), '+cpuset +io +memory +hugetlb +pids');
  await tree.write({ 'cgroup.subtree_control': 'unchanged' });
  await groups.create('/one');
  assert.equal(await tree.read('cgroup.subtree_control'), 'unchanged');
});

test('version 2 has its own files, scale and words for limits', async () => {
  await using tree = await fakeTree({
    'cgroup.controllers': 'cpu memory pids\n',
    ...Object.fromEntries(['cpu.weight', 'cpu.max', 'memory.max', 'memory.min', 'pids.max'].map((file) => [`pods/${file}`, 'as it was'])),
  });
  const groups = new ControlGroups({ layout: await versionTwoAt(tree.path) });
  await groups.update('/pods', {
    cpuShares: 1024,
    cpuQuotaUs: 20_000,
    cpuPeriodUs: 100_000,
    memoryLimitBytes: 1 << 30,
    pidsLimit: -1,
    hugePageLimits: [{ pageSize: '2MB', limitBytes: 0 }],
    unified: { 'memory.min': '4096', 'rdma.max': 'no such controller' },
  });
  assert.deepEqual(await tree.files('pods'), {
    'cpu.weight': '39',
    'cpu.max': '20000 100000',
    'memory.max': '1073741824',
    'memory.min': '4096',
    'pids.max': 'max',
  });
  assert.deepEqual(await groups.limits('/pods'), {
    cpuShares: 998,
    cpuQuotaUs: 20_000,
    cpuPeriodUs: 100_000,
    memoryLimitBytes: 1 << 30,
    pidsLimit: -1,
  });
  await groups.update('/pods', { cpuQuotaUs: -1, memoryLimitBytes: -1, pidsLimit: 7 });
  assert.equal(await tree.read('pods/cpu.max'), 'max 100000');
  assert.equal(await tree.read('pods/memory.max'), 'max');
  assert.equal(await tree.read('pods/pids.max'), '7');
  await groups.update('/pods', {});
  assert.equal(await tree.read('pods/cpu.weight'), '39');
});

test('version 2 says what is used, without inactive file pages in the working set', async () => {
  await using tree = await fakeTree({
    'cgroup.controllers': 'cpu memory pids\n',
    'a/cpu.stat': 'usage_usec 9007199254\nuser_usec 5\n',
    'a/memory.current': '1000000\n',
    'a/memory.max': 'max\n',
    'a/memory.swap.current': '3\n',
    'a/memory.stat': 'anon 600000\nfile 300000\ninactive_file 250000\npgfault 12\npgmajfault 1\n',
    'a/memory.events': 'low 0\nhigh 0\nmax 3\noom 1\noom_kill 2\n',
    'a/pids.current': '4\n',
    'a/cpu.pressure': 'some avg10=1.50 avg60=0.25 avg300=0.00 total=77\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=11\n',
  });
  const groups = new ControlGroups({ layout: await versionTwoAt(tree.path) });
  assert.deepEqual(await groups.usage('/a'), {
    cpuNs: 9_007_199_254_000n,
    memoryBytes: 1_000_000,
    workingSetBytes: 750_000,
    residentBytes: 600_000,
    memoryLimitBytes: undefined,
    swapBytes: 3,
    pageFaults: 12,
    majorPageFaults: 1,
    tasks: 4,
    outOfMemoryKills: 2,
    cpuPressure: {
      some: { totalNs: 77_000n, percentOver10s: 1.5, percentOver60s: 0.25, percentOver300s: 0 },
      full: { totalNs: 11_000n, percentOver10s: 0, percentOver60s: 0, percentOver300s: 0 },
    },
    memoryPressure: undefined,
    blockPressure: undefined,
  });
  assert.equal(await groups.usage('/nothing'), undefined);
});

test('version 1 makes a group in every hierarchy', async () => {
  await using tree = await fakeTree({ 'memory/tasks': '' });
  const groups = new ControlGroups({ layout: versionOneTree(tree.path) });
  await groups.create('/pods/burstable');
  for (const hierarchy of ['cpu,cpuacct', 'cpuset', 'memory', 'pids', 'systemd', 'unified']) {
    assert.deepEqual(await readdir(join(tree.path, hierarchy, 'pods')), ['burstable'], hierarchy);
  }
  assert.equal(await groups.exists('/pods/burstable'), true);
  assert.equal(await groups.exists('/pods/other'), false);
});

test('version 1 has its own files for limits, and leaves alone what is not said', async () => {
  await using tree = await fakeTree({
    'cpu,cpuacct/a/cpu.shares': '1024\n',
    'cpu,cpuacct/a/cpu.cfs_period_us': '100000\n',
    'cpu,cpuacct/a/cpu.cfs_quota_us': '-1\n',
    'memory/a/memory.limit_in_bytes': '9223372036854771712\n',
    'pids/a/pids.max': 'max\n',
  });
  const groups = new ControlGroups({ layout: versionOneTree(tree.path) });
  assert.deepEqual(await groups.limits('/a'), {
    cpuShares: 1024,
    cpuQuotaUs: -1,
    cpuPeriodUs: 100_000,
    memoryLimitBytes: undefined,
    pidsLimit: -1,
  });
  await groups.update('/a', { cpuShares: 2, pidsLimit: 10, hugePageLimits: [{ pageSize: '2MB', limitBytes: 0 }] });
  await groups.update('/a', { cpuQuotaUs: 5000, memoryLimitBytes: 4096 });
  assert.deepEqual(await groups.limits('/a'), {
    cpuShares: 2,
    cpuQuotaUs: 5000,
    cpuPeriodUs: 100_000,
    memoryLimitBytes: 4096,
    pidsLimit: 10,
  });
  await assert.rejects(groups.update('/nothing', { cpuShares: 2 }), /cannot set .*nothing\/cpu.shares to 2/);
});

test('version 1 says what is used by the group and all below it', async () => {
  await using tree = await fakeTree({
    'cpu,cpuacct/a/cpuacct.usage': '12345678901234567890\n',
    'memory/a/memory.usage_in_bytes': '1000\n',
    'memory/a/memory.limit_in_bytes': '2000\n',
    'memory/a/memory.stat': 'inactive_file 1\ntotal_inactive_file 1200\ntotal_rss 300\ntotal_pgfault 4\ntotal_pgmajfault 0\n',
    'memory/a/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 1\n',
    'pids/a/pids.current': '3\n',
  });
  const groups = new ControlGroups({ layout: versionOneTree(tree.path) });
  assert.deepEqual(await groups.usage('/a'), {
    cpuNs: 12_345_678_901_234_567_890n,
    memoryBytes: 1000,
    workingSetBytes: 0,
    residentBytes: 300,
    memoryLimitBytes: 2000,
    swapBytes: undefined,
    pageFaults: 4,
    majorPageFaults: 0,
    tasks: 3,
    outOfMemoryKills: 1,
  });
});

test('hierarchies are found among the mounts, co-mounted and named ones too', () => {
  const mounts = parseMountTable(
    [
      '1 0 0:1 / / rw - ext4 /dev/vda rw',
      '2 1 0:2 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct',
      '3 1 0:2 / /somewhere/else/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct',
      '4 1 0:3 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,release_agent=/x,name=systemd',
      '5 1 0:4 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate',
    ].join('\n'),
  );
  const { controllers, hierarchies } = versionOneOf(mounts);
  assert.deepEqual(Object.fromEntries(controllers), {
    cpu: '/sys/fs/cgroup/cpu,cpuacct',
    cpuacct: '/sys/fs/cgroup/cpu,cpuacct',
    systemd: '/sys/fs/cgroup/systemd',
  });
  assert.deepEqual(hierarchies, ['/sys/fs/cgroup/cpu,cpuacct', '/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified']);
  assert.throws(() => versionOneOf([]), /no control groups are mounted/);
});

test('pods that left a group behind are found whatever their class, and removed from every hierarchy', async () => {
  await using tree = await fakeTree({});
  for (const folder of ['memory/n1/kubepods/pod1', 'pids/n1/kubepods/burstable/pod2/container', 'systemd/n1/kubepods/besteffort/pod3']) {
    await mkdir(join(tree.path, folder), { recursive: true });
  }
  const groups = new ControlGroups({ layout: versionOneTree(tree.path) });
  const pods = new PodCgroups({ groups, root: '/n1' });
  const left = await pods.list();
  assert.deepEqual(left, [
    { uid: '1', qosClass: 'Guaranteed' },
    { uid: '2', qosClass: 'Burstable' },
    { uid: '3', qosClass: 'BestEffort' },
  ]);
  for (const pod of left) await pods.remove(pod);
  assert.deepEqual(await pods.list(), []);
  await groups.remove('/n1');
  assert.deepEqual(await groups.children('/'), []);
});

test('a group that stays in use is given up on after a while', async () => {
  await using tree = await fakeTree({ 'cgroup.controllers': 'cpu\n', 'a/b/cgroup.procs': '17\n0\n4\n' });
  let nowMs = 0;
  const clock: Clock = { now: () => nowMs, sleep: async (ms) => void (nowMs += ms) };
  const killed = new Set<number>();
  const groups = new ControlGroups({ layout: await versionTwoAt(tree.path), clock, kill: (pid) => void killed.add(pid) });
  await assert.rejects(groups.remove('/a', { timeoutMs: 1000 }), /the control group \/a is still in use/);
  assert.ok(nowMs >= 1000 && nowMs < 1200);
  assert.deepEqual([...killed], [17, 4]);
});

interface FakeTree extends AsyncDisposable {
  readonly path: string;
  read(file: string): Promise<string>;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  files(folder: string): Promise<Record<string, string>>;
}

/** A folder that looks like a control group file system, but for files that appear by themselves. */
async function fakeTree(files: Readonly<Record<string, string>>): Promise<FakeTree> {
  const path = await mkdtemp(join(tmpdir(), 'cgroups-'));
  const read = (file: string) => readFile(join(path, file), 'utf8');
  const write = async (more: Readonly<Record<string, string>>) => {
    for (const [file, content] of Object.entries(more)) {
      await mkdir(join(path, dirname(file)), { recursive: true });
      await writeFile(join(path, file), content);
    }
  };
  await write(files);
  return {
    path,
    read,
    write,
    async files(folder) {
      const names = await readdir(join(path, folder));
      return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(join(folder, name))] as const)));
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

function versionOneTree(path: string): CgroupLayout {
  const cpu = join(path, 'cpu,cpuacct');
  const controllers = new Map(['cpuset', 'memory', 'pids', 'systemd'].map((name) => [name, join(path, name)]));
  controllers.set('cpu', cpu).set('cpuacct', cpu);
  return { version: 1, controllers, hierarchies: [...new Set(controllers.values()), join(path, 'unified')] };
}
