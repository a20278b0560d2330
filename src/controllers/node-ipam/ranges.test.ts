import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockAt, blocksWithin, nodeRanges } from './ranges.ts';

for (const [text, lengths, expected] of [
  ['10.244.0.0/16', {}, [['10.244.0.0/24', 256]]],
  ['10.244.0.0/16', { ipv4: 28 }, [['10.244.0.0/28', 4096]]],
  ['fd00:10::/56', {}, [['fd00:10::/64', 256]]],
  [
    '10.244.0.0/22, fd00:10::/60',
    {},
    [
      ['10.244.0.0/24', 4],
      ['fd00:10::/64', 16],
    ],
  ],
] as const) {
  test(`${text} is cut into blocks`, () => {
    const ranges = nodeRanges(text, lengths);
    assert.deepEqual(
      ranges.map((range) => [blockAt(range, 0), range.size]),
      expected,
    );
    for (const range of ranges) assert.throws(() => blockAt(range, range.size), RangeError);
  });
}

for (const [text, message] of [
  ['10.244.0.0/25', /smaller than that/],
  ['fd00::/40', /too many/],
  ['10.244.0.0/16,10.245.0.0/16', /one of each family/],
  ['10.244.0.0/16,fd00::/56,fd01::/56', /one of each family/],
  ['nowhere', /is not a range/],
] as const) {
  test(`${text} is refused`, () => {
    assert.throws(() => nodeRanges(text), message);
  });
}

const ranges = nodeRanges('10.244.0.0/22,fd00:10::/62');
for (const [taken, blocks] of [
  ['10.244.1.0/24', ['10.244.1.0/24']],
  ['10.244.1.64/26', ['10.244.1.0/24']],
  ['10.244.2.0/23', ['10.244.2.0/24', '10.244.3.0/24']],
  ['10.0.0.0/8', ['10.244.0.0/24', '10.244.1.0/24', '10.244.2.0/24', '10.244.3.0/24']],
  ['fd00:10:0:2::/64', ['fd00:10:0:2::/64']],
  ['10.250.0.0/24', []],
  ['', []],
] as const) {
  test(`${taken || 'nothing'} takes ${blocks.length} blocks`, () => {
    assert.deepEqual(blocksWithin(ranges, taken), blocks);
  });
}
