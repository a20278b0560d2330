import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Secret } from '../../kinds/core/secret.ts';
import type { ServiceAccount } from '../../kinds/core/service-account.ts';
import type { StoredMeta } from '../../model/kind.ts';
import { meta } from '../testing/builders.ts';
import { verdictOn, type Circumstances } from './plan.ts';

const account: ServiceAccount = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta('robot'), secrets: [{ name: 'token' }] };
const usual: Circumstances = { account, unusedBeforeMs: Date.UTC(2026, 5, 1, 12), isUsedByPod: () => false };
const used = 'kubernetes.io/legacy-token-last-used';
const invalid = 'kubernetes.io/legacy-token-invalid-since';

const cases: readonly [name: string, metadata: Partial<StoredMeta>, circumstances: Partial<Circumstances>, verdict: string][] = [
  ['an unused one is marked', {}, {}, 'mark'],
  ['one that was used long ago is', { labels: { [used]: '2026-05-31' } }, {}, 'mark'],
  ['one that was used lately is kept', { labels: { [used]: '2026-06-01' } }, {}, 'keep'],
  ['one whose use is not told in a way to understand is kept', { labels: { [used]: 'lately' } }, {}, 'keep'],
  ['a new one is kept', { creationTimestamp: '2026-06-01T12:00:00Z' }, {}, 'keep'],
  ['one that is being deleted is left alone', { deletionTimestamp: '2026-06-01T12:00:00Z' }, {}, 'keep'],
  ['one of no account is kept', {}, { account: undefined }, 'keep'],
  ['one that somebody made is kept', {}, { account: { ...account, secrets: [] } }, 'keep'],
  ['one that a pod uses is kept', {}, { isUsedByPod: () => true }, 'keep'],
  ['a marked one is deleted when nobody missed it', { labels: { [invalid]: '2026-05-31' } }, {}, 'delete'],
  ['a marked one is kept for a while', { labels: { [invalid]: '2026-06-01' } }, {}, 'keep'],
  ['a mark that is no day is made anew', { labels: { [invalid]: 'long' } }, {}, 'mark'],
  ['a marked one that somebody tried to use is kept', { labels: { [invalid]: '2026-05-01', [used]: '2026-06-01' } }, {}, 'keep'],
];

for (const [name, metadata, circumstances, verdict] of cases) {
  test(name, () => {
    const secret: Secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: meta('token', metadata),
      type: 'kubernetes.io/service-account-token',
    };
    assert.equal(verdictOn(secret, { ...usual, ...circumstances }), verdict);
  });
}
