import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Node } from '../kinds/core/node/index.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import { isPodReady } from '../kinds/core/pod/readiness.ts';
import { isConditionTrue } from '../model/conditions.ts';
import { RuntimeError } from './runtime/runtime-error.ts';
import { SimulatedNode } from './testing/simulated-node.ts';

const ready = (node: SimulatedNode, name: string) => () => {
  const pod = node.pod(name);
  return pod !== undefined && isPodReady(pod);
};
const phase = (node: SimulatedNode, name: string, expected: string) => () => node.pod(name)?.status.phase === expected;
const main = (node: SimulatedNode, name: string) => node.pod(name)?.status.containerStatuses?.[0];

test('a node makes itself known and says that it is ready', async () => {
  await using node = await SimulatedNode.start();
  await node.until(() => isConditionTrue(node.api.get(Node, { name: 'n1' })?.status.conditions, 'Ready'), 'a ready node');
  const { status, metadata } = node.api.get(Node, { name: 'n1' }) ?? {};
  assert.equal(metadata?.labels?.['kubernetes.io/hostname'], 'n1');
  assert.equal(status?.nodeInfo?.containerRuntimeVersion, 'simulated://1');
  assert.deepEqual(status?.addresses?.[0], { type: 'InternalIP', address: '10.0.0.1' });
});

test('a pod gets a sandbox and its containers, and is ready', async () => {
  await using node = await SimulatedNode.start();
  node.createPod('a');
  await node.until(ready(node, 'a'), 'a ready pod');
  const { status } = node.pod('a') ?? {};
  assert.equal(status?.phase, 'Running');
  assert.equal(status?.podIP, '10.244.0.2');
  assert.equal(status?.hostIP, '10.0.0.1');
  assert.equal(status?.qosClass, 'BestEffort');
  assert.match(main(node, 'a')?.containerID ?? '', /^simulated:\/\/container-/);
  assert.deepEqual(node.runtime.calls.slice(0, 3), ['run a', 'create main', 'start main']);
  await node.until(() => node.api.events.length >= 4, 'events');
  assert.deepEqual(node.api.events.filter((event) => !event.startsWith('Node')).slice(-3), [
    'Pulled: Container image "web:1" already present on machine',
    'Created: Container created',
    'Started: Container started',
  ]);
});

test('a deleted pod is stopped within its grace period and is gone with all it had', async () => {
  await using node = await SimulatedNode.start();
  const { metadata } = node.createPod('a');
  await node.until(ready(node, 'a'), 'a ready pod');
  node.api.beginDeletion(Pod, metadata, { graceSeconds: 30, atMs: node.clock.now() });
  await node.until(() => node.pod('a') === undefined, 'the end of the pod');
  assert.ok(node.runtime.calls.includes('stop 30 main'), node.runtime.calls.join());
  await node.until(() => node.runtime.sandboxConfigs().length === 0, 'no sandbox');
  assert.deepEqual(node.tornDown.slice(0, 1), [metadata.uid]);
  await node.until(() => node.kubelet?.pods.list().length === 0, 'no worker');
  assert.deepEqual(await readdir(join(node.directory, 'kubelet/pods')), []);
});

test('a grace period that is shortened on the way counts at once', async () => {
  await using node = await SimulatedNode.start();
  node.runtime.programs.set('web:1', { stopsAfterMs: 1_000_000 });
  const { metadata } = node.createPod('a', { terminationGracePeriodSeconds: 600 });
  await node.until(ready(node, 'a'), 'a ready pod');
  const startedMs = node.clock.now();
  node.api.beginDeletion(Pod, metadata, { graceSeconds: 600, atMs: startedMs });
  await node.until(() => node.runtime.calls.includes('stop 600 main'), 'a stop');
  node.api.beginDeletion(Pod, metadata, { graceSeconds: 3, atMs: node.clock.now() });
  await node.until(() => node.pod('a') === undefined, 'the end of the pod');
  assert.ok(node.clock.now() - startedMs < 30_000);
});

