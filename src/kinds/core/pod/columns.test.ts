import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf, created } from '../../testing/judge.ts';
import { Pod } from './index.ts';

const nowMs = Date.parse('2026-01-02T04:04:05Z');

const rowOf = (spec: object, status: object, metadata: object = {}): unknown[] => {
  const pod = created(Pod, {
    metadata: { name: 'web', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  });
  Object.assign(pod.metadata, metadata);
  Object.assign(pod.status, status);
  const { Ready, Status, Restarts } = cellsOf(Pod, pod, nowMs);
  return [Ready, Status, Restarts];
};

const running = { name: 'c', ready: true, restartCount: 0, state: { running: { startedAt: '2026-01-02T03:04:05Z' } } };
const ready = [{ type: 'Ready', status: 'True' }];

const rows: readonly (readonly [what: string, spec: object, status: object, metadata: object, cells: readonly unknown[]])[] = [
  ['waits for a node', {}, {}, {}, ['0/1', 'Pending', '0']],
  ['runs', {}, { phase: 'Running', conditions: ready, containerStatuses: [running] }, {}, ['1/1', 'Running', '0']],
  [
    'has restarted',
    {},
    {
      phase: 'Running',
      conditions: ready,
      containerStatuses: [{ ...running, restartCount: 3, lastState: { terminated: { exitCode: 1, finishedAt: '2026-01-02T03:59:05Z' } } }],
    },
    {},
    ['1/1', 'Running', '3 (5m ago)'],
  ],
  [
    'is being deleted',
    {},
    { phase: 'Running', containerStatuses: [running] },
    { deletionTimestamp: '2026-01-02T03:04:05Z' },
    ['1/1', 'Terminating', '0'],
  ],
  [
    'was on a node that is lost',
    {},
    { phase: 'Running', reason: 'NodeLost', containerStatuses: [running] },
    { deletionTimestamp: '2026-01-02T03:04:05Z' },
    ['1/1', 'Unknown', '0'],
  ],
  [
    'crashes again and again',
    {},
    {
      phase: 'Running',
      containerStatuses: [{ ...running, ready: false, restartCount: 5, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
    },
    {},
    ['0/1', 'CrashLoopBackOff', '5'],
  ],
  [
    'was killed by a signal',
    {},
    { phase: 'Running', containerStatuses: [{ ...running, ready: false, state: { terminated: { exitCode: 137, signal: 9 } } }] },
    {},
    ['0/1', 'Signal:9', '0'],
  ],
  [
    'has ended without a reason',
    {},
    { phase: 'Failed', containerStatuses: [{ ...running, ready: false, state: { terminated: { exitCode: 3 } } }] },
    {},
    ['0/1', 'ExitCode:3', '0'],
  ],
  [
    'has done its work',
    {},
    { phase: 'Succeeded', containerStatuses: [{ ...running, ready: false, state: { terminated: { exitCode: 0, reason: 'Completed' } } }] },
    {},
    ['0/1', 'Completed', '0'],
  ],
  ['was evicted', {}, { phase: 'Failed', reason: 'Evicted' }, {}, ['0/1', 'Evicted', '0']],
  [
    'starts its first init container',
    {
      initContainers: [
        { name: 'i', image: 'a' },
        { name: 'j', image: 'a' },
      ],
    },
    {
      phase: 'Pending',
      initContainerStatuses: [
        { ...running, name: 'i', ready: false },
        { ...running, name: 'j', ready: false, state: { waiting: { reason: 'PodInitializing' } } },
      ],
    },
    {},
    ['0/1', 'Init:0/2', '0'],
  ],
  [
    'failed in an init container',
    { initContainers: [{ name: 'i', image: 'a' }] },
    {
      phase: 'Pending',
      initContainerStatuses: [{ ...running, name: 'i', ready: false, restartCount: 2, state: { terminated: { exitCode: 2 } } }],
    },
    {},
    ['0/1', 'Init:ExitCode:2', '2'],
  ],
  [
    'has a sidecar',
    { initContainers: [{ name: 'i', image: 'a', restartPolicy: 'Always' }] },
    {
      phase: 'Running',
      conditions: ready,
      initContainerStatuses: [{ ...running, name: 'i', started: true }],
      containerStatuses: [running],
    },
    {},
    ['2/2', 'Running', '0'],
  ],
  ['is held at a gate', { schedulingGates: [{ name: 'g' }] }, {}, {}, ['0/1', 'SchedulingGated', '0']],
];

for (const [what, spec, status, metadata, cells] of rows) {
  test(`a pod that ${what} is shown so`, () => {
    assert.deepEqual(rowOf(spec, status, metadata), cells);
  });
}
