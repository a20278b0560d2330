import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerConfig, ContainerReport } from '../container.ts';
import type { SandboxConfig } from '../sandbox.ts';
import { createContainer, statusOfContainer, stopContainer } from './container-methods.ts';
import { statusOfImage } from './image-methods.ts';
import { askStatus, updateRuntimeConfig, watchEvents } from './runtime-methods.ts';
import { listSandboxes, runSandbox, statusOfSandbox } from './sandbox-methods.ts';

const sandbox: SandboxConfig = {
  metadata: { name: 'web', uid: '7b1c', namespace: 'shop', attempt: 1 },
  hostname: 'web',
  logDirectory: '/logs/shop_web_7b1c',
  dns: { servers: ['10.96.0.10'], searches: ['shop.svc.cluster.local'], options: ['ndots:5'] },
  portMappings: [{ protocol: 'UDP', containerPort: 53, hostPort: 5353, hostIp: '127.0.0.1' }],
  labels: { app: 'web' },
  annotations: { note: 'yes' },
  linux: {
    cgroupParent: '/kubepods/burstable/pod7b1c',
    sysctls: { 'net.core.somaxconn': '128' },
    securityContext: {
      namespaces: {
        network: 'Pod',
        process: 'Container',
        interProcess: 'Node',
        targetContainerId: '',
        user: { scope: 'Pod', userIds: [{ hostId: 65_536, containerId: 0, length: 65_536 }], groupIds: [] },
      },
      selinux: { user: 'u', role: 'r', type: 't', level: 's0' },
      runAsUser: 0,
      runAsGroup: 1000,
      readOnlyRootFilesystem: true,
      supplementalGroups: [0, 2000],
      supplementalGroupsPolicy: 'Strict',
      privileged: true,
      seccomp: { type: 'Localhost', localhostReference: 'profiles/audit.json' },
      apparmor: { type: 'Unconfined', localhostReference: '' },
    },
  },
};

const container: ContainerConfig = {
  metadata: { name: 'main', attempt: 2 },
  image: { image: 'sha256:1', annotations: {}, userSpecifiedImage: 'web:1', handler: 'crun', imageRef: 'web@sha256:2' },
  command: ['/bin/web'],
  args: ['--port', '80'],
  workingDirectory: '/srv',
  environment: [{ name: 'A', value: 'ü\n' }],
  mounts: [
    {
      containerPath: '/data',
      hostPath: '/var/data',
      readOnly: true,
      recursiveReadOnly: true,
      selinuxRelabel: true,
      propagation: 'HostToContainer',
      userIds: [],
      groupIds: [],
      imageSubPath: '',
    },
  ],
  devices: [{ containerPath: '/dev/x', hostPath: '/dev/y', permissions: 'rwm' }],
  cdiDevices: ['vendor.example/class=name'],
  labels: {},
  annotations: {},
  logPath: 'main/2.log',
  stdin: true,
  stdinOnce: true,
  tty: true,
  linux: {
    resources: {
      cpuPeriodUs: 100_000,
      cpuQuotaUs: -1,
      cpuShares: 102,
      memoryLimitBytes: 9_007_199_254_740_000,
      oomScoreAdjustment: -997,
      cpuSetCpus: '0-1',
      cpuSetMemoryNodes: '0',
      hugePageLimits: [{ pageSize: '2MB', limitBytes: 0 }],
      unified: { 'memory.min': '1' },
      memorySwapLimitBytes: 0,
    },
  },
  stopSignal: 'SIGRTMIN+3',
};

test('what the kubelet asks for arrives as it was said', () => {
  const run = { config: sandbox, handler: 'crun' };
  assert.deepEqual(runSandbox.request.decode(runSandbox.request.encode(run)), run);
  const create = { sandboxId: 's1', config: container, sandbox };
  assert.deepEqual(createContainer.request.decode(createContainer.request.encode(create)), create);
});

