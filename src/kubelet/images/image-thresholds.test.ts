import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesToFree, defaultImageThresholds as thresholds, inOrderOfRemoval } from './image-thresholds.ts';

test('images are removed from the high threshold on, down to the low one', () => {
  assert.equal(bytesToFree({ capacityBytes: 1000, availableBytes: 160 }, thresholds), 0);
  assert.equal(bytesToFree({ capacityBytes: 1000, availableBytes: 150 }, thresholds), 50);
  assert.equal(bytesToFree({ capacityBytes: 1000, availableBytes: 0 }, thresholds), 200);
  assert.equal(bytesToFree({ capacityBytes: 0, availableBytes: 0 }, thresholds), 0);
});

test('what was not used for longest goes first; what is used, pinned or new stays', () => {
  const image = { sizeBytes: 1, pinned: false, inUse: false, firstSeenMs: 0, lastUsedMs: 0 };
  const records = [
    { ...image, id: 'used lately', lastUsedMs: 50 },
    { ...image, id: 'never used' },
    { ...image, id: 'pinned', pinned: true },
    { ...image, id: 'in use', inUse: true },
    { ...image, id: 'new', firstSeenMs: 120_000 },
  ];
  assert.deepEqual(
    inOrderOfRemoval(records, thresholds, 130_000).map(({ id }) => id),
    ['never used', 'used lately'],
  );
});
