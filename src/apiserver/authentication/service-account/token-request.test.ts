import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { FakeClock } from '../../../base/fake-clock.ts';
import type { TokenRequestSpec } from '../../../kinds/authentication/token-request.ts';
import { forbidden } from '../../../model/errors.ts';
import { signingKey } from './keys.ts';
import { requestToken, type TokenRequestOptions } from './token-request.ts';

const startMs = Date.UTC(2026, 0, 1);
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const options: TokenRequestOptions = {
  issuer: 'https://kubernetes.default.svc',
  key: signingKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  clock: new FakeClock(startMs),
  audiences: ['api'],
  objects: {
    serviceAccount: (_namespace, name) => (name === 'builder' ? { metadata: { uid: 'sa-1' } } : undefined),
    pod: (_namespace, name) =>
      name === 'web'
        ? { metadata: { uid: 'pod-1' }, spec: { serviceAccountName: 'builder', nodeName: 'n1' } }
        : { metadata: { uid: 'pod-2' } },
    secret: () => undefined,
    node: () => undefined,
  },
};

const ask = (spec: Partial<TokenRequestSpec>, { name = 'builder', metadata = {}, more = {} } = {}) =>
  requestToken(
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata, spec },
    { namespace: 'shop', name, ...more },
    options,
  );

test('what is not said is filled in', async () => {
  const { answer, auditAnnotations } = await ask({});
  assert.deepEqual(
    { ...answer, status: undefined },
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      metadata: { name: 'builder', namespace: 'shop', uid: 'sa-1', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { audiences: ['api'], expirationSeconds: 3600 },
      status: undefined,
    },
  );
  assert.equal(answer.status.expirationTimestamp, '2026-01-01T01:00:00Z');
  assert.match(auditAnnotations['authentication.kubernetes.io/issued-credential-id'] ?? '', /^JTI=/);
});

test('a token bound to a pod tells its node, by name alone while there is no node', async () => {
  const { answer } = await ask({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'web', uid: 'pod-1' } });
  assert.deepEqual(decodeJwt(answer.status.token ?? '')['kubernetes.io'], {
    namespace: 'shop',
    node: { name: 'n1' },
    pod: { name: 'web', uid: 'pod-1' },
    serviceaccount: { name: 'builder', uid: 'sa-1' },
  });
});

const refusals: [what: string, asking: () => Promise<unknown>, code: number, message: string][] = [
  ['no such account', () => ask({}, { name: 'none' }), 404, 'serviceaccounts "none" not found'],
  [
    'too short',
    () => ask({ expirationSeconds: 5 }),
    422,
    'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes',
  ],
  [
    'too long',
    () => ask({ expirationSeconds: 2 ** 33 }),
    422,
    'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 8589934592: may not specify a duration larger than 2^32 seconds',
  ],
  [
    'another name inside',
    () => ask({}, { metadata: { name: 'other' } }),
    422,
    'TokenRequest.authentication.k8s.io "builder" is invalid: metadata.name: Invalid value: "other": must match the service account name if specified',
  ],
  [
    'another account',
    () => ask({}, { metadata: { uid: 'sa-0' } }),
    409,
    'Operation cannot be fulfilled on TokenRequest.authentication.k8s.io "builder": the UID in the token request (sa-0) does not match the UID of the service account (sa-1)',
  ],
  [
    "somebody else's pod",
    () => ask({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'x' } }),
    400,
    'cannot bind token for serviceaccount "builder" to pod running with different serviceaccount name.',
  ],
  ['a missing secret', () => ask({ boundObjectRef: { apiVersion: 'v1', kind: 'Secret', name: 's' } }), 404, 'secrets "s" not found'],
  [
    'something else',
    () => ask({ boundObjectRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } }),
    400,
    'cannot bind token to object of type apps/v1, Kind=Deployment',
  ],
  [
    'admission says no',
    () => ask({}, { more: { admit: () => Promise.reject(forbidden({ group: '', plural: 'serviceaccounts' }, 'no')) } }),
    403,
    'serviceaccounts is forbidden: no',
  ],
];

for (const [what, asking, code, message] of refusals) {
  test(`no token: ${what}`, async () => {
    await assert.rejects(asking, (error: Error & { status?: { code: number } }) => {
      assert.deepEqual([error.status?.code, error.message], [code, message]);
      return true;
    });
  });
}