test('a container that keeps ending is started again, later each time', async () => {
  await using node = await SimulatedNode.start();
  node.runtime.programs.set('web:1', { exits: { code: 1, afterMs: 100 } });
  node.createPod('a');
  await node.until(() => main(node, 'a')?.state?.waiting?.reason === 'CrashLoopBackOff', 'a crash loop');
  assert.match(main(node, 'a')?.state?.waiting?.message ?? '', /^back-off 10s restarting failed container=main pod=a_default\(uid-/);
  assert.equal(main(node, 'a')?.restartCount, 1);
  assert.equal(main(node, 'a')?.lastState?.terminated?.exitCode, 1);
  assert.equal(node.pod('a')?.status.phase, 'Running');
  const startedMs = node.clock.now();
  await node.until(() => main(node, 'a')?.restartCount === 2, 'another start');
  await node.until(() => main(node, 'a')?.restartCount === 3, 'yet another start');
  const elapsedMs = node.clock.now() - startedMs;
  assert.ok(elapsedMs > 25_000 && elapsedMs < 45_000, String(elapsedMs));
});

test('a pod that runs once succeeds or fails by its exit codes', async () => {
  await using node = await SimulatedNode.start();
  node.runtime.programs.set('web:1', { exits: { code: 0, afterMs: 100 } });
  node.runtime.programs.set('web:2', { exits: { code: 3, afterMs: 100 } });
  node.createPod('good', { restartPolicy: 'Never' });
  node.createPod('bad', { restartPolicy: 'Never', containers: [{ name: 'main', image: 'web:2' }] });
  await node.until(phase(node, 'good', 'Succeeded'), 'success');
  await node.until(phase(node, 'bad', 'Failed'), 'failure');
  assert.equal(main(node, 'bad')?.state?.terminated?.exitCode, 3);
  assert.equal(main(node, 'good')?.state?.terminated?.reason, 'Completed');
});

test('init containers run one after the other, sidecars stay and stop last', async () => {
  await using node = await SimulatedNode.start();
  node.runtime.programs.set('web:2', { exits: { code: 0, afterMs: 50 } });
  const { metadata } = node.createPod('a', {
    initContainers: [
      { name: 'first', image: 'web:2' },
      { name: 'sidecar', image: 'web:1', restartPolicy: 'Always' },
      { name: 'second', image: 'web:2' },
    ],
  });
  await node.until(ready(node, 'a'), 'a ready pod');
  const starts = node.runtime.calls.filter((call) => call.startsWith('start '));
  assert.deepEqual(starts, ['start first', 'start sidecar', 'start second', 'start main']);
  assert.ok(isConditionTrue(node.pod('a')?.status.conditions, 'Initialized'));
  node.api.beginDeletion(Pod, metadata, { graceSeconds: 30, atMs: node.clock.now() });
  await node.until(() => node.pod('a') === undefined, 'the end of the pod');
  const stops = node.runtime.calls.filter((call) => /^stop \d/.test(call)).map((call) => call.split(' ')[2]);
  assert.deepEqual(stops, ['main', 'sidecar']);
});

test('a new image replaces the container in place', async () => {
  await using node = await SimulatedNode.start();
  const pod = node.createPod('a');
  await node.until(ready(node, 'a'), 'a ready pod');
  const sandboxes = node.runtime.sandboxConfigs().length;
  node.api.put(Pod, { ...pod, status: node.pod('a')?.status, spec: { ...pod.spec, containers: [{ name: 'main', image: 'web:2' }] } });
  await node.until(() => main(node, 'a')?.image === 'web:2', 'the new image');
  assert.equal(main(node, 'a')?.restartCount, 1);
  assert.equal(node.runtime.sandboxConfigs().length, sandboxes);
});

test('a kubelet that comes back finds its pods running and leaves them alone', async () => {
  await using node = await SimulatedNode.start();
  node.createPod('a');
  await node.until(ready(node, 'a'), 'a ready pod');
  await node.stopKubelet();
  const before = node.runtime.calls.length;
  await node.startKubelet();
  await node.until(() => node.kubelet?.pods.list().length === 1, 'a worker');
  await node.clock.advance(5000);
  assert.deepEqual(node.runtime.calls.slice(before), []);
  assert.ok(ready(node, 'a')());
});

test('pods that were deleted while the kubelet was away are stopped and removed', async () => {
  await using node = await SimulatedNode.start();
  const { metadata } = node.createPod('a');
  await node.until(ready(node, 'a'), 'a ready pod');
  await node.stopKubelet();
  node.api.remove(Pod, metadata);
  await node.startKubelet();
  await node.until(() => node.runtime.sandboxConfigs().length === 0, 'no sandbox');
  assert.deepEqual(node.runtime.running(), []);
});

test('after a power cut pods start again in new sandboxes', async () => {
  await using node = await SimulatedNode.start();
  node.createPod('a');
  await node.until(ready(node, 'a'), 'a ready pod');
  const first = node.pod('a')?.status.podIP;
  node.runtime.powerCut();
  await node.until(() => node.pod('a')?.status.podIP !== first && ready(node, 'a')(), 'another ready pod');
  assert.equal(main(node, 'a')?.restartCount, 1);
  assert.ok(node.api.events.includes('SandboxChanged: Pod sandbox changed, it will be killed and re-created.'));
});

test('images that cannot be pulled are tried again, and users are told why', async () => {
  await using node = await SimulatedNode.start();
  node.createPod('a', { containers: [{ name: 'main', image: 'other:1' }] });
  await node.until(() => main(node, 'a')?.state?.waiting?.reason === 'ImagePullBackOff', 'a back-off');
  assert.match(main(node, 'a')?.state?.waiting?.message ?? '', /^Back-off pulling image "other:1": ErrImagePull: other:1: not found$/);
  assert.equal(node.pod('a')?.status.phase, 'Pending');
  node.runtime.images.registry.add('other:1');
  await node.until(ready(node, 'a'), 'a ready pod');
});

test('a sandbox that cannot be made is tried again', async () => {
  await using node = await SimulatedNode.start();
  node.runtime.failures.set('run', new RuntimeError('no network', { code: 'Unknown', operation: 'RunPodSandbox' }));
  node.createPod('a');
  await node.until(ready(node, 'a'), 'a ready pod');
  await node.until(() => node.api.events.includes('FailedCreatePodSandBox: Failed to create pod sandbox: no network'), 'an event');
});

test('probes decide when a container is ready and when it must start again', async () => {
  await using node = await SimulatedNode.start();
  let answers = 1;
  node.runtime.programs.set('web:1', { execute: () => ({ exitCode: answers }) });
  const exec = { command: ['check'] };
  node.createPod('a', {
    containers: [
      {
        name: 'main',
        image: 'web:1',
        readinessProbe: { exec, periodSeconds: 5 },
        livenessProbe: { exec, periodSeconds: 10, failureThreshold: 2 },
      },
    ],
  });
  await node.until(() => main(node, 'a')?.state?.running !== undefined, 'a running container');
  assert.equal(main(node, 'a')?.ready, false);
  answers = 0;
  await node.until(ready(node, 'a'), 'a ready pod');
  answers = 1;
  await node.until(() => main(node, 'a')?.ready === false, 'a container that is not ready');
  await node.until(() => main(node, 'a')?.restartCount === 1, 'another start');
  await node.until(() => node.api.events.includes('Killing: Container main failed liveness probe, will be restarted'), 'an event');
});

test('hooks run after the start and before the end, within the grace period', async () => {
  await using node = await SimulatedNode.start();
  const lifecycle = { postStart: { exec: { command: ['hello'] } }, preStop: { sleep: { seconds: 5 } } };
  const { metadata } = node.createPod('a', { containers: [{ name: 'main', image: 'web:1', lifecycle }] });
  await node.until(ready(node, 'a'), 'a ready pod');
  assert.ok(node.runtime.calls.includes('execute hello main'));
  node.api.beginDeletion(Pod, metadata, { graceSeconds: 30, atMs: node.clock.now() });
  await node.until(() => node.pod('a') === undefined, 'the end of the pod');
  assert.ok(node.runtime.calls.includes('stop 25 main') || node.runtime.calls.includes('stop 24 main'), node.runtime.calls.join());
});

test('a pod that may be active for some time only fails after that', async () => {
  await using node = await SimulatedNode.start();
  node.createPod('a', { activeDeadlineSeconds: 20 });
  await node.until(ready(node, 'a'), 'a ready pod');
  await node.until(phase(node, 'a', 'Failed'), 'the end of the pod');
  assert.equal(node.pod('a')?.status.reason, 'DeadlineExceeded');
  assert.deepEqual(node.runtime.running(), []);
});

test('a pod that does not fit is refused with a reason', async () => {
  await using node = await SimulatedNode.start();
  node.createPod('a', { containers: [{ name: 'main', image: 'web:1', resources: { requests: { cpu: '1000' } } }] });
  await node.until(phase(node, 'a', 'Failed'), 'a refusal');
  assert.equal(node.pod('a')?.status.reason, 'OutOfcpu');
  assert.match(
    node.pod('a')?.status.message ?? '',
    /^Pod was rejected: Node didn't have enough resource: cpu, requested: 1000000, used: 0/,
  );
  assert.deepEqual(node.runtime.calls, []);
});

test('of many ended containers the runtime keeps the last one', async () => {
  await using node = await SimulatedNode.start();
  node.runtime.programs.set('web:1', { exits: { code: 1, afterMs: 100 } });
  node.createPod('a');
  await node.until(() => (main(node, 'a')?.restartCount ?? 0) >= 3, 'some restarts');
  await node.until(() => node.runtime.calls.includes('remove main'), 'a removal');
});

const asking = (cpu: string, more = {}) => [{ name: 'main', image: 'web:1', resources: { requests: { cpu }, limits: { cpu } }, ...more }];

test('a running container gets what its pod asks for later, without a restart unless it wants one', async () => {
  await using node = await SimulatedNode.start();
  const pod = node.createPod('a', { containers: asking('100m') });
  await node.until(ready(node, 'a'), 'a ready pod');
  node.api.put(Pod, { ...pod, status: node.pod('a')?.status, spec: { ...pod.spec, containers: asking('200m') } });
  await node.until(
    () => main(node, 'a')?.resources?.limits?.['cpu'] === '200m' && main(node, 'a')?.allocatedResources?.['cpu'] === '200m',
    'a resize',
  );
  assert.ok(node.runtime.calls.includes('update main'));
  assert.equal(main(node, 'a')?.restartCount, 0);
  await node.until(() => !node.pod('a')?.status.conditions?.some(({ type }) => type.startsWith('PodResize')), 'no conditions');
  await node.until(() => node.api.events.some((event) => event.startsWith('ResizeCompleted: Pod resize completed: {')), 'an event');

  const resizePolicy = [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }];
  node.api.put(Pod, { ...pod, status: node.pod('a')?.status, spec: { ...pod.spec, containers: asking('300m', { resizePolicy }) } });
  await node.until(() => main(node, 'a')?.restartCount === 1 && ready(node, 'a')(), 'a restart');
});

