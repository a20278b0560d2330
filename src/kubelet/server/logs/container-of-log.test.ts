import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../../kinds/core/pod/index.ts';
import { containerOfLog } from './container-of-log.ts';

const pod = (status: object): Pod =>
  ({ metadata: { name: 'web' }, status: { containerStatuses: [{ name: 'main', ...status }] } }) as unknown as Pod; // what is read of it

test('a name means the container that runs, or the last that did', () => {
  const ended = { terminated: { containerID: 'containerd://old' } };
  const running = { containerID: 'containerd://new', state: { running: {} }, lastState: ended };
  const found = (id: string) => ({ type: 'found', containerId: `containerd://${id}` });
  const none = (message: string) => ({ type: 'none', message });
  for (const [status, previous, expected] of [
    [running, false, found('new')],
    [running, true, found('old')],
    [{ ...running, lastState: {} }, true, none('previous terminated container "main" in pod "web" not found')],
    [{ state: { terminated: { containerID: 'containerd://x' } } }, false, found('x')],
    [{ state: { terminated: {} }, lastState: ended }, false, found('old')],
    [{ state: { terminated: {} } }, false, none('container "main" in pod "web" is terminated')],
    [{ state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: ended }, false, found('old')],
    [
      { state: { waiting: { reason: 'ErrImagePull' } } },
      false,
      none('container "main" in pod "web" is waiting to start: image can\'t be pulled'),
    ],
    [
      { state: { waiting: { reason: 'ImagePullBackOff' } } },
      false,
      none('container "main" in pod "web" is waiting to start: trying and failing to pull image'),
    ],
    [
      { state: { waiting: { reason: 'ContainerCreating' } } },
      false,
      none('container "main" in pod "web" is waiting to start: ContainerCreating'),
    ],
    [{}, false, none('container "main" in pod "web" is waiting to start - no logs yet')],
  ] as const) {
    assert.deepEqual(containerOfLog(pod(status), 'main', { previous }), expected);
  }
  assert.deepEqual(containerOfLog(pod({}), 'side', { previous: false }), none('container "side" in pod "web" is not available'));
});
