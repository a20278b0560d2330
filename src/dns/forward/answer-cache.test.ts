import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode } from 'dns-packet';
import { FakeClock } from '../../base/fake-clock.ts';
import { parseQuery, type Query } from '../message/query.ts';
import { readUpstreamResponse, type UpstreamResponse } from '../message/upstream-response.ts';
import { AnswerCache } from './answer-cache.ts';

function queryFor(name: string, id = 1): Query {
  const parsed = parseQuery(encode({ type: 'query', id, questions: [{ type: 'A', name }] }));
  assert.ok(parsed.is === 'query');
  return parsed.query;
}

function responseTo(query: Query, ttl: number, flags = 0): UpstreamResponse {
  const answers = ttl > 0 ? [{ type: 'A' as const, name: query.name, ttl, data: '192.0.2.1' }] : [];
  const authorities = [
    {
      type: 'SOA' as const,
      name: 'org',
      ttl: 900,
      data: { mname: 'a', rname: 'b', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 12 },
    },
  ];
  const bytes = encode({
    type: 'response',
    id: 9,
    flags,
    questions: [{ type: 'A', name: query.name }],
    answers,
    ...(ttl === 0 && { authorities }),
  });
  const response = readUpstreamResponse(bytes, { id: 9, question: query.question });
  assert.ok(response);
  return response;
}

test('answers are kept as long as their records live, which gets shorter, for askers of any number and case', async () => {
  const clock = new FakeClock();
  const cache = new AnswerCache({ clock });
  cache.set(queryFor('example.org'), responseTo(queryFor('example.org'), 10));
  await clock.advance(4000);
  const answer = cache.get(queryFor('Example.ORG', 77));
  const read = answer && decode(answer);
  assert.deepEqual([read?.id, read?.questions?.[0]?.name], [77, 'Example.ORG']);
  assert.equal(read?.answers?.[0] && 'ttl' in read.answers[0] && read.answers[0].ttl, 6);
  assert.equal(cache.get(queryFor('www.example.org')), undefined);
  await clock.advance(6000);
  assert.equal(cache.get(queryFor('example.org')), undefined);
});

test('answers are kept for half a minute at most', async () => {
  const clock = new FakeClock();
  const cache = new AnswerCache({ clock });
  cache.set(queryFor('example.org'), responseTo(queryFor('example.org'), 3600));
  await clock.advance(29_999);
  assert.ok(cache.get(queryFor('example.org')));
  await clock.advance(1);
  assert.equal(cache.get(queryFor('example.org')), undefined);
});

test('that there is nothing is kept as long as the zone says, failures not at all', async () => {
  const clock = new FakeClock();
  const cache = new AnswerCache({ clock });
  cache.set(queryFor('none.example.org'), responseTo(queryFor('none.example.org'), 0, 3));
  await clock.advance(11_999);
  assert.ok(cache.get(queryFor('none.example.org')));
  await clock.advance(1);
  assert.equal(cache.get(queryFor('none.example.org')), undefined);
  cache.set(queryFor('broken.example.org'), responseTo(queryFor('broken.example.org'), 60, 2));
  assert.equal(cache.get(queryFor('broken.example.org')), undefined);
});