test('running as root differs from not saying whom to run as', () => {
  const { request } = runSandbox;
  const asRoot = { metadata: sandbox.metadata, linux: { securityContext: { runAsUser: 0 } } };
  assert.equal(request.decode(request.encode({ config: asRoot })).config.linux?.securityContext?.runAsUser, 0);
  const unsaid = { metadata: sandbox.metadata, linux: { securityContext: {} } };
  assert.equal(request.decode(request.encode({ config: unsaid })).config.linux?.securityContext?.runAsUser, undefined);
});

test('times keep their nanoseconds', () => {
  const report: ContainerReport = {
    status: {
      id: 'c1',
      metadata: { name: 'main', attempt: 0 },
      state: 'Exited',
      createdAtNs: 1_795_387_201_725_791_655n,
      startedAtNs: 1_795_387_201_725_791_656n,
      finishedAtNs: 1_795_387_201_725_791_657n,
      exitCode: 137,
      image: { image: 'web:1', annotations: {}, userSpecifiedImage: '', handler: '', imageRef: '' },
      imageRef: 'web@sha256:2',
      imageId: 'sha256:1',
      reason: 'OOMKilled',
      message: '',
      labels: {},
      annotations: {},
      mounts: [],
      logPath: '/logs/main/0.log',
      user: { uid: 0, gid: 0, supplementalGroups: [1] },
      stopSignal: 'SIGRTMAX-2',
    },
    info: {},
  };
  assert.deepEqual(statusOfContainer.response.decode(statusOfContainer.response.encode(report)), report);
});

test('a sandbox has its main address first, and none on the network of the node', () => {
  const { response } = statusOfSandbox;
  const status = response.decode(Buffer.alloc(0)).status;
  assert.deepEqual(status.ips, []);
  const report = { ...response.decode(Buffer.alloc(0)), status: { ...status, ips: ['10.0.0.1', 'fd00::1', 'fd00::2'] } };
  assert.deepEqual(response.decode(response.encode(report)).status.ips, ['10.0.0.1', 'fd00::1', 'fd00::2']);
});

// Field numbers as other implementations of CRI v1 have them, for messages whose numbers are easy to get wrong.
const onTheWire: [name: string, encoded: Buffer, hex: string][] = [
  ['stop with grace', stopContainer.request.encode({ containerId: 'c', graceSeconds: 30 }), '0a0163101e'],
  ['list ready sandboxes', listSandboxes.request.encode({ filter: { state: 'Ready' } }), '0a021200'],
  ['list sandboxes by label', listSandboxes.request.encode({ filter: { labels: { a: 'b' } } }), '0a081a060a016112 0162'],
  ['list all sandboxes', listSandboxes.request.encode({}), ''],
  ['pod range', updateRuntimeConfig.request.encode({ podCidr: '::/0' }), '0a080a060a043a3a2f30'],
  ['image by handler', statusOfImage.request.encode({ image: { image: 'i', handler: 'h' } }), '0a070a01699a010168'],
];
for (const [name, encoded, hex] of onTheWire) {
  test(`${name} has the bytes of CRI`, () => assert.equal(encoded.toString('hex'), hex.replaceAll(' ', '')));
}

test('no image is a value', () => {
  assert.deepEqual(statusOfImage.response.decode(Buffer.alloc(0)), {});
});

test('an empty answer to status has no conditions and no features', () => {
  assert.deepEqual(askStatus.response.decode(Buffer.alloc(0)), {
    status: { conditions: [] },
    info: {},
    handlers: [],
    features: { supplementalGroupsPolicy: false, userNamespacesHostNetwork: false },
  });
});

test('an event of a deleted pod, with the zero time of Go, can be read', () => {
  const { response } = watchEvents;
  const event = { ...response.decode(Buffer.alloc(0)), type: 'Deleted' as const, createdAtNs: -6_795_364_578_871_345_000n };
  assert.deepEqual(response.decode(response.encode(event)), event);
});
