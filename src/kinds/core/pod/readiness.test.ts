import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Pod } from './index.ts';
import { isPodActive, isPodAvailable, isPodReady, isPodTerminal, isPodTerminating } from './readiness.ts';

const since = '2026-01-01T00:00:00Z';
const sinceMs = Date.parse(since);

function pod({
  ready = 'True',
  phase = 'Running',
  deleted = false,
}: {
  ready?: string;
  phase?: Pod['status']['phase'];
  deleted?: boolean;
}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', uid: '1', resourceVersion: '1', creationTimestamp: since, ...(deleted && { deletionTimestamp: since }) },
    spec: { containers: [] },
    status: {
      ...(phase && { phase }),
      conditions: [{ type: 'Ready', status: ready, lastProbeTime: since, lastTransitionTime: since }],
    },
  };
}

suite('pod readiness', () => {
  test('is what the condition says', () => {
    assert.equal(isPodReady(pod({})), true);
    assert.equal(isPodReady(pod({ ready: 'False' })), false);
  });

  test('becomes availability once it has lasted', () => {
    assert.equal(isPodAvailable(pod({}), 0, sinceMs), true);
    assert.equal(isPodAvailable(pod({}), 10, sinceMs + 9_999), false);
    assert.equal(isPodAvailable(pod({}), 10, sinceMs + 10_000), true);
    assert.equal(isPodAvailable(pod({ ready: 'False' }), 0, sinceMs), false);
  });

  test('a pod is active until it has finished or is being deleted', () => {
    assert.equal(isPodActive(pod({})), true);
    assert.equal(isPodActive(pod({ phase: 'Failed' })), false);
    assert.equal(isPodActive(pod({ deleted: true })), false);
    assert.equal(isPodTerminating(pod({ deleted: true })), true);
    assert.equal(isPodTerminating(pod({ deleted: true, phase: 'Succeeded' })), false);
    assert.equal(isPodTerminal(pod({ phase: 'Succeeded' })), true);
  });
});
