import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deadlines } from '../base/deadlines.ts';
import { FakeClock } from '../base/fake-clock.ts';
import type { Credentials, User } from '../model/request.ts';
import { InFlightLimits, type Place } from './in-flight-limits.ts';
import { requestInfo } from './request-info.ts';

const somebody: User = { name: 'somebody', groups: ['system:authenticated'] };
const administrator: User = { name: 'root', groups: ['system:masters'] };
const fromOutside: Credentials = { type: 'bearer', token: 't' };

function limits(maximums: { readOnly: number; mutating: number }, clock = new FakeClock()) {
  const deadlines = new Deadlines({ clock, signal: new AbortController().signal });
  const all = new InFlightLimits({ maximums, deadlines });
  return (line: string, { user = somebody, credentials = fromOutside }: { user?: User; credentials?: Credentials } = {}) => {
    const [method = '', url = ''] = line.split(' ');
    const { pathname: path, searchParams: query } = new URL(url, 'https://localhost');
    const info = requestInfo({ method: method as 'GET', path, query });
    return all.enter({ credentials }, { info, user });
  };
}

const isPlace = (entered: Place | Promise<Place | undefined> | undefined): entered is Place =>
  entered !== undefined && Symbol.dispose in entered;

test('reads and writes have places of their own, which others wait for in the order they came', async () => {
  const enter = limits({ readOnly: 2, mutating: 1 });
  const first = enter('GET /api/v1/pods');
  assert.ok(isPlace(first) && isPlace(enter('GET /api/v1/namespaces/a/pods/p')));
  const reads = [enter('GET /healthz'), enter('GET /api/v1/pods')];
  const write = enter('POST /api/v1/namespaces/a/pods');
  assert.ok(isPlace(write));
  const writes = ['DELETE /api/v1/namespaces/a/pods/p', 'PATCH /api/v1/namespaces/a/pods/p'].map((line) => enter(line));
  for (const waiting of [...reads, ...writes]) assert.ok(waiting instanceof Promise);
  first[Symbol.dispose]();
  const second = await reads[0];
  assert.ok(second);
  second[Symbol.dispose]();
  assert.ok(await reads[1], 'the next one gets the place that is handed on');
  write[Symbol.dispose]();
  assert.ok(await writes[0]);
});

test('who has waited too long, or finds too many waiting, gets none', async () => {
  const clock = new FakeClock();
  const enter = limits({ readOnly: 0, mutating: 1 }, clock);
  const first = enter('POST /api/v1/namespaces/a/pods');
  assert.ok(isPlace(first));
  const waiting = Array.from({ length: 25 }, async () => enter('POST /api/v1/namespaces/a/pods'));
  assert.equal(enter('POST /api/v1/namespaces/a/pods'), undefined);
  await clock.advance(15_000);
  assert.deepEqual(await Promise.all(waiting), Array.from({ length: 25 }));
  first[Symbol.dispose]();
  assert.ok(isPlace(enter('POST /api/v1/namespaces/a/pods')), 'no place was lost');
});

test('requests that last, administrators and callers in the process need no place', () => {
  const enter = limits({ readOnly: 1, mutating: 1 });
  assert.ok(isPlace(enter('GET /api/v1/pods')) && isPlace(enter('POST /api/v1/namespaces/a/pods')));
  for (const line of [
    'GET /api/v1/pods?watch=1',
    'GET /api/v1/namespaces/a/pods/p/log',
    'POST /api/v1/namespaces/a/pods/p/exec',
    'GET /api/v1/namespaces/a/services/s/proxy/',
  ])
    assert.ok(isPlace(enter(line)), line);
  assert.ok(isPlace(enter('GET /api/v1/pods', { user: administrator })));
  assert.ok(isPlace(enter('POST /api/v1/namespaces/a/pods', { credentials: { type: 'user', user: somebody } })));
});

test('0 is no limit', () => {
  const enter = limits({ readOnly: 0, mutating: 0 });
  for (let index = 0; index < 1000; index++)
    assert.ok(isPlace(enter('GET /api/v1/pods')) && isPlace(enter('POST /api/v1/namespaces/a/pods')));
});
