import assert from 'node:assert/strict';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { containerResources } from '../../src/kubelet/cgroups/container-resources.ts';
import { ControlGroups } from '../../src/kubelet/cgroups/control-groups.ts';
import { detectCgroups } from '../../src/kubelet/cgroups/layout.ts';
import { PodCgroups } from '../../src/kubelet/cgroups/pod-cgroups.ts';
import type { ContainerStatus } from '../../src/kubelet/runtime/container.ts';
import { connectCri } from '../../src/kubelet/runtime/cri/cri-runtime.ts';
import { RuntimeError } from '../../src/kubelet/runtime/runtime-error.ts';
import type { ContainerRuntime } from '../../src/kubelet/runtime/runtime.ts';
import { busyboxReference, cannotRunContainers, startContainerdNode } from './containerd-node.ts';
import { containerConfig, removePod, runPod, sandboxConfig } from './pods.ts';

const skip = await cannotRunContainers();

test('a container runtime that speaks CRI', { skip, timeout: 120_000 }, async (t) => {
  await using node = await startContainerdNode();
  const groups = new ControlGroups({ layout: await detectCgroups() });
  await using _groups = { [Symbol.asyncDispose]: () => groups.remove(node.cgroupRoot) };
  await using _node = node; // before the groups, which its processes are in
  using runtime = connectCri({ socketPath: node.socketPath });

  await t.test('says what it is and whether it is ready', async () => {
    const { runtimeName, apiVersion } = await runtime.version();
    assert.deepEqual({ runtimeName, apiVersion }, { runtimeName: 'containerd', apiVersion: 'v1' });
    const status = await runtime.status();
    assert.deepEqual([status.runtimeReady, status.networkReady], [true, true]);
    assert.deepEqual(status.info, {});
    assert.ok(Object.keys((await runtime.status({ verbose: true })).info).length > 0);
  });

  await t.test('takes a pod through its life', async () => {
    const sandbox = sandboxConfig(node, 'life');
    const container = containerConfig('main', {
      command: ['sh', '-c', 'echo to-stdout; echo to-stderr >&2; trap "exit 7" TERM; while :; do sleep 0.1; done'],
    });
    const beforeNs = BigInt(systemClock.now()) * 1_000_000n;
    const { sandboxId, containerId } = await runPod(runtime, { sandbox, container });

    const report = await runtime.sandboxes.status(sandboxId);
    assert.equal(report.status.state, 'Ready');
    assert.deepEqual(report.status.metadata, sandbox.metadata);
    assert.deepEqual(report.status.annotations, sandbox.annotations);
    assert.equal(report.status.ips.length, 2);
    assert.equal(report.status.namespaces?.process, 'Container');
    const listed = await runtime.sandboxes.list({ labels: { app: 'life' }, state: 'Ready' });
    assert.deepEqual(
      listed.map(({ id }) => id),
      [sandboxId],
    );
    assert.deepEqual(await runtime.sandboxes.list({ labels: { app: 'other' } }), []);

    const running = (await runtime.containers.status(containerId)).status;
    assert.equal(running.state, 'Running');
    assert.ok(running.startedAtNs >= running.createdAtNs && running.createdAtNs > beforeNs);
    assert.notEqual(running.startedAtNs % 1000n, 0n, 'nanoseconds are not rounded');
    assert.deepEqual(
      (await runtime.containers.list({ sandboxId, state: 'Running' })).map(({ id }) => id),
      [containerId],
    );

    const result = await runtime.containers.execute(containerId, ['sh', '-c', 'echo out; echo err >&2; exit 3'], { timeoutSeconds: 10 });
    assert.deepEqual([String(result.stdout), Buffer.from(result.stderr).toString(), result.exitCode], ['out\n', 'err\n', 3]);

    await runtime.containers.stop(containerId, { graceSeconds: 10 });
    const exited = (await runtime.containers.status(containerId)).status;
    assert.deepEqual([exited.state, exited.exitCode, exited.reason], ['Exited', 7, 'Error']);
    assert.ok(exited.finishedAtNs > exited.startedAtNs);
    const log = await readFile(join(node.logDirectory, 'life/main/0.log'), 'utf8');
    assert.match(log, /^\S+Z stdout F to-stdout$/m);
    assert.match(log, /^\S+Z stderr F to-stderr$/m);

    await runtime.containers.remove(containerId);
    await removePod(runtime, sandboxId);
    await removePod(runtime, sandboxId); // what is gone is gone
    await runtime.containers.stop(containerId);
    await runtime.containers.remove(containerId);
    await assert.rejects(runtime.sandboxes.status(sandboxId), isError('NotFound', 'PodSandboxStatus'));
    await assert.rejects(runtime.containers.status(containerId), isError('NotFound', 'ContainerStatus'));
  });

  await t.test('runs a container as told: user, capabilities, file systems, environment, mounts', async () => {
    const sandbox = sandboxConfig(node, 'security');
    const container = containerConfig('main', {
      command: ['sleep', '1000'],
      environment: [{ name: 'GREETING', value: 'grüß dich\n2' }],
      workingDirectory: '/tmp',
      mounts: [{ containerPath: '/config', hostPath: join(node.directory, 'cni'), readOnly: true, propagation: 'HostToContainer' }],
      linux: {
        securityContext: {
          runAsUser: 1000,
          runAsGroup: 1000,
          supplementalGroups: [2000],
          readOnlyRootFilesystem: true,
          noNewPrivileges: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    });
    const pod = await runPod(runtime, { sandbox, container });
    const output = async (script: string) =>
      String((await runtime.containers.execute(pod.containerId, ['sh', '-c', script])).stdout).trim();
    assert.equal(await output('id -u; id -g; id -G'), '1000\n1000\n1000 2000');
    assert.match(await output('cat /proc/1/status'), /^CapEff:\t0{16}$[^]*^NoNewPrivs:\t1$[^]*^Seccomp:\t2$/m);
    assert.equal(await output('echo "$GREETING"; pwd'), 'grüß dich\n2\n/tmp');
    assert.equal(
      await output('touch /new 2>&1; touch /config/new 2>&1; echo 1 > /proc/sys/kernel/domainname; ls /config'),
      ['touch: /new: Read-only file system', 'touch: /config/new: Read-only file system', '10-pods.conflist'].join('\n'),
    );
    assert.equal(await output('wc -c < /proc/keys; hostname; head -1 /etc/resolv.conf'), '0\nsecurity\nsearch default.svc.cluster.local');
    await removePod(runtime, pod.sandboxId);
  });

  await t.test('keeps containers in the group of their pod, within limits that can change', async () => {
    const pods = new PodCgroups({ groups, root: node.cgroupRoot });
    await pods.prepare({ cpuShares: 2048 });
    const identity = { uid: '-limits', qosClass: 'Burstable' } as const;
    await pods.create(identity, { cpuShares: 512, memoryLimitBytes: 128 << 20, pidsLimit: 50 });
    const sandbox = sandboxConfig(node, 'limits');
    assert.equal(sandbox.linux?.cgroupParent, pods.path(identity));

    const resources = containerResources({
      cpuRequestMillis: 100,
      cpuLimitMillis: 200,
      memoryLimitBytes: 64 << 20,
      oomScoreAdjustment: 500,
    });
    const container = containerConfig('main', { command: ['sleep', '1000'], linux: { resources } });
    const pod = await runPod(runtime, { sandbox, container });
    const path = `${pods.path(identity)}/${pod.containerId}`;
    const { cpuShares, cpuQuotaUs, memoryLimitBytes } = await groups.limits(path);
    assert.deepEqual({ cpuShares, cpuQuotaUs, memoryLimitBytes }, { cpuShares: 102, cpuQuotaUs: 20_000, memoryLimitBytes: 64 << 20 });
    const score = await runtime.containers.execute(pod.containerId, ['cat', '/proc/1/oom_score_adj']);
    assert.equal(String(score.stdout), '500\n');

    await runtime.containers.updateResources(pod.containerId, containerResources({ cpuLimitMillis: 400, memoryLimitBytes: 96 << 20 }));
    assert.equal((await groups.limits(path)).cpuQuotaUs, 40_000);
    assert.equal((await groups.limits(path)).memoryLimitBytes, 96 << 20);

    const usage = await pods.usage(identity);
    const { cpu, memory, attributes } = await runtime.containers.statistics(pod.containerId);
    assert.equal(attributes.id, pod.containerId);
    assert.ok((usage?.cpuNs ?? 0n) >= (cpu?.usageCoreNs ?? -1n), 'the pod has used at least what its container had before');
    assert.ok((usage?.workingSetBytes ?? 0) > 0 && (memory?.workingSetBytes ?? 0) > 0);
    assert.equal((await runtime.containers.listStatistics({ sandboxId: pod.sandboxId })).length, 1);

    await removePod(runtime, pod.sandboxId);
    await pods.remove(identity);
    assert.equal(
      (await pods.list()).some(({ uid }) => uid === identity.uid),
      false,
    );
  });

  await t.test('says what became of a container that ran out of memory', async () => {
    const container = containerConfig('main', {
      command: ['sh', '-c', 'tail /dev/zero'],
      linux: { resources: containerResources({ memoryLimitBytes: 16 << 20 }) },
    });
    const pod = await runPod(runtime, { sandbox: sandboxConfig(node, 'memory'), container });
    const status = await exitOf(runtime, pod.containerId);
    assert.deepEqual([status.exitCode, status.reason], [137, 'OOMKilled']);
    await removePod(runtime, pod.sandboxId);
  });

  await t.test('tells failures apart', async () => {
    const sandbox = sandboxConfig(node, 'failures');
    const sandboxId = await runtime.sandboxes.run(sandbox);
    await assert.rejects(runtime.sandboxes.run(sandbox, { handler: 'none' }), isError('Unknown', 'RunPodSandbox'));
    const missingImage = { ...containerConfig('main', { command: ['true'] }), image: { image: 'localhost/none:1' } };
    await assert.rejects(runtime.containers.create(sandboxId, missingImage, sandbox), isError('NotFound', 'CreateContainer'));
    const missingCommand = await runtime.containers.create(sandboxId, containerConfig('main', { command: ['/none'] }), sandbox);
    await assert.rejects(runtime.containers.start(missingCommand), /no such file or directory/);

    const container = containerConfig('sleeper', { command: ['sleep', '1000'] });
    const containerId = await runtime.containers.create(sandboxId, container, sandbox);
    await runtime.containers.start(containerId);
    await assert.rejects(
      runtime.containers.execute(containerId, ['sleep', '1000'], { timeoutSeconds: 1 }),
      isError('DeadlineExceeded', 'ExecSync'),
    );
    const stop = new AbortController();
    const execution = runtime.containers.execute(containerId, ['sleep', '1000'], { signal: stop.signal });
    stop.abort();
    await assert.rejects(execution, isError('Cancelled', 'ExecSync'));
    await runtime.containers.stop(containerId);
    assert.equal((await runtime.containers.status(containerId)).status.exitCode, 137);
    await removePod(runtime, sandboxId);
  });

  await t.test('has images, and says when it does not have one', async () => {
    assert.deepEqual((await runtime.images.list()).flatMap(({ tags }) => tags).toSorted(), [busyboxReference, 'localhost/kubets-pause:1']);
    const image = await runtime.images.status({ image: busyboxReference });
    assert.match(image?.id ?? '', /^sha256:[0-9a-f]{64}$/);
    assert.ok((image?.sizeBytes ?? 0) > 1_000_000);
    assert.equal(await runtime.images.status({ image: 'localhost/none:1' }), undefined);
    await assert.rejects(runtime.images.pull({ image: '127.0.0.1:1/none:1' }), RuntimeError);
    await runtime.images.remove({ image: 'localhost/none:1' });
    assert.ok((await runtime.images.filesystems()).images[0]?.mountPoint.startsWith(node.directory));
  });

  await t.test('writes to a new log file after the old one was renamed', async () => {
    const container = containerConfig('main', {
      command: ['sh', '-c', 'echo first; while [ ! -e /tmp/go ]; do sleep 0.05; done; echo second'],
    });
    const pod = await runPod(runtime, { sandbox: sandboxConfig(node, 'log'), container });
    const log = join(node.logDirectory, 'log/main/0.log');
    await rename(log, `${log}.old`);
    await runtime.containers.reopenLog(pod.containerId);
    await runtime.containers.execute(pod.containerId, ['touch', '/tmp/go']);
    await exitOf(runtime, pod.containerId);
    assert.match(await readFile(`${log}.old`, 'utf8'), /first\n$/);
    assert.match(await readFile(log, 'utf8'), /stdout F second\n$/);
    await removePod(runtime, pod.sandboxId);
  });

  await t.test('says where streams can be had', async () => {
    const pod = await runPod(runtime, {
      sandbox: sandboxConfig(node, 'streams'),
      container: containerConfig('main', { command: ['sleep', '1000'] }),
    });
    const streams = { stdout: true, stderr: true };
    assert.match(await runtime.containers.executeUrl(pod.containerId, ['true'], streams), /^http:\/\/127\.0\.0\.1:\d+\/exec\/[\w-]+$/);
    assert.match(await runtime.containers.attachUrl(pod.containerId, streams), /\/attach\/[\w-]+$/);
    assert.match(await runtime.sandboxes.portForwardUrl(pod.sandboxId, [80]), /\/portforward\/[\w-]+$/);
    await removePod(runtime, pod.sandboxId);
  });

  await t.test('reports events, or that it cannot', async () => {
    const stop = new AbortController();
    const events = runtime.events(stop.signal)[Symbol.asyncIterator]();
    const first = events.next();
    const settled = first.then(
      () => 'offered',
      (error: unknown) => (RuntimeError.is(error, 'Unimplemented') ? 'not offered' : Promise.reject(error)),
    );
    const pod = await runPod(runtime, {
      sandbox: sandboxConfig(node, 'events'),
      container: containerConfig('main', { command: ['true'] }),
    });
    assert.ok(['offered', 'not offered'].includes(await settled));
    stop.abort();
    await removePod(runtime, pod.sandboxId);
  });

  await t.test('is found again after a crash, with containers that went on', async () => {
    const pod = await runPod(runtime, {
      sandbox: sandboxConfig(node, 'crash'),
      container: containerConfig('main', { command: ['sleep', '1000'] }),
    });
    const before = (await runtime.containers.status(pod.containerId)).status;
    await node.restart();
    const after = await afterReconnecting(runtime, pod.containerId);
    assert.deepEqual([after.state, after.startedAtNs], ['Running', before.startedAtNs]);
    await removePod(runtime, pod.sandboxId);
  });
});

const isError = (code: RuntimeError['code'], operation: string) => (error: unknown) =>
  RuntimeError.is(error, code) && error.operation === operation;

async function exitOf(runtime: ContainerRuntime, containerId: string): Promise<ContainerStatus> {
  for (;;) {
    const { status } = await runtime.containers.status(containerId);
    if (status.state === 'Exited') return status;
    await systemClock.sleep(20);
  }
}

async function afterReconnecting(runtime: ContainerRuntime, containerId: string): Promise<ContainerStatus> {
  let refusals = 0;
  for (;;) {
    try {
      const { status } = await runtime.containers.status(containerId);
      assert.ok(refusals > 0, 'containerd was away');
      return status;
    } catch (error) {
      // While it starts, containerd answers before it has looked at its containers.
      if (!RuntimeError.is(error, 'Unavailable') && !RuntimeError.is(error, 'Unimplemented') && !RuntimeError.is(error, 'Unknown'))
        throw error;
      refusals += 1;
      await systemClock.sleep(20);
    }
  }
}
