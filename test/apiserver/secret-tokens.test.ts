import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCluster } from '../../src/cluster/testing.ts';
import { eventually } from '../../src/controllers/testing/run-controllers.ts';
import { Secret } from '../../src/kinds/core/secret.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';

const namespace = 'default';
const today = () => new Date().toISOString().slice(0, 10);

test('who shows a token of a Secret is known; the Secret says when, and the sender is warned if it was made unasked', async () => {
  await using cluster = await startCluster({ parts: ['controllers'] });
  const { client } = cluster;
  await client.create(ServiceAccount, { metadata: { name: 'robot', namespace }, secrets: [{ name: 'old' }] });
  const tokenOf = async (name: string): Promise<string> => {
    await client.create(Secret, {
      metadata: { name, namespace, annotations: { 'kubernetes.io/service-account.name': 'robot' } },
      type: 'kubernetes.io/service-account-token',
    });
    const secret = await eventually(
      () => client.get(Secret, { name, namespace }),
      ({ data }) => data?.['token'] !== undefined,
    );
    return Buffer.from(secret.data?.['token'] ?? '', 'base64').toString();
  };
  const ask = (token: string) =>
    cluster.handle({
      method: 'GET',
      path: '/version',
      query: new URLSearchParams(),
      headers: {},
      credentials: { type: 'bearer', token },
      signal: new AbortController().signal,
    });
  const [old, askedFor] = [await tokenOf('old'), await tokenOf('asked-for')];

  const before = today();
  const warned = await ask(old);
  assert.equal(warned.code, 200);
  assert.match([warned.headers?.['warning']].flat().join(), /Use tokens from the TokenRequest API/);
  const fine = await ask(askedFor);
  assert.deepEqual([fine.code, fine.headers?.['warning']], [200, undefined]);
  for (const name of ['old', 'asked-for']) {
    const { metadata } = await client.get(Secret, { name, namespace });
    assert.ok([before, today()].includes(metadata.labels?.['kubernetes.io/legacy-token-last-used'] ?? ''));
  }

  const invalid = { metadata: { labels: { 'kubernetes.io/legacy-token-invalid-since': '2020-01-01' } } };
  await client.patch(Secret, { name: 'old', namespace }, { type: 'merge', body: invalid });
  assert.equal((await ask(old)).code, 401);
});
