import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeCandidates, rangeInTheWay, rangesOf, usedRanges } from './address-ranges.ts';
import { bridgeName, cableName, cgroupRoot, checkName, hardwareAddress } from './names.ts';
import { containerdConfiguration, networkConfiguration } from './node-configuration.ts';
import { parseStat } from './process-identity.ts';
import { mayLowerOomScores } from './start-local-node.ts';

test('pods and services are where people expect them, unless that is taken', () => {
  assert.equal(rangeCandidates('podCidr', 'kubets')[0], '10.244.0.0/16');
  assert.equal(rangeCandidates('serviceCidr', 'kubets')[0], '10.96.0.0/16');
  for (const name of ['nodeCidr', 'podCidr', 'serviceCidr'] as const) {
    const candidates = rangeCandidates(name, 'kubets');
    assert.equal(new Set(candidates).size, candidates.length);
    assert.ok(candidates.length >= 16);
  }
});

const routes = [
  { dst: 'default', dev: 'eth0' },
  { dst: '10.244.0.0/16', dev: 'docker0' },
  { dst: '10.9.9.9', dev: 'eth0' },
  { dst: '10.89.1.0/24', dev: 'kb-ours' },
  { dst: '10.89.1.1', dev: 'kb-ours', type: 'local' },
  { dst: '172.16.0.0/12', type: 'blackhole' },
];

test('what the machine uses is told by its routes, without the default and our own', () => {
  const used = usedRanges(routes, 'kb-ours');
  assert.deepEqual(rangesOf(routes, 'kb-ours'), ['10.89.1.0/24']);
  assert.equal(rangeInTheWay('10.244.3.0/24', used)?.by, 'docker0');
  assert.equal(rangeInTheWay('10.9.9.0/24', used)?.by, 'eth0');
  assert.equal(rangeInTheWay('172.20.0.0/16', used)?.by, 'a route of type blackhole');
  assert.equal(rangeInTheWay('10.89.1.0/24', used), undefined);
  assert.equal(rangeInTheWay('192.168.0.0/16', used), undefined);
});

test('interface names fit into 15 characters and differ between clusters', () => {
  assert.equal(bridgeName('kubets'), 'kb-kubets');
  assert.equal(cableName('kubets', 12), 'kn12-kubets');
  const [one, other] = [bridgeName('a-long-cluster-name-1'), bridgeName('a-long-cluster-name-2')];
  assert.notEqual(one, other);
  assert.ok(one.length <= 15);
  assert.ok(cableName('a-long-cluster-name-1', 9999).length <= 15);
});

test('names that could get out of a path or a command are refused', () => {
  for (const name of ['', '../etc', 'a b', '-a', 'a-', 'A', 'a.b', 'a'.repeat(64)])
    assert.throws(() => checkName(name, 'node'), RangeError);
  assert.equal(cgroupRoot('a-b', 'c'), '/kubets.a-b.c');
  assert.notEqual(cgroupRoot('a', 'b-c'), cgroupRoot('a-b', 'c'));
  assert.equal(hardwareAddress('10.89.0.2'), '0a:58:0a:59:00:02');
});

test('paths are quoted in the configuration of containerd', () => {
  const text = containerdConfiguration({
    folder: '/data "x"/n1',
    socket: '/data "x"/n1/containerd.sock',
    sandboxImage: 'localhost/pause:1',
    defaultRuntime: 'crun',
    snapshotter: 'overlayfs',
    lowersOomScores: false,
  });
  assert.match(text, /^root = "\/data \\"x\\"\/n1\/containerd"$/m);
  assert.match(text, /restrict_oom_score_adj = true/);
  assert.match(text, /default_runtime_name = "crun"/);
  assert.deepEqual(JSON.parse(networkConfiguration('10.244.3.0/24')).plugins[0].ipam.ranges, [[{ subnet: '10.244.3.0/24' }]]);
});

test('the state of a process is read past whatever its command is called', () => {
  const fields = Array.from({ length: 50 }, (_, index) => `${index + 4}`).join(' ');
  assert.deepEqual(parseStat(`7 (a) Z (b)) S ${fields}`), { state: 'S', startTicks: 22 });
});

test('the right to lower OOM scores is read from the capabilities of the process', () => {
  assert.equal(mayLowerOomScores('CapEff:\t000001ffffffffff\n'), true);
  assert.equal(mayLowerOomScores('CapEff:\t000001fffeffffff\n'), false);
  assert.equal(mayLowerOomScores(''), false);
});
