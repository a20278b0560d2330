import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode } from 'dns-packet';
import fc from 'fast-check';
import type { DnsRecord } from '../records/record.ts';
import { FrameReader, frame } from './frames.ts';
import { parseQuery, type Query, responseCodes } from './query.ts';
import { encodeResponse, udpLimitBytes } from './response.ts';
import { readUpstreamResponse } from './upstream-response.ts';

/** A question as another library writes it. */
function queryFor(name: string, more: Parameters<typeof encode>[0] = {}): Query {
  const parsed = parseQuery(encode({ type: 'query', id: 7, flags: 0x100, questions: [{ type: 'A', name }], ...more }));
  assert.ok(parsed.is === 'query');
  return parsed.query;
}

const opt = (udpPayloadSize: number) => ({
  additionals: [
    { type: 'OPT' as const, name: '.', udpPayloadSize, extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: [] },
  ],
});

test('a question is read, with its name in lower case', () => {
  const { question: _, ...query } = queryFor('Web.Shop.svc.cluster.LOCAL', opt(4096));
  assert.deepEqual(query, {
    id: 7,
    isRecursionDesired: true,
    isCheckingDisabled: false,
    name: 'web.shop.svc.cluster.local',
    type: 1,
    class: 1,
    edns: { payloadBytes: 4096, version: 0, isDnssecOk: false },
  });
});

test('what is not a question is refused or, where answering could go on for ever, ignored', () => {
  const good = encode({ type: 'query', id: 7, questions: [{ type: 'A', name: 'a.b' }] });
  const changed = (offset: number, value: number) => {
    const bytes = Buffer.from(good);
    bytes[offset] = value;
    return parseQuery(bytes);
  };
  assert.deepEqual(parseQuery(good.subarray(0, 11)), { is: 'noise' });
  assert.deepEqual(changed(2, 0x80), { is: 'noise' });
  assert.deepEqual(changed(2, 0x10), { is: 'wrong', id: 7, code: responseCodes.notImplemented });
  for (const [offset, value] of [
    [5, 0],
    [5, 2],
    [11, 1],
    [12, 0xc0],
    [12, 64],
    [12, 50],
  ] as const) {
    assert.deepEqual(changed(offset, value), { is: 'wrong', id: 7, code: responseCodes.formatError }, `${offset} ${value}`);
  }
  assert.deepEqual(parseQuery(good.subarray(0, -1)), { is: 'wrong', id: 7, code: responseCodes.formatError });
});

test('a dot within a label does not make two labels of it', () => {
  const bytes = Buffer.concat([
    Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    Buffer.from('\x03a.b\x01c\x00\x00\x01\x00\x01', 'latin1'),
  ]);
  const parsed = parseQuery(bytes);
  assert.equal(parsed.is === 'query' && parsed.query.name, String.raw`a\.b.c`);
});

test('no bytes at all can make reading fail', () => {
  const header = fc.constantFrom(Buffer.alloc(0), Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1]));
  fc.assert(
    fc.property(header, fc.uint8Array({ maxLength: 600 }), (head, tail) => {
      const bytes = Buffer.concat([head, tail]);
      parseQuery(bytes);
      readUpstreamResponse(bytes, { id: 7, question: Buffer.from(tail.slice(0, 20)) });
    }),
    { numRuns: 2000 },
  );
});

const records: readonly DnsRecord[] = [
  { name: 'web.shop.svc.cluster.local', type: 'A', address: '10.96.0.1', ttlSeconds: 30 },
  { name: 'web.shop.svc.cluster.local', type: 'AAAA', address: 'fd00::1:2', ttlSeconds: 30 },
  { name: 'web.shop.svc.cluster.local', type: 'CNAME', target: 'other.example.org', ttlSeconds: 30 },
  {
    name: '_http._tcp.web.shop.svc.cluster.local',
    type: 'SRV',
    priority: 1,
    weight: 50,
    port: 80,
    target: 'web.shop.svc.cluster.local',
    ttlSeconds: 30,
  },
  { name: '1.0.96.10.in-addr.arpa', type: 'PTR', target: 'web.shop.svc.cluster.local', ttlSeconds: 30 },
  { name: 'dns-version.cluster.local', type: 'TXT', text: '1.1.0', ttlSeconds: 30 },
  { name: 'cluster.local', type: 'NS', target: 'ns.dns.cluster.local', ttlSeconds: 30 },
  {
    name: 'cluster.local',
    type: 'SOA',
    primary: 'ns.dns.cluster.local',
    contact: 'hostmaster.cluster.local',
    serial: 9,
    negativeTtlSeconds: 5,
    ttlSeconds: 5,
  },
];

