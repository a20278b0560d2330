import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalCopy } from '../../client/informer/local-copy.ts';
import { silentLog } from '../../base/log.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { selectorFromObject } from '../../model/labels.ts';
import { cacheOf } from '../../runtime/cache.ts';
import { pod } from '../testing/builders.ts';
import { podsByLabel, selectedPods } from './pods-by-label.ts';

const copy = new LocalCopy<Pod>(Pod, { log: silentLog, refresh: () => {} });
copy.index(podsByLabel.name, (object) => podsByLabel.valuesOf(object));
const informers = { of: () => copy as never, all: () => [], run: async () => {} };
const cache = cacheOf(informers, new Set([Pod]));
const labelled = (name: string, labels: Record<string, string>, namespace = 'shop') => pod(name, { metadata: { labels, namespace } });
copy.replaceAll(
  [
    labelled('a', { app: 'web', tier: 'front' }),
    labelled('b', { app: 'web' }),
    labelled('c', { app: 'db' }),
    labelled('d', { app: 'web' }, 'bank'),
    labelled('e', {}),
  ],
  '1',
);

for (const [name, selector, expected] of [
  ['a label', { matchLabels: { app: 'web' } }, 'a,b'],
  ['several labels', { matchLabels: { app: 'web', tier: 'front' } }, 'a'],
  ['one of several values', { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'db'] }] }, 'a,b,c'],
  ['what it does not have', { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, 'e'],
  [
    'a label and what it does not have',
    { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] },
    'b',
  ],
  ['anything', {}, 'a,b,c,e'],
  ['nothing', undefined, ''],
] as const) {
  test(`pods are found by ${name}`, () => {
    const found = selectedPods(selectorFromObject(structuredClone(selector) as Parameters<typeof selectorFromObject>[0]), 'shop', cache);
    assert.equal(
      found
        .map(({ metadata }) => metadata.name)
        .toSorted((a, b) => a.localeCompare(b))
        .join(),
      expected,
    );
  });
}