test('a pod that asks for more than there is keeps what it has', async () => {
  await using node = await SimulatedNode.start();
  const pod = node.createPod('a', { containers: asking('100m') });
  await node.until(ready(node, 'a'), 'a ready pod');
  node.api.put(Pod, { ...pod, status: node.pod('a')?.status, spec: { ...pod.spec, containers: asking('1000') } });
  await node.until(() => isConditionTrue(node.pod('a')?.status.conditions, 'PodResizePending'), 'a pending resize');
  assert.equal(node.pod('a')?.status.conditions?.find(({ type }) => type === 'PodResizePending')?.reason, 'Infeasible');
  assert.equal(main(node, 'a')?.resources?.limits?.['cpu'], '100m');
  node.api.put(Pod, { ...pod, status: node.pod('a')?.status, spec: { ...pod.spec, containers: asking('100m') } });
  await node.until(() => !isConditionTrue(node.pod('a')?.status.conditions, 'PodResizePending'), 'nothing pending');
});

test('ephemeral containers join a running pod', async () => {
  await using node = await SimulatedNode.start();
  const pod = node.createPod('a');
  await node.until(ready(node, 'a'), 'a ready pod');
  const ephemeralContainers = [{ name: 'debug', image: 'web:2', targetContainerName: 'main' }];
  node.api.put(Pod, { ...pod, status: node.pod('a')?.status, spec: { ...pod.spec, ephemeralContainers } });
  await node.until(() => node.pod('a')?.status.ephemeralContainerStatuses?.[0]?.state?.running !== undefined, 'a debugger');
  const namespaces = node.runtime.configOf('debug')?.linux?.securityContext?.namespaces;
  assert.deepEqual([namespaces?.process, namespaces?.targetContainerId], ['Target', node.runtime.idOf('main')]);
});
