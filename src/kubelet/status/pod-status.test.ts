import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerStatus, PodStatus } from '../../kinds/core/pod/status.ts';
import { aContainer, aPod, aSandbox, facts, observation, observed, probes } from '../testing/observed.ts';
import type { PodFacts } from './facts.ts';
import { podStatus } from './pod-status.ts';

const statusOf = (more: Partial<PodFacts>): PodStatus => podStatus(facts(more));
const conditionsOf = ({ conditions = [] }: PodStatus): Record<string, string> =>
  Object.fromEntries(conditions.map(({ type, status, reason }) => [type, reason ? `${status} ${reason}` : status]));
const two = aPod({ containers: [aContainer('main'), aContainer('other')] });

test('the phase follows from the containers', () => {
  const never = aPod({ restartPolicy: 'Never' });
  const init = aPod({ initContainers: [aContainer('i')] });
  const sidecar = aPod({ restartPolicy: 'Never', initContainers: [aContainer('s', { restartPolicy: 'Always' })] });
  for (const [expected, more] of [
    ['Pending', {}],
    ['Running', { observation: observation([observed('main', 'running')]) }],
    ['Pending', { pod: two, observation: observation([observed('main', 'running')]) }],
    ['Running', { pod: two, observation: observation([observed('main', 'running'), observed('other', 1)]) }],
    ['Running', { observation: observation([observed('main', 1)]) }],
    ['Succeeded', { observation: observation([observed('main', 0)]), isTerminal: true }],
    ['Failed', { observation: observation([observed('main', 137)]), isTerminal: true }],
    ['Succeeded', { pod: never, observation: observation([observed('main', 0)]) }],
    ['Failed', { pod: never, observation: observation([observed('main', 1)]) }],
    ['Pending', { pod: init, observation: observation([observed('i', 'running')]) }],
    ['Pending', { pod: init, observation: observation([observed('i', 1)]) }],
    ['Failed', { pod: aPod({ ...init.spec, restartPolicy: 'Never' }), observation: observation([observed('i', 1)]) }],
    ['Running', { pod: sidecar, observation: observation([observed('main', 0), observed('s', 'running')]) }],
    ['Succeeded', { pod: sidecar, observation: observation([observed('main', 0), observed('s', 143)]) }],
    ['Failed', { failure: { reason: 'Evicted', message: '' }, observation: observation([observed('main', 'running')]) }],
    ['Failed', { pod: aPod({}, { status: { phase: 'Failed' } }), observation: observation([observed('main', 'running')]) }],
    ['Succeeded', { previous: { phase: 'Succeeded' }, observation: observation([observed('main', 'running')]) }],
  ] as const)
    assert.equal(statusOf(more).phase, expected, JSON.stringify(expected));
});

test('conditions say how far the pod has come, in the words of upstream', () => {
  const none = statusOf({ observation: observation([], []) });
  assert.deepEqual(conditionsOf(none), {
    PodReadyToStartContainers: 'False',
    Initialized: 'True',
    Ready: 'False ContainersNotReady',
    ContainersReady: 'False ContainersNotReady',
    PodScheduled: 'True',
  });
  assert.equal(none.conditions?.find(({ type }) => type === 'Ready')?.message, 'containers with unready status: [main]');

  const up = statusOf({ observation: observation([observed('main', 'running')]) });
  assert.deepEqual(Object.values(conditionsOf(up)), ['True', 'True', 'True', 'True', 'True']);

  const init = statusOf({ pod: aPod({ initContainers: [aContainer('i')] }), observation: observation([observed('i', 'running')]) });
  assert.equal(conditionsOf(init)['Initialized'], 'False ContainersNotInitialized');
  assert.equal(init.conditions?.find(({ type }) => type === 'Initialized')?.message, 'containers with incomplete status: [i]');

  const done = statusOf({
    pod: aPod({ restartPolicy: 'Never' }),
    observation: observation([observed('main', 0)], [aSandbox({ state: 'NotReady' })]),
  });
  assert.deepEqual(conditionsOf(done), {
    PodReadyToStartContainers: 'False',
    Initialized: 'True PodCompleted',
    Ready: 'False PodCompleted',
    ContainersReady: 'False PodCompleted',
    PodScheduled: 'True',
  });
});

test('conditions keep the time of their last change, and those of others stay', () => {
  const conditions = [
    { type: 'Ready', status: 'True', lastTransitionTime: '1970-01-01T00:00:01Z' },
    { type: 'example.com/gate', status: 'True', lastTransitionTime: '1970-01-01T00:00:02Z' },
  ];
  const found = observation([observed('main', 'running')]);
  const { conditions: kept = [] } = statusOf({ pod: aPod({}, { status: { conditions } }), previous: { conditions }, observation: found });
  assert.equal(kept.find(({ type }) => type === 'Ready')?.lastTransitionTime, '1970-01-01T00:00:01Z');
  assert.equal(kept.find(({ type }) => type === 'ContainersReady')?.lastTransitionTime, '1970-01-01T00:00:10Z');
  assert.deepEqual(kept[0], conditions[1]);
});

test('readiness gates keep a pod from being ready', () => {
  const readinessGates = [{ conditionType: 'example.com/gate' }];
  const found = observation([observed('main', 'running')]);
  const status = statusOf({ pod: aPod({ readinessGates }), observation: found });
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  assert.deepEqual(
    [ready?.status, ready?.reason, ready?.message],
    ['False', 'ReadinessGatesNotReady', 'corresponding condition of pod readiness gate "example.com/gate" does not exist.'],
  );
});

