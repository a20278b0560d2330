import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Secret } from '../../kinds/core/secret.ts';
import { formatTime } from '../../model/timestamp.ts';
import { meta, startMs } from '../testing/builders.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';
import { signedClusterInfo } from './sign-cluster-info.ts';
import { signingToken, tokenEndMs } from './token.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const fields = (more: Record<string, string> = {}) => {
  const all = { 'token-id': 'abcdef', 'token-secret': '0123456789abcdef', 'usage-bootstrap-signing': 'true', ...more };
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, base64(value)]));
};
const secret = (more: Record<string, string> = {}, name = 'bootstrap-token-abcdef'): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: meta(name),
  data: fields(more),
});

for (const [what, given, expected] of [
  ['a token signs', secret(), true],
  ['one that may not sign does not', secret({ 'usage-bootstrap-signing': 'false' }), false],
  ['one of another name does not', secret({}, 'bootstrap-token-ghijkl'), false],
  ['one that has ended does not', secret({ expiration: formatTime(startMs - 1000) }), false],
  ['one that has not ended does', secret({ expiration: formatTime(startMs + 1000) }), true],
  ['one that ends nobody knows when does not', secret({ expiration: 'soon' }), false],
] as const) {
  test(what, () => assert.equal(signingToken(given, startMs) !== undefined, expected));
}

test('a token ends when it says, and never where it says nothing', () => {
  assert.equal(tokenEndMs(secret()), Number.POSITIVE_INFINITY);
  assert.equal(tokenEndMs(secret({ expiration: formatTime(startMs) })), startMs);
});

test('signatures are those of the tokens there are, and of what is signed', () => {
  const token = { id: 'abcdef', secret: '0123456789abcdef' };
  const signed = signedClusterInfo({ kubeconfig: 'content', 'jws-kubeconfig-gone': 'x', other: 'y' }, [token]);
  assert.deepEqual(Object.keys(signed), ['kubeconfig', 'other', 'jws-kubeconfig-abcdef']);
  const [header = '', content, signature] = signed['jws-kubeconfig-abcdef']?.split('.') ?? [];
  assert.deepEqual(JSON.parse(Buffer.from(header, 'base64url').toString()), { alg: 'HS256', kid: 'abcdef' });
  assert.equal(content, '');
  const expected = createHmac('sha256', token.secret).update(`${header}.${Buffer.from('content').toString('base64url')}`);
  assert.equal(signature, expected.digest('base64url'));
  assert.deepEqual(signedClusterInfo({ other: 'y' }, [token]), { other: 'y' });
});

test('cluster information is signed with tokens as they come, and tokens go when their time is over', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await client.create(ConfigMap, { metadata: { name: 'cluster-info', namespace: 'kube-public' }, data: { kubeconfig: 'content' } });
  const create = (id: string, expiration: string) =>
    client.create(Secret, {
      metadata: { name: `bootstrap-token-${id}`, namespace: 'kube-system' },
      type: 'bootstrap.kubernetes.io/token',
      data: fields({ 'token-id': id, expiration }),
    });
  await create('abcdef', formatTime(systemClock.now() + 3_600_000));
  await create('ended1', formatTime(systemClock.now() - 1000));
  const { data } = await eventually(
    () => client.get(ConfigMap, { name: 'cluster-info', namespace: 'kube-public' }),
    (info) => info.data?.['jws-kubeconfig-abcdef'] !== undefined,
  );
  assert.deepEqual(Object.keys(data ?? {}).sort(), ['jws-kubeconfig-abcdef', 'kubeconfig']);
  const tokens = async () => (await client.list(Secret, { namespace: 'kube-system' })).items.map(({ metadata }) => metadata.name);
  await eventually(tokens, (names) => !names.includes('bootstrap-token-ended1'));
  assert((await tokens()).includes('bootstrap-token-abcdef'));
});
