import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import type { Event } from '../../kinds/core/event.ts';
import type { New } from '../../model/kind.ts';
import { EventCorrelator } from './correlator.ts';

const event = (message: string, name = 'web'): New<Event> => ({
  metadata: { name: `${name}.1`, namespace: 'shop' },
  involvedObject: { kind: 'Pod', namespace: 'shop', name },
  source: { component: 'test' },
  reason: 'Started',
  message,
  type: 'Normal',
  firstTimestamp: '2026-01-01T00:00:00Z',
  lastTimestamp: '2026-01-01T00:00:00Z',
  eventTime: '',
  reportingComponent: 'test',
  reportingInstance: '',
});

test('equal events are counted', () => {
  const correlator = new EventCorrelator({ clock: new FakeClock() });
  assert.equal(correlator.correlate(event('a')).type, 'create');
  const again = correlator.correlate(event('a'));
  assert.equal(again.type, 'count');
  assert.equal(again.type === 'count' && again.event.count, 2);
  assert.equal(correlator.correlate(event('b')).type, 'create');
});

test('from the tenth message on, similar events become one', () => {
  const correlator = new EventCorrelator({ clock: new FakeClock() });
  const results = Array.from({ length: 12 }, (_, index) => correlator.correlate(event(`message ${index}`)));
  assert.deepEqual(
    results.map(({ type }) => type),
    [...Array.from({ length: 10 }, () => 'create'), 'count', 'count'],
  );
  const last = results[11];
  assert.equal(last?.type === 'count' && last.event.message, '(combined from similar events): message 11');
});

test('after ten minutes without the like, they are told one by one again', async () => {
  const clock = new FakeClock();
  const correlator = new EventCorrelator({ clock });
  for (let index = 0; index < 12; index++) correlator.correlate(event(`message ${index}`));
  await clock.advance(601_000);
  const next = correlator.correlate(event('another'));
  assert.equal(next.type === 'create' && next.event.message, 'another');
});

test('a source that cannot stop is held to one event in five minutes, others are not', async () => {
  const clock = new FakeClock();
  const correlator = new EventCorrelator({ clock });
  const results = Array.from({ length: 30 }, () => correlator.correlate(event('a')).type);
  assert.equal(results.filter((type) => type === 'drop').length, 5);
  assert.equal(correlator.correlate(event('a', 'other')).type, 'create');
  await clock.advance(300_000);
  assert.equal(correlator.correlate(event('a')).type, 'count');
  assert.equal(correlator.correlate(event('a')).type, 'drop');
});
