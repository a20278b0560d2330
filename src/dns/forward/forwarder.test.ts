import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from 'dns-packet';
import { systemClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { encodeQuery } from '../message/encode-query.ts';
import { startUpstreamServer } from '../testing/upstream-server.ts';
import { Forwarder } from './forwarder.ts';
import { parseUpstream } from './upstream-address.ts';

const { signal } = new AbortController();
const message = encodeQuery('example.org', 1);
const question = { message, question: message.subarray(12), byTcp: false, signal };
const forwarderTo = (...upstreams: readonly string[]) =>
  new Forwarder({ upstreams: upstreams.map(parseUpstream), clock: systemClock, log: silentLog });
const address = { type: 'A' as const, name: 'example.org', ttl: 60, data: '192.0.2.1' };

test('a question is asked on by UDP, or by TCP for those who asked so', async () => {
  await using server = await startUpstreamServer(() => [address]);
  const forwarder = forwarderTo(server.address);
  for (const byTcp of [false, true]) {
    const response = await forwarder.forward({ ...question, byTcp });
    assert.deepEqual(response && decode(response.bytes).answers?.map((answer) => 'data' in answer && answer.data), ['192.0.2.1']);
    assert.equal(response?.ttlSeconds, 60);
  }
  assert.deepEqual(server.questions, ['udp A example.org', 'tcp A example.org']);
});

test('when the first server is not there the next is asked, at once', async () => {
  await using server = await startUpstreamServer(() => [address]);
  const gone = await startUpstreamServer(() => undefined);
  await gone[Symbol.asyncDispose]();
  const startedMs = systemClock.now();
  assert.ok(await forwarderTo(gone.address, server.address).forward(question));
  assert.ok(systemClock.now() - startedMs < 500);
});

test('servers that say nothing are given up within two seconds, and then not waited for', async () => {
  await using server = await startUpstreamServer(() => undefined);
  const forwarder = forwarderTo(server.address);
  const timed = async () => {
    const startedMs = systemClock.now();
    assert.equal(await forwarder.forward(question), undefined);
    return systemClock.now() - startedMs;
  };
  assert.ok((await timed()) < 2000);
  await timed();
  assert.ok((await timed()) < 50);
  assert.equal(server.questions.length, 3);
});

test('a stop ends questions that are under way', async () => {
  await using server = await startUpstreamServer(() => undefined);
  const stopping = new AbortController();
  const asking = forwarderTo(server.address).forward({ ...question, signal: stopping.signal });
  stopping.abort();
  assert.equal(await asking, undefined);
});
