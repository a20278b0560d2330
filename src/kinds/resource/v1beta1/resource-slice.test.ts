import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../testing/judge.ts';
import { ResourceSlice } from './resource-slice.ts';

const slice = (more: object): object => ({
  metadata: { name: 'gpus' },
  spec: { driver: 'gpu.example.com', pool: { name: 'node-1', resourceSliceCount: 1 }, ...more },
});

test('in version v1beta1 an empty node name and a plain no mean nothing', () => {
  assert.deepEqual(problemsOf(ResourceSlice, slice({ nodeName: 'n', allNodes: false })), []);
  assert.deepEqual(problemsOf(ResourceSlice, slice({ nodeName: '', allNodes: true })), []);
  assert.deepEqual(problemsOf(ResourceSlice, slice({ nodeName: '', allNodes: false })), [
    'spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required',
  ]);
});
