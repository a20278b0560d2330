import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { podChanges } from '../cluster-event.ts';
import type { Plugin } from '../plugin.ts';
import { schedulingGates } from '../plugins/scheduling-gates.ts';
import { podInfoOf } from '../snapshot/pod-info.ts';
import { node, pod, type PodOptions } from '../testing/builders.ts';
import { clusterOf } from '../testing/cluster.ts';
import { SchedulingQueue } from './scheduling-queue.ts';

/** Is helped by nodes; the other one by pods that go. */
const wantsNode: Plugin = { name: 'WantsNode', mayHelp: (_pod, { type }) => type === 'node added' };
const wantsRoom: Plugin = { name: 'WantsRoom', mayHelp: (_pod, { type }) => type === 'pod gone' };
const nodeAdded = { type: 'node added', node: node('a') } as const;
const podGone = { type: 'pod gone', pod: pod('other') } as const;

function setUp() {
  const clock = new FakeClock();
  const queue = new SchedulingQueue({ plugins: [schedulingGates, wantsNode, wantsRoom], cluster: clusterOf({}), clock });
  const stopping = new AbortController();
  const running = queue.run(stopping.signal);
  return {
    clock,
    queue,
    put: (name: string, options: PodOptions = {}) => queue.put(podInfoOf(pod(name, options))),
    next: () => queue.next()?.info.pod.metadata.name,
    /** Takes the next pod and gives it back as rejected by these plugins. */
    fail(...plugins: string[]) {
      const queued = queue.next();
      assert(queued);
      queue.giveBackRejected(queued, new Set(plugins));
      return queued;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

test('pods of higher priority go first, then those that came first', async () => {
  await using it = setUp();
  it.put('first');
  await it.clock.advance(1);
  it.put('second');
  it.put('important', { priority: 10 });
  assert.deepEqual([it.next(), it.next(), it.next(), it.next()], ['important', 'first', 'second', undefined]);
});

test('a pod that was rejected waits for what the plugins that rejected it wait for', async () => {
  await using it = setUp();
  it.put('web');
  it.fail('WantsNode');
  assert.deepEqual(it.queue.sizes, { active: 0, backingOff: 0, waiting: 1 });
  it.queue.notify(podGone);
  assert.equal(it.queue.sizes.waiting, 1);
  it.queue.notify(nodeAdded);
  assert.deepEqual(it.queue.sizes, { active: 0, backingOff: 1, waiting: 0 });
  assert.equal(it.next(), 'web', 'an idle scheduler does not wait for the end of the back-off');
});

test('a pod that backs off leaves the way to others, longer with each failure', async () => {
  await using it = setUp();
  for (const seconds of [1, 2, 4, 8, 10, 10]) {
    if (seconds === 1) it.put('web');
    it.fail('WantsNode');
    it.queue.notify(nodeAdded);
    await it.clock.advance(seconds * 1000 - 1);
    assert.deepEqual(it.queue.sizes, { active: 0, backingOff: 1, waiting: 0 }, `before ${seconds} s`);
    await it.clock.advance(1);
    assert.deepEqual(it.queue.sizes, { active: 1, backingOff: 0, waiting: 0 }, `after ${seconds} s`);
  }
});

test('an event after the back-off makes a pod active at once', async () => {
  await using it = setUp();
  it.put('web');
  it.fail('WantsNode');
  await it.clock.advance(1000);
  it.queue.notify(nodeAdded);
  assert.equal(it.queue.sizes.active, 1);
});

test('a pod whose placing broke is not tried before its time', async () => {
  await using it = setUp();
  it.put('web');
  const queued = it.queue.next();
  assert(queued);
  it.queue.giveBackBroken(queued);
  assert.equal(it.next(), undefined);
  await it.clock.advance(999);
  assert.equal(it.next(), undefined);
  await it.clock.advance(1);
  assert.equal(it.next(), 'web');
});

test('whatever a pod waits for, it is tried again after five minutes', async () => {
  await using it = setUp();
  it.put('first');
  it.fail('WantsNode');
  await it.clock.advance(60_000);
  it.put('second');
  it.fail('WantsRoom');
  await it.clock.advance(4 * 60_000);
  assert.deepEqual([it.next(), it.next()], ['first', undefined]);
  await it.clock.advance(60_000);
  assert.deepEqual([it.next(), it.next()], ['second', undefined]);
});

test('a pod with gates waits until all of them are gone', async () => {
  await using it = setUp();
  const gated = pod('web', { spec: { schedulingGates: [{ name: 'a' }, { name: 'b' }] } });
  it.queue.put(podInfoOf(gated));
  assert.equal(it.next(), undefined);
  const update = (previous: typeof gated, next: typeof gated) =>
    it.queue.put(podInfoOf(next), { type: 'pod updated', pod: next, previous, changes: podChanges(previous, next) });
  const fewer = pod('web', { spec: { schedulingGates: [{ name: 'b' }] } });
  update(gated, fewer);
  assert.equal(it.next(), undefined);
  update(fewer, pod('web'));
  assert.equal(it.next(), 'web');
});

test('a pod that is gone is not handed out, wherever it was', async () => {
  await using it = setUp();
  it.put('active');
  it.queue.delete('uid-active');
  it.put('waiting');
  it.fail('WantsNode');
  it.queue.delete('uid-waiting');
  it.put('back');
  it.fail('WantsNode');
  it.queue.notify(nodeAdded);
  it.queue.delete('uid-back');
  await it.clock.advance(600_000);
  assert.equal(it.next(), undefined);
  assert.deepEqual(it.queue.sizes, { active: 0, backingOff: 0, waiting: 0 });
});

test('who waits for work is woken by a pod, or by the end', async () => {
  await using it = setUp();
  const signal = new AbortController();
  const arrival = it.queue.arrival(signal.signal);
  it.put('web');
  await arrival;
  assert.equal(it.next(), 'web');
  const end = it.queue.arrival(signal.signal);
  signal.abort();
  await end;
});
