import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerResources } from './container-resources.ts';
import { millisOfQuota, millisOfShares, quotaUsOfMillis, sharesOfMillis, sharesOfWeight, weightOfShares } from './cpu.ts';
import { hugePageLimits, hugePageSizeName, hugePageSizesOf } from './huge-pages.ts';
import { podLimits, type PodLimitsInput } from './limits.ts';
import { podCgroup, podsCgroup, podUidOf, qosCgroup } from './names.ts';
import { oomScoreAdjustment, type OomScoreInput } from './oom-score.ts';

test('CPU requests become shares within the bounds of the kernel', () => {
  const cases = [
    [0, 2],
    [1, 2],
    [2, 2],
    [100, 102],
    [1000, 1024],
    [1500, 1536],
    [256_000, 262_144],
    [1_000_000, 262_144],
  ] as const;
  for (const [millis, shares] of cases) assert.equal(sharesOfMillis(millis), shares, `${millis}m`);
});

test('CPU limits become quotas of at least a millisecond, and none without a limit', () => {
  const cases = [
    [0, 100_000, 0],
    [5, 100_000, 1000],
    [9, 100_000, 1000],
    [10, 100_000, 1000],
    [200, 100_000, 20_000],
    [1500, 100_000, 150_000],
    [200, 5000, 1000],
    [500, 5000, 2500],
  ] as const;
  for (const [millis, periodUs, quotaUs] of cases) assert.equal(quotaUsOfMillis(millis, periodUs), quotaUs, `${millis}m in ${periodUs}`);
});

test('what the kernel has reads back as CPU', () => {
  assert.equal(millisOfShares(102), 100);
  assert.equal(millisOfShares(2), 2);
  assert.equal(millisOfShares(1), 0);
  assert.equal(millisOfQuota(20_000, 100_000), 200);
  assert.equal(millisOfQuota(-1, 100_000), 0);
});

test('shares and weights are two scales of one thing', () => {
  const cases = [
    [2, 1],
    [102, 4],
    [1024, 39],
    [131_072, 5000],
    [262_144, 10_000],
  ] as const;
  for (const [shares, weight] of cases) assert.equal(weightOfShares(shares), weight, `${shares}`);
  assert.equal(sharesOfWeight(1), 2);
  assert.equal(sharesOfWeight(39), 998);
  assert.equal(sharesOfWeight(10_000), 262_144);
});

test('who is killed first when memory runs out follows class and request', () => {
  const memoryCapacityBytes = 8_000_000_000;
  const cases: [string, Omit<OomScoreInput, 'memoryCapacityBytes'>, number][] = [
    ['guaranteed', { qosClass: 'Guaranteed', memoryRequestBytes: 10 }, -997],
    ['node critical', { qosClass: 'BestEffort', nodeCritical: true, memoryRequestBytes: 0 }, -997],
    ['best effort', { qosClass: 'BestEffort', memoryRequestBytes: 0 }, 1000],
    ['burstable without request', { qosClass: 'Burstable', memoryRequestBytes: 0 }, 999],
    ['burstable with a tenth', { qosClass: 'Burstable', memoryRequestBytes: 800_000_000 }, 900],
    ['burstable with nearly all', { qosClass: 'Burstable', memoryRequestBytes: 7_999_000_000 }, 3],
    [
      'a sidecar like the smallest of those it serves',
      { qosClass: 'Burstable', memoryRequestBytes: 0, smallestRegularRequestBytes: 800_000_000 },
      900,
    ],
    [
      'a sidecar with more than those it serves',
      { qosClass: 'Burstable', memoryRequestBytes: 1_600_000_000, smallestRegularRequestBytes: 800_000_000 },
      800,
    ],
  ];
  for (const [name, input, score] of cases) assert.equal(oomScoreAdjustment({ ...input, memoryCapacityBytes }), score, name);
});

test('a container gets shares for its request, or for its limit when it has no request', () => {
  assert.equal(containerResources({ cpuRequestMillis: 250, cpuLimitMillis: 1000 }).cpuShares, 256);
  assert.equal(containerResources({ cpuLimitMillis: 1000 }).cpuShares, 1024);
  assert.equal(containerResources({ cpuRequestMillis: 0, cpuLimitMillis: 1000 }).cpuShares, 2);
  assert.equal(containerResources({}).cpuShares, 2);
});

