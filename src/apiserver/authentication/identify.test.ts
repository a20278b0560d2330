import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FakeClock } from '../../base/fake-clock.ts';
import { ApiError } from '../../model/errors.ts';
import { authenticate } from './authenticate.ts';
import type { Credentials } from './credentials.ts';
import { refused } from './finding.ts';
import { identify, identifyToken, type AuthenticationOptions } from './identify.ts';
import { parseNodeUserName, parseServiceAccountUserName, serviceAccountUserName } from './names.ts';
import { staticToken } from './static-token.ts';
import { anonymousUser, apiServerUser } from './user.ts';

const options: AuthenticationOptions = {
  tokens: [staticToken('loopback', apiServerUser), (token) => (token.startsWith('bad-') ? refused(`${token} is bad`) : undefined)],
  audiences: ['api'],
  clock: new FakeClock(1000),
};
const alice = { commonName: 'alice', organizations: ['dev', 'ops'], fingerprint: 'ab', serialNumber: '01', endsAtMs: 2000 };

const cases: [what: string, credentials: Credentials, outcome: { name: string; groups: string[] } | { reason: string }][] = [
  ['nothing', { type: 'none' }, { name: 'system:anonymous', groups: ['system:unauthenticated'] }],
  ['a certificate', { type: 'certificate', ...alice }, { name: 'alice', groups: ['dev', 'ops', 'system:authenticated'] }],
  [
    'a certificate that is over',
    { type: 'certificate', ...alice, endsAtMs: 999 },
    { reason: 'verifying certificate SN=01 failed: certificate has expired' },
  ],
  [
    'a certificate of another authority',
    { type: 'certificate', ...alice, problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    { reason: 'verifying certificate SN=01 failed: UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  ],
  [
    'a bad certificate with a good token',
    { type: 'certificate', ...alice, problem: 'x', token: 'loopback' },
    { name: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] },
  ],
  [
    'a good certificate with a bad token',
    { type: 'certificate', ...alice, token: 'bad-1' },
    { name: 'alice', groups: ['dev', 'ops', 'system:authenticated'] },
  ],
  [
    'a bad certificate with a bad token',
    { type: 'certificate', ...alice, problem: 'x', token: 'bad-1' },
    { reason: '[verifying certificate SN=01 failed: x, bad-1 is bad]' },
  ],
  [
    'a certificate without a name',
    { type: 'certificate', ...alice, commonName: '' },
    { name: 'system:anonymous', groups: ['system:unauthenticated'] },
  ],
  [
    'a certificate with two identifiers',
    { type: 'certificate', ...alice, userIds: ['a', 'b'] },
    { reason: 'expected 1 UID, but found multiple: [a b]' },
  ],
  [
    'the loopback token',
    { type: 'bearer', token: 'loopback' },
    { name: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] },
  ],
  ['an unknown token', { type: 'bearer', token: 'garbage' }, { reason: 'invalid bearer token' }],
  ['a refused token', { type: 'bearer', token: 'bad-2' }, { reason: 'bad-2 is bad' }],
  ['a user of this process', { type: 'user', user: { name: 'x', groups: ['g'] } }, { name: 'x', groups: ['g', 'system:authenticated'] }],
  ['the anonymous user of this process', { type: 'user', user: anonymousUser }, anonymousUser as { name: string; groups: string[] }],
];

for (const [what, credentials, outcome] of cases) {
  test(`${what} shows: ${'name' in outcome ? outcome.name : outcome.reason}`, async () => {
    const result = await identify(credentials, options);
    if (result.type === 'unauthorized') assert.deepEqual({ reason: result.reason }, outcome);
    else assert.deepEqual({ name: result.user.name, groups: result.user.groups }, outcome);
  });
}

test('a certificate names itself in the extra values, and the user by its identifier', async () => {
  const result = await identify({ type: 'certificate', ...alice, userIds: ['u-1'] }, options);
  assert.equal(result.type, 'authenticated');
  assert.deepEqual(result.type === 'authenticated' && [result.user.uid, result.user.extra], [
    'u-1',
    { 'authentication.kubernetes.io/credential-id': ['X509SHA256=ab'] },
  ]);
});

test('without anonymous users, nothing shown is not enough', async () => {
  const closed = { ...options, anonymous: false };
  assert.equal((await identify({ type: 'none' }, closed)).type, 'unauthorized');
  await assert.rejects(authenticate({ credentials: { type: 'none' } }, { authentication: closed }), (error) => {
    assert.ok(ApiError.is(error, 'Unauthorized'));
    assert.deepEqual(error.status, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    });
    return true;
  });
});

test('only the very token is the static token', () => {
  const authenticator = staticToken('secret', apiServerUser);
  fc.assert(
    fc.property(fc.string(), (token) => {
      assert.equal(authenticator(token, []) !== undefined, token === 'secret');
    }),
  );
});

test('a token that is for any audience counts for the one asked', async () => {
  const result = await identifyToken('loopback', { ...options, audiences: ['other'] });
  assert.deepEqual(result.type === 'authenticated' && result.audiences, ['other']);
});

test('the name of a service account can be taken apart again', () => {
  const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,10}[a-z0-9])?$/);
  fc.assert(
    fc.property(label, fc.array(label, { minLength: 1, maxLength: 3 }), (namespace, parts) => {
      const name = parts.join('.');
      assert.deepEqual(parseServiceAccountUserName(serviceAccountUserName(namespace, name)), { namespace, name });
    }),
  );
  for (const name of [
    'system:serviceaccount:a',
    'system:serviceaccount:a:b:c',
    'system:serviceaccount:A:b',
    'system:serviceaccount::b',
    'a:b',
  ]) {
    assert.equal(parseServiceAccountUserName(name), undefined, name);
  }
  assert.equal(parseNodeUserName('system:node:n1.example'), 'n1.example');
  for (const name of ['system:node:', 'system:node:N', 'system:nodes:n', 'system:node:a/b'])
    assert.equal(parseNodeUserName(name), undefined, name);
});
