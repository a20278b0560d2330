import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeMetrics } from '../base/metrics/text.ts';
import { FakeClock } from '../base/fake-clock.ts';
import { WorkQueue } from '../runtime/work-queue.ts';
import { QueueMetrics } from './queue-metrics.ts';

test('a queue is counted under its name: what came, what waits, what is worked on and what failed', async () => {
  const clock = new FakeClock();
  const metrics = new QueueMetrics({ clock });
  const queue = new WorkQueue({ clock, observer: metrics.observe('deployment') });
  for (const key of ['a', 'b', 'c']) queue.add(key);
  const stopping = new AbortController();
  const held = Promise.withResolvers<void>();
  const running = queue.run(
    async (key) => {
      if (key === 'a') throw new Error('not now');
      await held.promise;
    },
    { signal: stopping.signal },
  );
  await clock.advance(0);
  await clock.advance(4);
  assert.deepEqual(metrics.state(), [{ name: 'deployment', waiting: 1, active: 1, added: 3, done: 1, retried: 1 }]);
  const lines = writeMetrics(metrics.metrics()).split('\n');
  for (const line of [
    'workqueue_depth{name="deployment"} 1',
    'workqueue_adds_total{name="deployment"} 3',
    'workqueue_retries_total{name="deployment"} 1',
    'workqueue_work_duration_seconds_count{name="deployment"} 1',
    'workqueue_unfinished_work_seconds{name="deployment"} 0.004',
    'workqueue_longest_running_processor_seconds{name="deployment"} 0.004',
  ])
    assert(lines.includes(line), line);
  stopping.abort();
  held.resolve();
  await running;
});