const answerWith = (answers: readonly DnsRecord[]) => ({ code: responseCodes.noError, isAuthoritative: true, answers });

test('an answer can be read by another library', () => {
  const query = queryFor('WEB.shop.svc.cluster.local', opt(1232));
  const read = decode(encodeResponse(query, answerWith(records), 1232));
  assert.equal(read.id, 7);
  assert.deepEqual([read.flag_qr, read.flag_aa, read.flag_tc, read.flag_rd, read.flag_ra], [true, true, false, true, true]);
  assert.deepEqual(
    // Names repeat the letters of the question, which only some of them may.
    read.answers?.map((answer) => [answer.name.toLowerCase(), answer.type, 'ttl' in answer && answer.ttl]),
    records.map(({ name, type, ttlSeconds }) => [name, type, ttlSeconds]),
  );
  const data = read.answers?.map((answer) => ('data' in answer ? answer.data : undefined)) ?? [];
  assert.deepEqual(data.slice(0, 3), ['10.96.0.1', 'fd00::1:2', 'other.example.org']);
  assert.deepEqual(data[3], { priority: 1, weight: 50, port: 80, target: 'web.shop.svc.cluster.local' });
  assert.match(JSON.stringify(data[4]), /^"web\.shop\.svc\.cluster\.local"$/i);
  assert.deepEqual(data[5], [Buffer.from('1.1.0')]);
  assert.deepEqual(data[7], {
    mname: 'ns.dns.cluster.local',
    rname: 'hostmaster.cluster.local',
    serial: 9,
    refresh: 7200,
    retry: 1800,
    expire: 86_400,
    minimum: 5,
  });
  assert.equal(read.additionals?.[0]?.type, 'OPT');
});

test('an answer repeats the question letter by letter', () => {
  const read = decode(encodeResponse(queryFor('wEb.Shop.svc.cluster.local'), answerWith(records.slice(0, 1)), 512));
  assert.deepEqual([read.questions?.[0]?.name, read.answers?.[0]?.name], ['wEb.Shop.svc.cluster.local', 'wEb.Shop.svc.cluster.local']);
});

test('names are written once', () => {
  const many = Array.from({ length: 20 }, (_, index): DnsRecord => ({
    name: 'web.shop.svc.cluster.local',
    type: 'A',
    address: `10.0.0.${index}`,
    ttlSeconds: 30,
  }));
  const query = queryFor('web.shop.svc.cluster.local');
  // 16 bytes each: a pointer, type, class, time, length and address.
  assert.equal(encodeResponse(query, answerWith(many), 512).length, 12 + query.question.length + 20 * 16);
});

test('an answer that is too long is cut between records and says so', () => {
  const many = Array.from({ length: 100 }, (_, index): DnsRecord => ({
    name: 'web.shop.svc.cluster.local',
    type: 'A',
    address: `10.0.0.${index}`,
    ttlSeconds: 30,
  }));
  for (const edns of [undefined, opt(700), opt(65_535)]) {
    const query = queryFor('web.shop.svc.cluster.local', edns);
    const limit = udpLimitBytes(query);
    const bytes = encodeResponse(query, answerWith(many), limit);
    const read = decode(bytes);
    assert.ok(bytes.length <= limit && bytes.length > limit - 16, `${bytes.length} of ${limit}`);
    assert.equal(read.flag_tc, true);
    assert.equal(read.additionals?.length, edns ? 1 : 0);
  }
  assert.equal(decode(encodeResponse(queryFor('web.shop.svc.cluster.local'), answerWith(many), 65_535)).answers?.length, 100);
});

test('what is of use only is left out silently', () => {
  const additionals = Array.from({ length: 100 }, (_, index): DnsRecord => ({
    name: `n${index}.cluster.local`,
    type: 'A',
    address: '10.0.0.1',
    ttlSeconds: 30,
  }));
  const read = decode(encodeResponse(queryFor('web.cluster.local'), { ...answerWith(records.slice(0, 1)), additionals }, 512));
  assert.equal(read.flag_tc, false);
  assert.equal(read.answers?.length, 1);
});

test('messages over TCP are found however they were cut', () => {
  const messages = ['one', 'two', 'three'].map((text) => Buffer.from(text));
  const bytes = Buffer.concat(messages.map(frame));
  for (let size = 1; size <= bytes.length; size++) {
    const reader = new FrameReader();
    const read: string[] = [];
    for (let at = 0; at < bytes.length; at += size)
      for (const message of reader.read(bytes.subarray(at, at + size))) read.push(message.toString());
    assert.deepEqual(read, ['one', 'two', 'three']);
  }
});
