import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerState, ContainerStatus } from '../../kinds/core/pod/status.ts';
import { aContainer, aPod } from '../testing/observed.ts';
import { finishedStatus } from './finished-status.ts';

const status = (name: string, state: ContainerState, lastState: ContainerState = {}): ContainerStatus => ({
  name,
  state,
  lastState,
  ready: false,
  restartCount: 0,
  image: '',
  imageID: '',
});
const waiting: ContainerState = { waiting: { reason: 'ImagePullBackOff' } };
const exited = (exitCode: number): ContainerState => ({ terminated: { exitCode } });
const codes = (statuses: readonly ContainerStatus[] = []) => statuses.map(({ state }) => state?.terminated?.exitCode);

test('a pod that never came to run is over in the end, and its containers with it', () => {
  const { phase, containerStatuses } = finishedStatus(aPod({}), { phase: 'Pending', containerStatuses: [status('main', waiting)] });
  assert.equal(phase, 'Failed');
  assert.deepEqual(codes(containerStatuses), [137]);
  assert.equal(containerStatuses?.[0]?.state?.terminated?.reason, 'ContainerStatusUnknown');
});

test('what has ended stays as it ended', () => {
  const before = { phase: 'Succeeded' as const, containerStatuses: [status('main', exited(0))] };
  assert.deepEqual(finishedStatus(aPod({}), before), before);
});

test('containers that never had their turn are not told to have failed', () => {
  const pod = aPod({ initContainers: [aContainer('one'), aContainer('two'), aContainer('three')] });
  const main = [status('main', { waiting: { reason: 'PodInitializing' } })];
  for (const [expected, states] of [
    [
      [137, undefined, undefined],
      [waiting, waiting, waiting],
    ],
    [
      [0, 137, undefined],
      [exited(0), { running: {} }, waiting],
    ],
  ] as const) {
    const init = states.map((state, index) => status(['one', 'two', 'three'][index] ?? '', state));
    const finished = finishedStatus(pod, { phase: 'Pending', containerStatuses: main, initContainerStatuses: init });
    assert.deepEqual(codes(finished.initContainerStatuses), expected);
    assert.deepEqual(codes(finished.containerStatuses), [undefined]);
  }
  const initialized = [status('one', exited(0)), status('two', exited(0)), status('three', exited(0))];
  const finished = finishedStatus(pod, { phase: 'Pending', containerStatuses: main, initContainerStatuses: initialized });
  assert.deepEqual(codes(finished.containerStatuses), [137]);
});
