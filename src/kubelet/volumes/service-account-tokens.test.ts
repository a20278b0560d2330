import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { silentLog } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { heldToken, ServiceAccountTokens } from './service-account-tokens.ts';

const { signal } = new AbortController();
const pod = { metadata: { namespace: 'shop', name: 'web', uid: 'u1' }, spec: { serviceAccountName: 'robot' } } as Pod; // all that is read of it

function issuer(clock: FakeClock) {
  const issued: unknown[] = [];
  let failure: Error | undefined;
  const post = async (_kind: unknown, ref: unknown, subresource: unknown, body: { spec: { expirationSeconds?: number } }) => {
    if (failure) throw failure;
    issued.push({ ref, subresource, body });
    const expirationSeconds = body.spec.expirationSeconds ?? 3600;
    const expirationTimestamp = new Date(clock.now() + expirationSeconds * 1000).toISOString();
    return { spec: { ...body.spec, expirationSeconds }, status: { token: `t${issued.length}`, expirationTimestamp } };
  };
  const tokens = new ServiceAccountTokens({ client: { post } as unknown as Client, log: silentLog, clock });
  return { tokens, issued, fail: (error: Error | undefined) => (failure = error) };
}

test('a token is asked for once, bound to the pod, and renewed before it ends', async () => {
  const clock = new FakeClock();
  const { tokens, issued } = issuer(clock);
  assert.equal(await tokens.token(pod, { expirationSeconds: 3600, signal }), 't1');
  await clock.advance(2800_000);
  assert.equal(await tokens.token(pod, { expirationSeconds: 3600, signal }), 't1');
  assert.equal(await tokens.token(pod, { audience: 'vault', expirationSeconds: 3600, signal }), 't2');
  await clock.advance(81_000);
  assert.equal(await tokens.token(pod, { expirationSeconds: 3600, signal }), 't3');
  assert.deepEqual(issued[1], {
    ref: { namespace: 'shop', name: 'robot' },
    subresource: 'token',
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { audiences: ['vault'], expirationSeconds: 3600, boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'web', uid: 'u1' } },
    },
  });
  tokens.release('u1');
  assert.equal(tokens.size, 0);
});

test('a token that cannot be renewed is used to its end', async () => {
  const clock = new FakeClock();
  const { tokens, fail } = issuer(clock);
  fail(new Error('no route'));
  await assert.rejects(tokens.token(pod, { signal }), { message: 'failed to fetch token: no route' });
  fail(undefined);
  await tokens.token(pod, { signal });
  fail(new Error('no route'));
  await clock.advance(3500_000);
  assert.equal(await tokens.token(pod, { signal }), 't1');
  await clock.advance(101_000);
  await assert.rejects(tokens.token(pod, { signal }), /expired and refresh failed: no route$/);
});

test('tokens are renewed after four fifths of their life, or a day', () => {
  const nowMs = Date.UTC(2026, 0, 1);
  for (const [seconds, renewedAfter] of [
    [600, 480],
    [3600, 2880],
    [100 * 3600, 24 * 3600],
  ] as const) {
    const token = {
      spec: { audiences: [], boundObjectRef: {}, expirationSeconds: seconds },
      status: { token: 't', expirationTimestamp: new Date(nowMs + seconds * 1000).toISOString() },
    };
    assert.equal((heldToken(token, { podUid: 'u', nowMs, jitterMs: 0 }).renewAtMs - nowMs) / 1000, renewedAfter);
  }
});
