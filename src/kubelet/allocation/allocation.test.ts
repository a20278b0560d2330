import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aContainer, aPod } from '../testing/observed.ts';
import { allocationOf, isSameAllocation, restoredAllocation, withAllocation } from './allocation.ts';
import { resizeNeed } from './resize-need.ts';

const asking = (cpu: string, more = {}) => aContainer('main', { resources: { requests: { cpu } }, ...more });

test('a pod is run with what it was promised, whatever it asks for', () => {
  const before = allocationOf(aPod({ containers: [asking('1')] }));
  const wanted = aPod({ containers: [asking('2')] });
  assert.equal(isSameAllocation(before, allocationOf(wanted)), false);
  assert.equal(isSameAllocation(before, allocationOf(aPod({ containers: [asking('1000m')] }))), true);
  assert.deepEqual(withAllocation(wanted, before).spec.containers[0]?.resources, { requests: { cpu: '1' } });
});

test('after a restart a pending resize is still not granted', () => {
  const status = {
    conditions: [{ type: 'PodResizePending', status: 'True' }],
    containerStatuses: [{ name: 'main', ready: true, restartCount: 0, image: '', imageID: '', allocatedResources: { cpu: '1' } }],
  };
  const pod = aPod({ containers: [asking('2')] }, { status });
  assert.equal(restoredAllocation(pod).containers.get('main')?.requests?.['cpu'], '1');
  assert.equal(restoredAllocation({ ...pod, status: {} }).containers.get('main')?.requests?.['cpu'], '2');
});

test('a container restarts for a resource only if it says so', () => {
  const resizePolicy = [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }];
  const container = asking('2', { resizePolicy });
  assert.equal(resizeNeed(container, { requests: { cpu: '2000m' } }), 'nothing');
  assert.equal(resizeNeed(container, { requests: { cpu: '1' } }), 'update');
  assert.equal(resizeNeed(container, { requests: { cpu: '2', memory: '1Gi' } }), 'restart');
});