test('a container shows its state, its past and where it comes from', () => {
  const earlier = observed('main', 2, { id: 'earlier' });
  const latest = observed('main', 'running', { restartCount: 1 });
  const [container] = statusOf({ observation: observation([latest, earlier]) }).containerStatuses ?? [];
  assert.deepEqual(container, {
    name: 'main',
    state: { running: { startedAt: '1970-01-01T00:00:03Z' } },
    lastState: {
      terminated: {
        exitCode: 2,
        reason: 'Error',
        startedAt: '1970-01-01T00:00:03Z',
        finishedAt: '1970-01-01T00:00:04Z',
        containerID: 'containerd://earlier',
      },
    },
    ready: true,
    started: true,
    restartCount: 1,
    image: 'web:1',
    imageID: 'sha256:1',
    containerID: 'containerd://main-id',
    resources: {},
  } satisfies ContainerStatus);
});

test('a container that waits says why', () => {
  const failure = new Map([['main', { reason: 'CrashLoopBackOff', message: 'back-off 10s' }]]);
  const first = (more: Partial<PodFacts>) => statusOf(more).containerStatuses?.[0];
  assert.deepEqual(first({ observation: observation([], []) })?.state, { waiting: { reason: 'ContainerCreating' } });
  assert.deepEqual(first({ pod: aPod({ initContainers: [aContainer('i')] }) })?.state, { waiting: { reason: 'PodInitializing' } });
  const crashed = first({ observation: observation([observed('main', 1)]), startFailures: failure });
  assert.deepEqual(crashed?.state, { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } });
  assert.equal(crashed?.lastState?.terminated?.exitCode, 1);
  const over = first({ pod: aPod({ restartPolicy: 'Never' }), observation: observation([observed('main', 1)]), startFailures: failure });
  assert.equal(over?.state?.terminated?.exitCode, 1);
});

test('a container that vanished while it ran is told to have ended', () => {
  const before: ContainerStatus = { name: 'main', state: { running: {} }, ready: true, restartCount: 0, image: 'web:1', imageID: '' };
  const [container] = statusOf({ previous: { phase: 'Running', containerStatuses: [before] } }).containerStatuses ?? [];
  assert.deepEqual(container?.state, { waiting: { reason: 'ContainerCreating' } });
  assert.equal(container?.lastState?.terminated?.reason, 'ContainerStatusUnknown');
  assert.equal(container?.lastState?.terminated?.exitCode, 137);
  assert.equal(container?.restartCount, 1);
});

test('probes decide whether a container has started and is ready', () => {
  const probe = { exec: { command: ['x'] } };
  const of = (more: object) => aPod({ containers: [aContainer('main', more)] });
  const found = observation([observed('main', 'running')]);
  const before: ContainerStatus = {
    name: 'main',
    containerID: 'containerd://main-id',
    ready: true,
    started: true,
    restartCount: 0,
    image: '',
    imageID: '',
  };
  for (const [expected, pod, results, previous] of [
    [[true, false], of({ readinessProbe: probe }), {}],
    [[true, true], of({ readinessProbe: probe }), { readiness: { 'main-id': 'Success' } }],
    [[true, false], of({ readinessProbe: probe }), { readiness: { 'main-id': 'Failure' } }],
    [[true, true], of({ readinessProbe: probe }), {}, before],
    [[false, false], of({ startupProbe: probe }), {}],
    [[false, false], of({ startupProbe: probe }), { startup: { 'main-id': 'Unknown' } }],
    [[true, true], of({ startupProbe: probe }), { startup: { 'main-id': 'Success' } }],
    [[true, true], of({ startupProbe: probe }), {}, before],
  ] as const) {
    const [container] =
      statusOf({ pod, observation: found, probes: probes(results), previous: previous ? { containerStatuses: [previous] } : {} })
        .containerStatuses ?? [];
    assert.deepEqual([container?.started, container?.ready], expected);
  }
});

test('a pod keeps its addresses when its sandbox stops, in the order of the families of its node', () => {
  const dual = aSandbox({ ips: ['fd00::2', '10.244.0.2'] });
  assert.deepEqual(statusOf({ observation: observation([], [dual]) }).podIPs, [{ ip: '10.244.0.2' }, { ip: 'fd00::2' }]);
  assert.equal(statusOf({ observation: observation([], [dual]), nodeAddresses: ['fd00::1'] }).podIP, 'fd00::2');
  const stopped = {
    observation: observation([], [aSandbox({ state: 'NotReady', ips: [] })]),
    previous: { podIP: '10.244.0.9', podIPs: [{ ip: '10.244.0.9' }] },
  };
  assert.equal(statusOf(stopped).podIP, '10.244.0.9');
  assert.equal(statusOf({ pod: aPod({ hostNetwork: true }) }).podIP, '10.0.0.1');
});

test('long last words of many containers are shortened', () => {
  const long = 'ü'.repeat(10_000);
  const containers = ['main', 'other'].map((name) => observed(name, 1, { message: long }));
  const { containerStatuses = [] } = statusOf({ pod: two, observation: observation(containers) });
  const lengths = containerStatuses.map(({ state }) => Buffer.byteLength(state?.terminated?.message ?? ''));
  assert.deepEqual(lengths, [6144, 6144]);
});
