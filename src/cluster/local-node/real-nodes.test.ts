import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { runCommand } from '../../base/command.ts';
import { silentLog } from '../../base/log.ts';
import { randomSuffix } from '../../base/random.ts';
import { connectCri } from '../../kubelet/runtime/cri/cri-runtime.ts';
import { cgroupHierarchies } from '../host/cgroups.ts';
import { checkHost } from '../host/check.ts';
import { currentMounts } from '../host/mounts.ts';
import { busyboxImage } from '../images/busybox-image.ts';
import { createFabric, type Fabric } from './fabric.ts';
import { loadImage } from './load-image.ts';
import { adoptLocalNode, removeLocalNode, type LocalNode } from './local-node.ts';
import { bridgeName, cableName } from './names.ts';
import { readNodeRecord } from './node-record.ts';
import { removeLocalCluster } from './remove-local-cluster.ts';
import { startLocalNode } from './start-local-node.ts';

const problems = await checkHost();
const options = {
  skip: problems.length > 0 && `no real nodes here: ${problems.map(({ message }) => message).join(' ')}`,
  timeout: 120_000,
};

async function cluster(t: TestContext) {
  const clusterName = `t-${randomSuffix(8)}`;
  const dataFolder = await mkdtemp(join(tmpdir(), 'kubets-nodes-'));
  t.after(async () => {
    await removeLocalCluster({ clusterName, dataFolder });
    await rm(dataFolder, { recursive: true, force: true });
  });
  return { clusterName, dataFolder };
}

const start = (fabric: Fabric, index: number, more: { defaultRuntime?: 'crun' } = {}) =>
  startLocalNode(fabric, { name: `node-${index}`, index, signal: new AbortController().signal, log: silentLog, ...more });

/** What must not change on the host, without what other clusters do at the same time. */
async function hostState() {
  const ours = ({ ifname = '', dev = '' }) => !/^k[bn]/.test(`${ifname}${dev}`);
  const list = async (...args: string[]): Promise<object[]> => JSON.parse(await runCommand('ip', ['-json', '-4', ...args]));
  return {
    interfaces: (await list('link', 'show')).filter(ours).map((link) => ({ ...link, stats: undefined })),
    routes: (await list('route', 'show', 'table', 'all')).filter(ours),
    rules: await list('rule', 'show'),
    firewall: await runCommand('nft', ['list', 'ruleset']),
    cgroups: (await currentMounts()).filter(({ fileSystem }) => fileSystem.startsWith('cgroup')),
    forwarding: await readFile('/proc/sys/net/ipv4/ip_forward', 'utf8'),
    hostname: await readFile('/proc/sys/kernel/hostname', 'utf8'),
    machineId: await readFile('/etc/machine-id', 'utf8').catch(() => ''),
  };
}

async function assertNothingIsLeft({ clusterName, dataFolder }: { clusterName: string; dataFolder: string }) {
  const links = await runCommand('ip', ['-o', 'link', 'show']);
  assert.ok(!links.includes(bridgeName(clusterName)));
  assert.ok(!links.includes(cableName(clusterName, 1)));
  assert.ok(!(await runCommand('ip', ['route', 'show', 'table', 'all'])).includes(bridgeName(clusterName)));
  assert.deepEqual(
    (await currentMounts()).filter(({ path }) => path.includes(dataFolder)),
    [],
  );
  for (const hierarchy of await cgroupHierarchies()) {
    assert.deepEqual(
      (await readdir(hierarchy)).filter((name) => name.includes(clusterName)),
      [],
    );
  }
  assert.deepEqual(await readdir(dataFolder), []);
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    assert.ok(!command.includes(dataFolder) || pid === `${process.pid}`, `process ${pid} is left: ${command}`);
  }
}

/** A pod with nothing but its network. */
async function startSandbox(node: LocalNode) {
  using runtime = connectCri({ socketPath: node.criSocket });
  const uid = `${node.name}-${randomSuffix()}`;
  const id = await runtime.sandboxes.run({
    metadata: { name: 'pod', uid, namespace: 'default', attempt: 0 },
    hostname: 'pod',
    logDirectory: `/var/log/pods/${uid}`,
    linux: { cgroupParent: `${node.cgroupRoot}/kubepods/pod${uid}` },
  });
  const { status } = await runtime.sandboxes.status(id);
  return { id, address: status.ips[0] ?? '' };
}

const answersPing = (address: string) => runCommand('busybox', ['ping', '-c', '1', '-W', '5', address]);

