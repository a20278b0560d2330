import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Doorbell } from './doorbell.ts';
import { FakeClock } from './fake-clock.ts';

test('waiting ends with a ring, with its time, or with the signal', async () => {
  const clock = new FakeClock();
  const doorbell = new Doorbell({ clock });
  const stopping = new AbortController();
  const rung = doorbell.wait(1000, stopping.signal);
  doorbell.ring();
  await rung;
  const timed = doorbell.wait(1000, stopping.signal);
  assert.equal(clock.sleeping, 1);
  await clock.advance(1000);
  await timed;
  const stopped = doorbell.wait(1000, stopping.signal);
  stopping.abort();
  await stopped;
  assert.equal(clock.sleeping, 0);
});

test('a ring while nobody waits is heard by the next, once', async () => {
  const clock = new FakeClock();
  const doorbell = new Doorbell({ clock });
  const { signal } = new AbortController();
  doorbell.ring();
  doorbell.ring();
  await doorbell.wait(1000, signal);
  void doorbell.wait(1000, signal);
  assert.equal(clock.sleeping, 1);
});
