import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../kinds/core/secret.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';
import type { AccountTokenSubject } from './controller.ts';

const namespace = 'default';
const text = (secret: Secret, key: string) => Buffer.from(secret.data?.[key] ?? '', 'base64').toString();

test('a Secret that asks for a token of an account gets it, and goes with the account', async () => {
  const settings = {
    rootCaPem: 'authority',
    signAccountToken: async ({ namespace, secretName, accountName, accountUid }: AccountTokenSubject) =>
      `${namespace}/${secretName}/${accountName}/${accountUid}`,
  };
  await using cluster = await runControllers({ settings });
  const { client } = cluster;
  const account = await client.create(ServiceAccount, { metadata: { name: 'robot', namespace } });
  const create = (name: string, accountName: string) =>
    client.create(Secret, {
      metadata: { name, namespace, annotations: { 'kubernetes.io/service-account.name': accountName } },
      type: 'kubernetes.io/service-account-token',
    });
  await create('token', 'robot');
  const secret = await eventually(
    () => client.get(Secret, { name: 'token', namespace }),
    ({ data }) => data?.['token'] !== undefined,
  );
  assert.equal(text(secret, 'token'), `default/token/robot/${account.metadata.uid}`);
  assert.equal(text(secret, 'ca.crt'), 'authority');
  assert.equal(text(secret, 'namespace'), 'default');
  assert.equal(secret.metadata.annotations?.['kubernetes.io/service-account.uid'], account.metadata.uid);

  const names = async () => (await client.list(Secret, { namespace })).items.map(({ metadata }) => metadata.name);
  await create('of-nobody', 'nobody');
  await eventually(names, (all) => !all.includes('of-nobody'));
  await client.delete(ServiceAccount, { name: 'robot', namespace });
  await eventually(names, (all) => all.length === 0);
});

test('an account forgets the Secret that is gone', async () => {
  await using cluster = await runControllers({ settings: { signAccountToken: async () => 'token' } });
  const { client } = cluster;
  await client.create(ServiceAccount, { metadata: { name: 'robot', namespace }, secrets: [{ name: 'token' }, { name: 'other' }] });
  await client.create(Secret, {
    metadata: { name: 'token', namespace, annotations: { 'kubernetes.io/service-account.name': 'robot' } },
    type: 'kubernetes.io/service-account-token',
  });
  await eventually(
    () => client.get(Secret, { name: 'token', namespace }),
    ({ data }) => data?.['token'] !== undefined,
  );
  await client.delete(Secret, { name: 'token', namespace });
  await eventually(
    () => client.get(ServiceAccount, { name: 'robot', namespace }),
    ({ secrets }) => secrets?.length === 1,
  );
});