test('nodes run pods that reach each other and the host, and the host is as before when they are gone', options, async (t) => {
  const location = await cluster(t);
  const before = await hostState();
  const fabric = await createFabric(location);
  const image = await busyboxImage({ reference: 'localhost/busybox:1' });
  const [one, two] = await Promise.all([start(fabric, 1), start(fabric, 2, { defaultRuntime: 'crun' })]);
  await Promise.all([one, two].map((node) => loadImage(node, image)));

  for (const node of [one, two]) {
    using runtime = connectCri({ socketPath: node.criSocket });
    assert.equal((await runtime.version()).runtimeName, 'containerd');
    assert.ok((await runtime.status()).networkReady);
    assert.ok((await runtime.images.list()).some(({ tags }) => tags.includes('localhost/busybox:1')));
    assert.equal(await node.run('hostname', []), `${node.name}\n`);
  }

  const pods = await Promise.all([startSandbox(one), startSandbox(two)]);
  assert.ok(pods[0].address.startsWith('10.') && pods[1].address.startsWith('10.'));
  await Promise.all(pods.map(({ address }) => answersPing(address)));
  await one.run('busybox', ['ping', '-c', '1', '-W', '5', pods[1].address]);
  await two.run('busybox', ['ping', '-c', '1', '-W', '5', pods[0].address]);
  await two.run('busybox', ['ping', '-c', '1', '-W', '5', fabric.gateway]);
  // Services are translated by node 1.
  assert.match(await runCommand('ip', ['route', 'get', fabric.serviceCidr.replace('.0.0/16', '.7.7')]), new RegExp(`via ${one.address} `));

  assert.deepEqual(await hostState(), before);
  await removeLocalCluster(location);
  assert.deepEqual(await hostState(), before);
  await assertNothingIsLeft(location);
});

test('what a node writes to system folders is its own, and what a machine keeps is kept over a power cut', options, async (t) => {
  const location = await cluster(t);
  const fabric = await createFabric(location);
  const node = await start(fabric, 1);
  const mark = `kubets-test-${randomSuffix()}`;
  await node.run('sh', [
    '-c',
    'for folder in /etc /opt /var/lib /var/log /run /var/lib/kubelet "$0"; do echo x > "$folder/$1"; done',
    node.dataFolder,
    mark,
  ]);
  for (const folder of ['/etc', '/opt', '/var/lib', '/var/log', '/run']) {
    await assert.rejects(access(join(folder, mark)), { code: 'ENOENT' });
  }
  const pod = await startSandbox(node);
  await node.stop();
  assert.equal(await node.isRunning(), false);
  await assert.rejects(runCommand('ip', ['link', 'show', cableName(location.clusterName, 1)]));

  const again = await start(fabric, 1);
  assert.equal(again.address, node.address);
  await assert.rejects(again.run('cat', [`/etc/${mark}`]));
  assert.equal(await again.run('cat', [`/var/lib/kubelet/${mark}`, join(again.dataFolder, mark)]), 'x\nx\n');
  using runtime = connectCri({ socketPath: again.criSocket });
  assert.deepEqual(
    (await runtime.sandboxes.list()).map(({ id, state }) => [id, state]),
    [[pod.id, 'NotReady']],
  );
});

test('processes started in a node get signals, tell their exit code, and end with their starter', options, async (t) => {
  const location = await cluster(t);
  const node = await start(await createFabric(location), 1);
  const ready = async (child: ReturnType<LocalNode['spawn']>) => String((await once(child.stdout ?? child, 'data'))[0]).trim();

  const polite = node.spawn('sh', ['-c', 'trap "echo bye; exit 7" TERM; echo ready; while :; do sleep 0.05; done']);
  await ready(polite);
  const bye = ready(polite);
  polite.kill();
  assert.equal(await bye, 'bye');
  assert.deepEqual(await once(polite, 'exit'), [7, null]);

  const stop = new AbortController();
  const stopped = node.spawn('sh', ['-c', 'hostname; exec sleep 600'], { signal: stop.signal });
  assert.equal(await ready(stopped), 'node-1');
  stop.abort();
  assert.deepEqual(await once(stopped, 'exit'), [null, 'SIGTERM']);

  const orphan = node.spawn('sh', ['-c', 'echo ready; exec sleep 617']);
  await ready(orphan);
  process.kill(orphan.pid ?? 0, 'SIGKILL');
  const sleeping = () => node.run('sh', ['-c', 'for file in /proc/[0-9]*/cmdline; do tr "\\0" " " <$file; done']);
  for (let attempt = 0; (await sleeping()).includes('sleep 617 '); attempt += 1) {
    assert.ok(attempt < 500, 'it ends with the process that waits for it');
    await systemClock.sleep(10);
  }
  await node.stop();
});

