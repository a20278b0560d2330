import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Secret } from '../../kinds/core/secret.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';

test('a token that was made unasked and is unused is marked, then deleted', async () => {
  await using cluster = await runControllers({ settings: { signAccountToken: async () => 'token', legacyTokenCleanUpMs: 1 } });
  const { client } = cluster;
  await client.create(ServiceAccount, { metadata: { name: 'robot', namespace }, secrets: [{ name: 'old' }] });
  const create = (name: string) =>
    client.create(Secret, {
      metadata: { name, namespace, annotations: { 'kubernetes.io/service-account.name': 'robot' } },
      type: 'kubernetes.io/service-account-token',
    });
  // Since when uses are noted has to be known first, and long enough ago.
  await client.create(ConfigMap, {
    metadata: { name: 'kube-apiserver-legacy-service-account-token-tracking', namespace: 'kube-system' },
    data: { since: '2020-01-01' },
  });
  await create('old');
  await create('asked-for');
  const marked = await eventually(
    () => client.get(Secret, { name: 'old', namespace }),
    ({ metadata }) => metadata.labels?.['kubernetes.io/legacy-token-invalid-since'] !== undefined,
  );
  assert.match(marked.metadata.labels?.['kubernetes.io/legacy-token-invalid-since'] ?? '', /^\d{4}-\d{2}-\d{2}$/);
  const mark = { metadata: { labels: { 'kubernetes.io/legacy-token-invalid-since': '2020-01-01' } } };
  await client.patch(Secret, { name: 'old', namespace }, { type: 'merge', body: mark });
  await eventually(
    async () => (await client.list(Secret, { namespace })).items.map(({ metadata }) => metadata.name),
    (names) => names.join() === 'asked-for',
  );
});
