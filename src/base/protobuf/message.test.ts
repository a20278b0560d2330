import assert from 'node:assert/strict';
import { test } from 'node:test';
import protobuf from 'protobufjs';
import { list, mapOf, optional, wrapped } from './composite.ts';
import { message } from './message.ts';
import { bytes, choice, double, exactInt64, exactUint64, flag, int32, int64, text, uint32, uint64 } from './scalar.ts';

interface Inner {
  readonly name: string;
  readonly size?: number | undefined;
}

interface Sample {
  readonly title: string;
  readonly done: boolean;
  readonly small: number;
  readonly count: number;
  readonly large: number;
  readonly largest: number;
  readonly exact: bigint;
  readonly exactUnsigned: bigint;
  readonly ratio: number;
  readonly data: Uint8Array;
  readonly state: 'Created' | 'Running' | 'Unknown';
  readonly inner: Inner;
  readonly maybeInner?: Inner | undefined;
  readonly user?: number | undefined;
  readonly names: readonly string[];
  readonly numbers: readonly number[];
  readonly inners: readonly Inner[];
  readonly labels: Readonly<Record<string, string>>;
}

const inner = message<Inner>({ name: [1, text], size: [2, optional(wrapped(int64))] });
const sample = message<Sample>({
  title: [1, text],
  done: [2, flag],
  small: [3, int32],
  count: [4, uint32],
  large: [5, int64],
  largest: [6, uint64],
  exact: [7, exactInt64],
  exactUnsigned: [8, exactUint64],
  ratio: [9, double],
  data: [10, bytes],
  state: [11, choice(['Created', 'Running', 'Unknown'], { otherwise: 'Unknown' })],
  inner: [12, inner],
  maybeInner: [13, optional(inner)],
  user: [14, optional(wrapped(int64))],
  names: [15, list(text)],
  numbers: [16, list(int64)],
  inners: [17, list(inner)],
  labels: [18, mapOf(text)],
});

const full: Sample = {
  title: 'größer als ASCII ✓',
  done: true,
  small: -2_147_483_648,
  count: 4_294_967_295,
  large: -9_007_199_254_740_991,
  largest: 9_007_199_254_740_991,
  exact: -6_795_364_578_871_345_000n,
  exactUnsigned: 18_446_744_073_709_551_615n,
  ratio: 0.1,
  data: Buffer.from([0, 255, 128]),
  state: 'Running',
  inner: { name: 'inner', size: 0 },
  maybeInner: { name: '' },
  user: 0,
  names: ['', 'a', 'x'.repeat(200)],
  numbers: [0, -1, 2 ** 40],
  inners: [{ name: 'one' }, { name: 'two', size: 2 }],
  labels: { app: 'web', empty: '', __proto__x: '1' },
};

test('what was encoded decodes to the same, absent and default values included', () => {
  const decoded = sample.decode(sample.encode(full));
  assert.deepEqual({ ...decoded, data: Buffer.from(decoded.data) }, full);
});

test('nothing on the wire decodes to defaults, and optional properties are not there', () => {
  const { data, ...rest } = sample.decode(Buffer.alloc(0));
  assert.equal(data.length, 0);
  assert.deepEqual(rest, {
    title: '',
    done: false,
    small: 0,
    count: 0,
    large: 0,
    largest: 0,
    exact: 0n,
    exactUnsigned: 0n,
    ratio: 0,
    state: 'Created',
    inner: { name: '' },
    names: [],
    numbers: [],
    inners: [],
    labels: {},
  });
});

test('the bytes are those of any other protobuf implementation', () => {
  const { root } = protobuf.parse(`syntax = "proto3";
    message Wrapper { int64 value = 1; }
    message Inner { string name = 1; Wrapper size = 2; }
    message Sample {
      string title = 1; bool done = 2; int32 small = 3; uint32 count = 4; int64 large = 5; uint64 largest = 6; int64 exact = 7;
      uint64 exactUnsigned = 8; double ratio = 9; bytes data = 10; int32 state = 11; Inner inner = 12; Inner maybeInner = 13;
      Wrapper user = 14; repeated string names = 15; repeated int64 numbers = 16; repeated Inner inners = 17;
      map<string, string> labels = 18; }`);
  const reference = root.lookupType('Sample');
  const seen = reference.toObject(reference.decode(sample.encode(full)), { longs: String, defaults: true });
  assert.equal(seen['title'], full.title);
  assert.equal(seen['exact'], String(full.exact));
  assert.equal(seen['exactUnsigned'], String(full.exactUnsigned));
  assert.equal(seen['state'], 1);
  assert.deepEqual(seen['numbers'], ['0', '-1', '1099511627776']);
  assert.deepEqual(seen['labels'], full.labels);
  assert.deepEqual(seen['user'], { value: '0' });
  const back = sample.decode(reference.encode(reference.fromObject(seen)).finish());
  assert.deepEqual({ ...back, data: Buffer.from(back.data) }, full);
});

test('fields nobody knows, of any wire type, are skipped', () => {
  const encoded = Buffer.concat([
    Buffer.from([0x98, 0x06, 0x01]), // 99: varint
    Buffer.from([0x99, 0x06, 1, 2, 3, 4, 5, 6, 7, 8]), // 99: 64 bits
    Buffer.from([0x9a, 0x06, 2, 7, 7]), // 99: delimited
    Buffer.from([0x9d, 0x06, 1, 2, 3, 4]), // 99: 32 bits
    inner.encode({ name: 'kept' }),
  ]);
  assert.deepEqual(inner.decode(encoded), { name: 'kept' });
});

test('a member of an enumeration that is newer than this program reads as the one given for it', () => {
  const state = message<Pick<Sample, 'state'>>({
    state: [1, choice(['Created', 'Running', 'Unknown'], { otherwise: 'Unknown' })],
  });
  assert.deepEqual(state.decode(Buffer.from([0x08, 42])), { state: 'Unknown' });
  assert.throws(() => state.encode({ state: 'Gone' as 'Running' }), /"Gone" is none of Created, Running, Unknown/);
});

test('a map keeps a key named __proto__', () => {
  const labels = message<Pick<Sample, 'labels'>>({ labels: [1, mapOf(text)] });
  const hostile = JSON.parse('{"__proto__": "x"}') as Record<string, string>;
  const decoded = labels.decode(labels.encode({ labels: hostile }));
  assert.deepEqual(Object.entries(decoded.labels), [['__proto__', 'x']]);
});

test('bytes that are no message are refused', () => {
  const encoded = sample.encode(full);
  for (const end of [1, 3, encoded.length - 1]) assert.throws(() => sample.decode(encoded.subarray(0, end)), RangeError);
  assert.throws(() => inner.decode(Buffer.from([0x0a, 0x7f, 0x61])), RangeError);
});

test('fractions are no integers', () => {
  assert.throws(() => inner.encode({ name: '', size: 0.5 }), RangeError);
});

test('two properties cannot have one field number', () => {
  assert.throws(() => message<Inner>({ name: [1, text], size: [1, optional(int64)] }), /field number 1 is both name and size/);
});
