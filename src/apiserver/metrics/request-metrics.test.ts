import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import type { ApiRequest, ApiResponse, Method } from '../../model/request.ts';
import { requestInfo } from '../request-info.ts';
import { RequestMetrics } from './request-metrics.ts';
import { writeMetrics } from '../../base/metrics/text.ts';

const request = (line: string): ApiRequest => {
  const [method, url = ''] = line.split(' ');
  const { pathname, searchParams } = new URL(url, 'https://localhost');
  return {
    method: method as Method,
    path: pathname,
    query: searchParams,
    headers: {},
    credentials: { type: 'none' },
    signal: new AbortController().signal,
  };
};

const answer = (code: number): ApiResponse => ({ code, body: { type: 'object', value: { object: {} } } });

function counter() {
  const clock = new FakeClock();
  const metrics = new RequestMetrics({ clock, isServed: (info) => !info.isResource || info.resource === 'pods' });
  const count = async (line: string, response: ApiResponse, tookMs = 0) => {
    const begun = metrics.begin(request(line));
    begun.info = requestInfo(request(line));
    await clock.advance(tookMs);
    return metrics.end(begun, { request: request(line), response });
  };
  const lines = (name: string) =>
    writeMetrics(metrics.metrics())
      .split('\n')
      .filter((line) => line.startsWith(name));
  return { metrics, count, lines };
}

test('requests are counted by what they asked for and how they were answered', async () => {
  const { count, lines } = counter();
  await count('GET /api/v1/namespaces/a/pods/p', answer(200));
  await count('GET /api/v1/namespaces/b/pods/q', answer(200));
  await count('GET /api/v1/namespaces/b/pods/q', answer(404));
  await count('POST /api/v1/namespaces/b/pods?dryRun=All', answer(201));
  await count('GET /healthz/etcd', answer(200));
  const common = 'group="",version="v1",resource="pods",subresource="",scope="resource",component="apiserver"';
  assert.deepEqual(lines('apiserver_request_total'), [
    `apiserver_request_total{verb="GET",${common},dry_run="",code="200",system_client=""} 2`,
    `apiserver_request_total{verb="GET",${common},dry_run="",code="404",system_client=""} 1`,
    `apiserver_request_total{verb="POST",${common},dry_run="All",code="201",system_client=""} 1`,
    'apiserver_request_total{verb="GET",group="",version="",resource="",subresource="/healthz",scope="",component="apiserver",dry_run="",code="200",system_client=""} 1',
  ]);
});

test('what is not served has no labels of its own, however many there are of it', async () => {
  const { count, lines } = counter();
  for (let number = 0; number < 100; number++) await count(`GET /apis/g${number}/v1/things`, answer(404));
  assert.equal(lines('apiserver_request_total').length, 1);
});

test('durations fall into the buckets below their bounds', async () => {
  const { count, lines } = counter();
  for (const tookMs of [1, 30, 700]) await count('GET /api/v1/pods', answer(200), tookMs);
  const value = (bound: string) =>
    lines('apiserver_request_duration_seconds_bucket')
      .find((line) => line.includes(`le="${bound}"`))
      ?.split(' ')[1];
  assert.deepEqual([value('0.005'), value('0.05'), value('0.6'), value('0.8'), value('+Inf')], ['1', '2', '2', '3', '3']);
});

test('a watch is open for as long as it is read', async () => {
  const { count, lines } = counter();
  async function* events() {
    yield [{ type: 'ADDED', object: { object: {}, bytes: new Uint8Array(3000) } } as const];
  }
  const { body } = await count('GET /api/v1/pods?watch=1', { code: 200, body: { type: 'watch', events: events() } });
  const open = () => lines('apiserver_longrunning_requests')[0]?.split(' ')[1];
  assert.equal(open(), '0');
  assert(body.type === 'watch');
  const reading = body.events[Symbol.asyncIterator]();
  await reading.next();
  assert.equal(open(), '1');
  await reading.next();
  assert.equal(open(), '0');
  const size = (bound: string) =>
    lines('apiserver_watch_events_sizes_bucket')
      .find((line) => line.includes(`le="${bound}"`))
      ?.split(' ')[1];
  assert.deepEqual([lines('apiserver_watch_events_total')[0]?.split(' ')[1], size('2048'), size('4096')], ['1', '0', '1']);
});

