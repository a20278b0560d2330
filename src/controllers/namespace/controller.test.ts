import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Namespace } from '../../kinds/core/namespace.ts';
import { Secret } from '../../kinds/core/secret.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { ApiError } from '../../model/errors.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

test('a namespace gets its service account and the root certificate', async () => {
  await using cluster = await runControllers({ settings: { rootCaPem: 'pem' } });
  const { client } = cluster;
  await client.create(Namespace, { metadata: { name: 'shop' }, spec: {} });
  await eventually(
    async () => (await client.list(ServiceAccount, { namespace: 'shop' })).items.map(({ metadata }) => metadata.name),
    (names) => names.includes('default'),
  );
  const published = await eventually(
    async () => (await client.list(ConfigMap, { namespace: 'shop' })).items[0],
    (configMap) => configMap !== undefined,
  );
  assert.equal(published?.metadata.name, 'kube-root-ca.crt');
  assert.deepEqual(published?.data, { 'ca.crt': 'pem' });
  assert.match(published?.metadata.annotations?.['kubernetes.io/description'] ?? '', /^Contains a CA bundle/);
  await client.update(ConfigMap, { ...published, data: { 'ca.crt': 'forged' } });
  await eventually(
    () => client.get(ConfigMap, { namespace: 'shop', name: 'kube-root-ca.crt' }),
    ({ data }) => data?.['ca.crt'] === 'pem',
  );
});

test('a deleted namespace is emptied, tells what holds it up, and goes', async () => {
  await using cluster = await runControllers({ settings: { namespaceSettleMs: 0 } });
  const { client } = cluster;
  await client.create(Namespace, { metadata: { name: 'shop' }, spec: { finalizers: ['kubernetes'] } });
  await client.create(ConfigMap, { metadata: { name: 'a', namespace: 'shop' } });
  const held = await client.create(Secret, { metadata: { name: 'b', namespace: 'shop', finalizers: ['example.com/wait'] } });
  await client.delete(Namespace, { name: 'shop' });
  const { status } = await eventually(
    () => client.get(Namespace, { name: 'shop' }),
    ({ status: { conditions } }) =>
      conditions?.some(({ type, status }) => type === 'NamespaceFinalizersRemaining' && status === 'True') ?? false,
  );
  const message = (type: string) => status.conditions?.find((condition) => condition.type === type)?.message;
  assert.equal(message('NamespaceContentRemaining'), 'Some resources are remaining: secrets. has 1 resource instances');
  assert.equal(
    message('NamespaceFinalizersRemaining'),
    'Some content in the namespace has finalizers remaining: example.com/wait in 1 resource instances',
  );
  assert.equal(message('NamespaceDeletionDiscoveryFailure'), 'All resources successfully discovered');
  await client.patch(Secret, held.metadata, { type: 'merge', body: { metadata: { finalizers: null } } });
  // Otherwise it is looked at again only after the time that finalizers are given.
  await client.patch(Namespace, { name: 'shop' }, { type: 'merge', body: { metadata: { labels: { look: 'again' } } } });
  await eventually(
    async () => {
      try {
        return await client.get(Namespace, { name: 'shop' });
      } catch (error) {
        if (ApiError.is(error, 'NotFound')) return undefined;
        throw error;
      }
    },
    (namespace) => namespace === undefined,
  );
});
