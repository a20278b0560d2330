import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deadlines } from '../base/deadlines.ts';
import { FakeClock } from '../base/fake-clock.ts';
import { ApiError } from '../model/errors.ts';
import type { ApiRequest, ApiResponse } from '../model/request.ts';
import { requestInfo } from './request-info.ts';
import { timeoutMsOf, withinTimeout } from './request-timeout.ts';

const timeoutOf = (line: string, maxTimeoutMs?: number) => {
  const [method, path = ''] = line.split(' ');
  const { pathname, searchParams: query } = new URL(path, 'https://localhost');
  return timeoutMsOf({ query }, requestInfo({ method: method as 'GET', path: pathname, query }), maxTimeoutMs);
};

const cases: readonly [line: string, max: number | undefined, timeoutMs: number | undefined][] = [
  ['GET /api/v1/pods', 60_000, 60_000],
  ['GET /api/v1/pods', undefined, undefined],
  ['GET /api/v1/pods?timeout=5s', 60_000, 5000],
  ['GET /api/v1/pods?timeout=5s', undefined, 5000],
  ['GET /api/v1/pods?timeout=5m', 60_000, 60_000],
  ['GET /api/v1/pods?timeout=0s', 60_000, 60_000],
  ['GET /api/v1/pods?timeout=-1s', 60_000, 60_000],
  ['GET /version?timeout=1s', 60_000, 1000],
  ['GET /api/v1/pods?watch=1&timeout=5s', 60_000, undefined],
  ['GET /api/v1/watch/pods', 60_000, undefined],
  ['GET /api/v1/namespaces/a/pods/p/log', 60_000, undefined],
  ['POST /api/v1/namespaces/a/pods/p/exec', 60_000, undefined],
  ['POST /api/v1/namespaces/a/services/s/proxy/x', 60_000, undefined],
  ['POST /api/v1/namespaces/a/pods/p/eviction', 60_000, 60_000],
];
for (const [line, max, timeoutMs] of cases)
  test(`${line} of a server that allows ${max ?? 'any time'} has ${timeoutMs ?? 'no'} ms`, () =>
    assert.equal(timeoutOf(line, max), timeoutMs));

const answer: ApiResponse = { code: 200, body: { type: 'object', value: { object: {} } } };

const requestWith = (signal: AbortSignal): ApiRequest => ({
  method: 'GET',
  path: '/api/v1/pods',
  query: new URLSearchParams(),
  headers: {},
  credentials: { type: 'none' },
  signal,
});

const timeoutMs = 1000;

for (const own of [true, false]) {
  const what = own ? 'a time of its own' : 'the time that all have';
  const fixture = () => {
    const clock = new FakeClock();
    const stopping = new AbortController();
    const gone = new AbortController();
    const shared = own ? undefined : { deadlines: new Deadlines({ clock, signal: stopping.signal }), timeoutMs };
    return { clock, gone, stopping, options: { request: requestWith(gone.signal), timeoutMs, shared, clock } };
  };

  test(`an answer within ${what} is the answer, and leaves no timer behind`, async () => {
    const { clock, stopping, options } = fixture();
    assert.equal(await withinTimeout(async () => answer, options), answer);
    stopping.abort();
    assert.equal(clock.sleeping, 0);
  });

  test(`when ${what} is up the work is told to stop and the answer is Timeout`, async () => {
    const { clock, options } = fixture();
    const stopped = Promise.withResolvers<void>();
    const work = ({ signal }: ApiRequest) => {
      signal.addEventListener('abort', () => stopped.resolve());
      return new Promise<never>(() => {});
    };
    const answered = withinTimeout(work, options);
    const refused = assert.rejects(answered, (error) => ApiError.is(error, 'Timeout') && error.status.code === 504);
    await clock.advance(timeoutMs);
    await refused;
    await stopped.promise;
  });

  test(`a client that leaves within ${what} stops the work`, async () => {
    const { gone, options } = fixture();
    const work = ({ signal }: ApiRequest) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const answered = withinTimeout(work, options);
    gone.abort(new Error('left'));
    await assert.rejects(answered, /left/);
  });
}