test('a container gets a quota unless the node enforces none or it has CPUs to itself', () => {
  const { cpuPeriodUs, cpuQuotaUs, memoryLimitBytes } = containerResources({ cpuLimitMillis: 200, memoryLimitBytes: 4096 });
  assert.deepEqual({ cpuPeriodUs, cpuQuotaUs, memoryLimitBytes }, { cpuPeriodUs: 100_000, cpuQuotaUs: 20_000, memoryLimitBytes: 4096 });
  assert.equal(containerResources({ cpuLimitMillis: 2000, exclusiveCpus: true }).cpuQuotaUs, -1);
  assert.equal(containerResources({ cpuLimitMillis: 200, enforceCpuQuota: false }).cpuQuotaUs, undefined);
  assert.equal(containerResources({ cpuLimitMillis: 0 }).cpuQuotaUs, 0);
});

test('the limits of a pod depend on its class and on whether all its containers have them', () => {
  const pod: PodLimitsInput = {
    qosClass: 'Burstable',
    cpuRequestMillis: 100,
    cpuLimitMillis: 200,
    memoryLimitBytes: 1 << 20,
    cpuLimited: true,
    memoryLimited: true,
  };
  const withoutUndefined = (input: PodLimitsInput) => JSON.parse(JSON.stringify(podLimits(input))) as unknown;
  const quota = { cpuQuotaUs: 20_000, cpuPeriodUs: 100_000 };
  assert.deepEqual(withoutUndefined(pod), { cpuShares: 102, ...quota, memoryLimitBytes: 1 << 20 });
  assert.deepEqual(withoutUndefined({ ...pod, cpuLimited: false }), { cpuShares: 102, memoryLimitBytes: 1 << 20 });
  assert.deepEqual(withoutUndefined({ ...pod, memoryLimited: false }), { cpuShares: 102, ...quota });
  assert.deepEqual(withoutUndefined({ ...pod, qosClass: 'BestEffort', pidsLimit: 100 }), { cpuShares: 2, pidsLimit: 100 });
  assert.deepEqual(withoutUndefined({ ...pod, qosClass: 'Guaranteed', enforceCpuQuota: false, pidsLimit: -1 }), {
    cpuShares: 102,
    cpuQuotaUs: -1,
    cpuPeriodUs: 100_000,
    memoryLimitBytes: 1 << 20,
  });
});

test('huge pages are named as the kernel names them, and what was not asked for is forbidden', () => {
  assert.equal(hugePageSizeName(2 << 20), '2MB');
  assert.equal(hugePageSizeName(1 << 30), '1GB');
  assert.equal(hugePageSizeName(64 << 10), '64KB');
  assert.equal(hugePageSizeName(1536 << 10), '1536KB');
  const sizes = hugePageSizesOf(['hugepages-1048576kB', 'hugepages-2048kB', 'other']);
  assert.deepEqual(sizes, ['1GB', '2MB']);
  assert.deepEqual(hugePageLimits(sizes, new Map([['2MB', 4 << 20]])), [
    { pageSize: '1GB', limitBytes: 0 },
    { pageSize: '2MB', limitBytes: 4 << 20 },
  ]);
});

test('groups are named as upstream names them', () => {
  assert.equal(podsCgroup('/'), '/kubepods');
  assert.equal(qosCgroup('node-1', 'BestEffort'), '/node-1/kubepods/besteffort');
  assert.equal(podCgroup('/', { uid: 'abc', qosClass: 'Guaranteed' }), '/kubepods/podabc');
  assert.equal(podCgroup('/a/b/', { uid: 'abc-d', qosClass: 'Burstable' }), '/a/b/kubepods/burstable/podabc-d');
  assert.equal(podUidOf('podabc-d'), 'abc-d');
  assert.equal(podUidOf('burstable'), undefined);
  assert.equal(podUidOf('pod'), undefined);
});