test('nodes outlive who started them, are taken over, and are removed after everything was killed', options, async (t) => {
  const location = await cluster(t);
  const starter = spawn(process.execPath, ['--input-type=module-typescript', '-e', starterProgram(location)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => starter.kill('SIGKILL'));
  await once(starter.stdout, 'data');
  starter.kill('SIGKILL');
  await once(starter, 'exit');

  const fabric = await createFabric(location);
  const node = await adoptLocalNode(fabric, 'node-1');
  assert.ok(node);
  assert.equal(await node.run('hostname', []), 'node-1\n');
  const { address } = await startSandbox(node);
  await answersPing(address);
  // containerd comes back by itself, and the pods have not noticed.
  const record = await readNodeRecord(location.dataFolder, 'node-1');
  assert.equal((await start(fabric, 1)).address, node.address, 'started again, it is taken over as it is');
  assert.deepEqual((await readNodeRecord(location.dataFolder, 'node-1'))?.init, record?.init);
  const containerd = (await node.run('sh', ['-c', 'grep -l ^containerd$ /proc/[0-9]*/comm'])).split('/')[2] ?? '';
  await node.run('kill', ['-KILL', containerd]);
  using runtime = connectCri({ socketPath: node.criSocket });
  await until(async () => (await runtime.sandboxes.list()).length === 1);
  await answersPing(address);

  process.kill(record?.init.pid ?? 0, 'SIGKILL');
  await until(async () => (await adoptLocalNode(fabric, 'node-1')) === undefined);
  await mkdir(join(location.dataFolder, 'nodes/node-2'));
  await removeLocalNode(location, 'node-2');
  await removeLocalCluster(location);
  await assertNothingIsLeft(location);
});

const starterProgram = (location: { clusterName: string; dataFolder: string }) => `
  import { createFabric } from ${JSON.stringify(join(import.meta.dirname, 'fabric.ts'))};
  import { startLocalNode } from ${JSON.stringify(join(import.meta.dirname, 'start-local-node.ts'))};
  import { silentLog } from ${JSON.stringify(join(import.meta.dirname, '../../base/log.ts'))};
  const fabric = await createFabric(${JSON.stringify(location)});
  await startLocalNode(fabric, { name: 'node-1', index: 1, signal: new AbortController().signal, log: silentLog });
  console.log('started');
  setInterval(() => {}, 60_000);
`;

async function until(holds: () => Promise<boolean>) {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (await holds().catch(() => false)) return;
    await systemClock.sleep(20);
  }
  assert.fail('it did not come true in time');
}

test('a cluster whose folder was deleted is removed all the same', options, async (t) => {
  const location = await cluster(t);
  const node = await start(await createFabric(location), 1);
  await startSandbox(node);
  const hostPid = (await readNodeRecord(location.dataFolder, 'node-1'))?.init.pid;
  await rm(location.dataFolder, { recursive: true });
  await mkdir(location.dataFolder);
  await removeLocalCluster(location);
  assert.equal(await node.isRunning(), false);
  await assert.rejects(access(`/proc/${hostPid}/ns/net`));
  await assertNothingIsLeft(location);
});

test('a fabric is found again as it was, and two clusters get different ranges', options, async (t) => {
  const [location, other] = [await cluster(t), await cluster(t)];
  const [first, second] = await Promise.all([createFabric(location), createFabric(other)]);
  for (const name of ['nodeCidr', 'podCidr', 'serviceCidr'] as const) assert.notEqual(first[name], second[name]);
  const ranges = ({ nodeCidr, podCidr, serviceCidr, gateway }: Fabric) => ({ nodeCidr, podCidr, serviceCidr, gateway });
  assert.deepEqual(ranges(await createFabric(location)), ranges(first));
  // As after the machine was started again.
  await runCommand('ip', ['link', 'delete', first.bridge]);
  assert.deepEqual(ranges(await createFabric(location)), ranges(first));

  await assert.rejects(createFabric({ ...location, podCidr: '10.199.0.0/16' }), /remove it first/);
  const third = await cluster(t);
  await assert.rejects(createFabric({ ...third, nodeCidr: first.nodeCidr }), /overlaps with .* which this machine uses for kb-/);
  await assert.rejects(createFabric({ ...third, nodeCidr: 'fd00::/64' }), /IPv4/);
  const same = { podCidr: '10.253.0.0/16', serviceCidr: '10.253.16.0/20' };
  await assert.rejects(
    createFabric({ ...third, ...same }),
    /service range 10.253.16.0\/20 overlaps with 10.253.0.0\/16, which the cluster has for its pods/,
  );
  assert.ok(!(await runCommand('ip', ['link', 'show'])).includes(bridgeName(third.clusterName)), 'refused, it leaves no bridge behind');
});

test('a node that cannot start says why and leaves nothing running', options, async (t) => {
  const location = await cluster(t);
  const fabric = await createFabric(location);
  await assert.rejects(
    startLocalNode(fabric, {
      name: 'node-1',
      index: 1,
      defaultRuntime: '"' as 'runc',
      signal: new AbortController().signal,
      log: silentLog,
    }),
    /the node did not start[^]*containerd/,
  );
  const stop = new AbortController();
  const starting = startLocalNode(fabric, { name: 'node-1', index: 1, signal: stop.signal, log: silentLog });
  stop.abort(new Error('no longer wanted'));
  await assert.rejects(starting, /no longer wanted/);
  await removeLocalCluster(location);
  await assertNothingIsLeft(location);
});
