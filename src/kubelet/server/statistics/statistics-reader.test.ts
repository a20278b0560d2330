import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FakeClock } from '../../../base/fake-clock.ts';
import type { ControlGroups } from '../../cgroups/control-groups.ts';
import type { PodCgroups } from '../../cgroups/pod-cgroups.ts';
import type { CgroupUsage } from '../../cgroups/usage.ts';
import { RuntimeError } from '../../runtime/runtime-error.ts';
import type { ContainerRuntime } from '../../runtime/runtime.ts';
import { fakePod, fakeView } from '../testing/fake-node.ts';
import { StatisticsReader } from './statistics-reader.ts';

const mebibyte = 2 ** 20;

test('a summary tells what the node, its pods and containers use', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'kubets-statistics-'));
  t.after(() => rm(root, { recursive: true }));
  const logPath = join(root, '0.log');
  await writeFile(logPath, 'x'.repeat(100));
  const clock = new FakeClock();
  let cpuNs = 1_000_000_000n;
  const group = (share: number): CgroupUsage => ({
    cpuNs: cpuNs / BigInt(share),
    memoryBytes: (8 * mebibyte) / share,
    workingSetBytes: (4 * mebibyte) / share,
    memoryLimitBytes: share === 1 ? undefined : 16 * mebibyte,
    tasks: 3,
  });
  const runtime = {
    images: {
      filesystems: async () => ({ images: [{ observedAtNs: 0n, mountPoint: root, usedBytes: 5, usedInodes: 1 }], containers: [] }),
    },
    containers: {
      listStatistics: async () => [
        { attributes: { id: 'c1' }, writableLayer: { observedAtNs: 0n, mountPoint: root, usedBytes: 7, usedInodes: 2 } },
      ],
    },
    sandboxes: {
      listStatistics: async () => [
        {
          attributes: { id: 's1' },
          linux: { containers: [], network: { defaultInterface: { name: 'eth0', receivedBytes: 1, sentBytes: 2 }, interfaces: [] } },
        },
      ],
    },
  };
  const reader = new StatisticsReader({
    nodeName: 'n1',
    root,
    pods: fakeView(fakePod({ logPath })).pods,
    runtime: runtime as unknown as ContainerRuntime, // what the code under test asks
    controlGroups: { usage: async () => group(1) } as unknown as ControlGroups, // the same
    podCgroups: { path: () => '/pod', usage: async () => group(2), containerUsage: async () => group(4) } as unknown as PodCgroups, // the same
    clock,
  });
  await reader.summary();
  await clock.advance(2000);
  cpuNs = 2_000_000_000n;
  const { node, pods } = await reader.summary();
  const time = '2026-01-01T00:00:02.000Z';

  assert.equal(node.nodeName, 'n1');
  assert.deepEqual(node.cpu, { time, usageNanoCores: 500_000_000, usageCoreNanoSeconds: 2_000_000_000 });
  assert.equal(node.memory?.workingSetBytes, 4 * mebibyte);
  assert.ok((node.memory?.availableBytes ?? 0) > 0);
  assert.ok((node.fs?.capacityBytes ?? 0) > 0);
  assert.equal(node.runtime?.imageFs?.usedBytes, 5);
  assert.ok((node.rlimit?.maxpid ?? 0) > 0);

  const [pod] = pods;
  assert.deepEqual(pod?.podRef, { name: 'web', namespace: 'shop', uid: 'u1' });
  assert.deepEqual(pod.cpu, { time, usageNanoCores: 250_000_000, usageCoreNanoSeconds: 1_000_000_000 });
  assert.equal(pod.memory?.availableBytes, 14 * mebibyte);
  assert.deepEqual(pod.network?.interfaces, [{ name: 'eth0', rxBytes: 1, rxErrors: undefined, txBytes: 2, txErrors: undefined }]);
  assert.equal(pod['ephemeral-storage']?.usedBytes, 107);
  assert.deepEqual(pod.process_stats, { process_count: 3 });
  const [container] = pod.containers;
  assert.deepEqual([container?.name, container?.startTime, container?.rootfs?.usedBytes], ['main', '1970-01-01T00:00:01Z', 7]);
  assert.equal(container?.logs?.usedBytes, 100);

  const short = await reader.summary({ onlyCpuAndMemory: true });
  assert.equal(short.node.fs, undefined);
  assert.equal(short.pods[0]?.containers[0]?.rootfs, undefined);

  runtime.sandboxes.listStatistics = () =>
    Promise.reject(new RuntimeError('none', { code: 'Unimplemented', operation: 'ListPodSandboxStats' }));
  assert.equal((await reader.summary()).pods[0]?.network, undefined);
});
