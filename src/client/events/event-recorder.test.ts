import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { silentLog, type Log } from '../../base/log.ts';
import { Event } from '../../kinds/core/event.ts';
import { createClient } from '../create-client.ts';
import { inProcess } from '../in-process.ts';
import { MemoryServer } from '../testing/memory-server.ts';
import { createEventRecorder } from './event-recorder.ts';

test('of thousands of events that have to be dropped, the log tells a few times', () => {
  const told: unknown[] = [];
  // Nothing else of a log is asked for.
  const log = { ...silentLog, warn: (fields: { dropped: number }) => told.push(fields.dropped) } as unknown as Log;
  const clock = new FakeClock();
  const transport = inProcess(new MemoryServer(Event).handle, { user: { name: 'test', groups: [] } });
  const client = createClient({ transport, userAgent: 'test', clock });
  const recorder = createEventRecorder({ client, component: 'test', clock, log });
  const target = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop' } };
  for (let count = 0; count < 3500; count++) recorder.event(target, { reason: 'Created', message: `number ${count}` });
  assert.deepEqual(told, [1, 10, 100, 1000]);
});