test('requests under way are known until they are answered, and those that last until they end', async () => {
  const { metrics } = counter();
  const paths = (all: Iterable<{ request: { path: string } }>) => [...all].map((each) => each.request.path);
  const first = metrics.begin(request('GET /api/v1/pods'));
  const second = metrics.begin(request('POST /api/v1/namespaces/a/pods/p/exec'));
  assert.deepEqual(paths(metrics.underWay()), ['/api/v1/pods', '/api/v1/namespaces/a/pods/p/exec']);
  metrics.end(first, { request: request('GET /api/v1/pods'), response: answer(200) });
  const lasting = metrics.lasts(second, request('POST /api/v1/namespaces/a/pods/p/exec'));
  assert.deepEqual([paths(metrics.underWay()), paths(metrics.lasting())], [[], ['/api/v1/namespaces/a/pods/p/exec']]);
  lasting[Symbol.dispose]();
  assert.deepEqual(paths(metrics.lasting()), []);
});

test('what the server gave up on, or did not begin with, is counted by the code it answered', async () => {
  const { metrics, count, lines } = counter();
  await count('GET /api/v1/pods', answer(504));
  const dropped = metrics.begin(request('POST /api/v1/namespaces/a/pods'));
  dropped.info = requestInfo(request('POST /api/v1/namespaces/a/pods'));
  dropped.dropped = true;
  metrics.end(dropped, { request: request('POST /api/v1/namespaces/a/pods'), response: answer(429) });
  // An answer of the API itself, which is no less of one.
  await count('POST /api/v1/namespaces/a/pods', answer(429));
  const found = lines('apiserver_request_terminations_total').map((line) => /verb="(\w+)".*code="(\d+)"\} (\d+)/.exec(line)?.slice(1));
  assert.deepEqual(found, [
    ['LIST', '504', '1'],
    ['POST', '429', '1'],
  ]);
});

test('parts of the cluster are told apart from its users', async () => {
  const { metrics, lines } = counter();
  for (const agent of ['kube-scheduler/v1.36.2 (linux/amd64)', 'kubectl/v1.36.2', 'kube-scheduler']) {
    const from = { ...request('GET /api/v1/pods'), headers: { 'user-agent': agent } };
    const begun = metrics.begin(from);
    begun.info = requestInfo(from);
    metrics.end(begun, { request: from, response: answer(200) });
  }
  const found = lines('apiserver_request_total').map((line) => /system_client="([^"]*)"\} (\d+)/.exec(line)?.slice(1));
  assert.deepEqual(found, [
    ['kube-scheduler', '2'],
    ['', '1'],
  ]);
});

test('a watch that is to begin with a list is counted once that is told', async () => {
  const { count, lines } = counter();
  async function* events() {
    yield [{ type: 'BOOKMARK', object: { object: {}, bytes: new Uint8Array(10) } } as const];
    await new Promise(() => {});
  }
  const { body } = await count('GET /api/v1/pods?watch=1&sendInitialEvents=true&allowWatchBookmarks=true', {
    code: 200,
    body: { type: 'watch', events: events() },
  });
  assert(body.type === 'watch');
  const reading = body.events[Symbol.asyncIterator]();
  await reading.next();
  assert.deepEqual(lines('apiserver_watch_list_duration_seconds_count'), []);
  void reading.next();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(lines('apiserver_watch_list_duration_seconds_count'), [
    'apiserver_watch_list_duration_seconds_count{group="",version="v1",resource="pods",scope="cluster"} 1',
  ]);
});
