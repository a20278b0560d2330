import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aPod } from '../testing/observed.ts';
import { isSame, statusPatch } from './status-patch.ts';

test('nothing is written when nothing is new, however empty things are written', () => {
  const status = {
    phase: 'Running',
    hostIP: '',
    podIPs: [],
    containerStatuses: [{ name: 'a', ready: true, restartCount: 0, image: '', imageID: '', state: {} }],
  } as const;
  const told = {
    phase: 'Running',
    containerStatuses: [{ name: 'a', ready: true, restartCount: 0, image: '', imageID: '', state: {}, lastState: {} }],
  } as const;
  const pod = aPod({}, { status: { ...status, podIPs: [], containerStatuses: [...status.containerStatuses] } });
  assert.equal(statusPatch(pod, { ...told, containerStatuses: [...told.containerStatuses] }), undefined);
});

test('only what the kubelet decides is changed, for this very pod', () => {
  const conditions = [
    { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'x' },
    { type: 'PodResizePending', status: 'True' },
    { type: 'example.com/gate', status: 'True' },
  ];
  const pod = aPod({}, { status: { phase: 'Pending', reason: 'Old', nominatedNodeName: 'n', podIPs: [{ ip: '1.1.1.1' }], conditions } });
  const ready = { type: 'Ready', status: 'True' };
  assert.deepEqual(statusPatch(pod, { phase: 'Running', podIPs: [{ ip: '2.2.2.2' }], conditions: [ready] }), {
    metadata: { uid: 'u' },
    status: {
      phase: 'Running',
      reason: null,
      podIPs: [{ $patch: 'replace' }, { ip: '2.2.2.2' }],
      conditions: [
        { reason: null, message: null, ...ready },
        { $patch: 'delete', type: 'PodResizePending' },
      ],
    },
  });
});

test('values are the same whatever is left out', () => {
  for (const [a, b, expected] of [
    [undefined, null, true],
    [{ a: [] }, {}, true],
    [{ a: 1 }, { a: 1, b: '' }, true],
    [{ a: 0 }, {}, false],
    [[1, 2], [1], false],
    [{ a: { b: 1 } }, { a: { b: 2 } }, false],
    ['1', 1, false],
  ] as const)
    assert.equal(isSame(a, b), expected);
});
