import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { FakeClock } from '../../../base/fake-clock.ts';
import { keySet, openIdConfiguration } from './discovery.ts';
import { issueServiceAccountToken } from './issue.ts';
import { signingKey, verificationKey, type SigningKey } from './keys.ts';
import { signToken } from './sign.ts';
import type { Identified, IdentifiedAccount, IdentifiedSecret, TokenObjects } from './token-objects.ts';
import type { NoteTokenUse } from './legacy-token.ts';
import { serviceAccountTokens } from './verify.ts';

const issuer = 'https://kubernetes.default.svc';
const key = newKey();
const startMs = Date.UTC(2026, 0, 1);
const account = { namespace: 'shop', name: 'builder', uid: 'sa-1' };
const pod = { name: 'web', uid: 'pod-1' };
const node = { name: 'n1', uid: 'node-1' };
const secret = { name: 'token', uid: 'secret-1' };

test('a token for a pod says who, for whom, how long, where', async () => {
  const { token, credentialId } = await issue({ boundTo: { pod, node } });
  const { jti, ...claims } = decodeJwt(token);
  assert.deepEqual(claims, {
    iss: issuer,
    sub: 'system:serviceaccount:shop:builder',
    aud: ['api'],
    exp: startMs / 1000 + 3600,
    iat: startMs / 1000,
    nbf: startMs / 1000,
    'kubernetes.io': {
      namespace: 'shop',
      node: { name: 'n1', uid: 'node-1' },
      pod: { name: 'web', uid: 'pod-1' },
      serviceaccount: { name: 'builder', uid: 'sa-1' },
    },
  });
  assert.equal(credentialId, `JTI=${jti}`);
  assert.deepEqual(decodeProtectedHeader(token), { alg: 'ES256', kid: key.id });
});

test('a service account is known by its token, with what it is bound to', async () => {
  const { token, credentialId } = await issue({ boundTo: { pod, node } });
  assert.deepEqual(await known(token), {
    type: 'user',
    user: {
      name: 'system:serviceaccount:shop:builder',
      uid: 'sa-1',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:shop'],
      extra: {
        'authentication.kubernetes.io/pod-name': ['web'],
        'authentication.kubernetes.io/pod-uid': ['pod-1'],
        'authentication.kubernetes.io/credential-id': [credentialId],
        'authentication.kubernetes.io/node-name': ['n1'],
        'authentication.kubernetes.io/node-uid': ['node-1'],
      },
    },
    audiences: ['api'],
  });
});

const gone = 'service account token has been invalidated';
const deletions: [what: string, boundTo: Parameters<typeof issue>[0]['boundTo'], change: Objects, reason: string | undefined][] = [
  ['nothing has changed', { pod, node }, {}, undefined],
  ['the account has gone', {}, { account: undefined }, 'serviceaccounts "builder" not found'],
  ['the account was made anew', {}, { account: at('sa-2') }, 'service account UID (sa-2) does not match claim (sa-1)'],
  ['the account is being deleted', {}, { account: at('sa-1', startMs - 61_000) }, 'service account shop/builder has been deleted'],
  ['the account was deleted just now', {}, { account: at('sa-1', startMs - 59_000) }, undefined],
  ['the pod has gone', { pod }, { pod: undefined }, gone],
  ['the pod was made anew', { pod }, { pod: at('pod-2') }, 'pod UID (pod-2) does not match service account pod ref claim (pod-1)'],
  ['the node of the pod has gone', { pod, node }, { node: undefined }, undefined],
  ['the node it is bound to has gone', { node }, { node: undefined }, gone],
  ['the secret has gone', { secret }, { secret: undefined }, gone],
  [
    'the secret was made anew',
    { secret },
    { secret: at('x') },
    'secret UID (x) does not match service account secret ref claim (secret-1)',
  ],
];

for (const [what, boundTo, change, reason] of deletions) {
  test(`when ${what}, a token is ${reason === undefined ? 'good' : 'refused'}`, async () => {
    const { token } = await issue({ boundTo });
    const authenticator = authenticatorFor({ objects: change });
    for (const time of ['first', 'again']) {
      const finding = await authenticator(token, ['api']);
      assert.equal(finding?.type === 'refused' ? finding.reason : undefined, reason, time);
    }
  });
}

test('a token is good from a minute before it begins until a minute after it ends', async () => {
  const { token } = await issue({ lifeSeconds: 600 });
  const at = async (ms: number) => {
    const finding = await authenticatorFor({ clock: new FakeClock(startMs + ms) })(token, ['api']);
    return finding?.type === 'refused' ? finding.reason : finding?.type;
  };
  assert.equal(await at(-61_000), 'service account token is not valid yet');
  assert.equal(await at(-59_000), 'user');
  assert.equal(await at(659_000), 'user');
  assert.equal(await at(661_000), 'service account token has expired');
});

test('a token that is remembered still ends', async () => {
  const clock = new FakeClock(startMs);
  const authenticator = authenticatorFor({ clock });
  const { token } = await issue({ lifeSeconds: 600 });
  assert.equal((await authenticator(token, ['api']))?.type, 'user');
  await clock.advance(661_000);
  assert.equal((await authenticator(token, ['api']))?.type, 'refused');
});

test('a token counts only for its audiences', async () => {
  const { token } = await issue({ audiences: ['vault', 'api'] });
  const authenticator = authenticatorFor({});
  assert.deepEqual(await authenticator(token, ['other']), {
    type: 'refused',
    reason: 'token audiences ["vault" "api"] is invalid for the target audiences ["other"]',
  });
  const finding = await authenticator(token, ['vault', 'x']);
  assert.deepEqual(finding?.type === 'user' && finding.audiences, ['vault']);
});

test('nothing but our own signature is trusted', async (t) => {
  const { token } = await issue({});
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = decodeJwt(token);
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forged: [what: string, token: string, outcome: 'refused' | undefined][] = [
    ['not a token', 'garbage', undefined],
    ['another issuer', `${header}.${encoded({ ...claims, iss: 'https://other' })}.${signature}`, undefined],
    ['no issuer', `${header}.${encoded({})}.${signature}`, undefined],
    ['changed claims', `${header}.${encoded({ ...claims, sub: 'system:serviceaccount:kube-system:admin' })}.${signature}`, 'refused'],
    ['no signature', `${header}.${payload}.`, undefined],
    ['no algorithm', `${encoded({ alg: 'none', kid: key.id })}.${payload}.${signature}`, 'refused'],
    ['the public key as a secret', `${encoded({ alg: 'HS256', kid: key.id })}.${payload}.${signature}`, 'refused'],
    ['an unknown key', `${encoded({ alg: 'ES256', kid: 'x' })}.${payload}.${signature}`, 'refused'],
    ['another key', (await issue({ by: newKey() })).token, 'refused'],
  ];
  for (const [what, shown, outcome] of forged) {
    await t.test(what, async () => assert.equal((await known(shown))?.type, outcome));
  }
});

test('tokens of an earlier key, or an RSA key, are still known', async () => {
  for (const earlier of [newKey(), newKey('rsa')]) {
    const { token } = await issue({ by: earlier });
    const publicPem = earlier.publicKey.export({ type: 'spki', format: 'pem' });
    const authenticator = authenticatorFor({ keys: [key, verificationKey(publicPem)] });
    assert.equal((await authenticator(token, ['api']))?.type, 'user');
  }
});

test('who still uses a token after its hour is noted', async () => {
  const { token } = await issue({ boundTo: { pod }, lifeSeconds: 31_536_000, warnAfterSeconds: 3607 });
  const clock = new FakeClock(startMs + 3_700_000);
  const finding = await authenticatorFor({ clock })(token, ['api']);
  assert.deepEqual(finding?.type === 'user' && finding.auditAnnotations, {
    'authentication.k8s.io/stale-token': 'subject: system:serviceaccount:shop:builder, seconds after warning threshold: 93',
  });
});

const secretToken = () =>
  signToken(
    {
      iss: 'kubernetes/serviceaccount',
      sub: 'system:serviceaccount:shop:builder',
      'kubernetes.io/serviceaccount/namespace': 'shop',
      'kubernetes.io/serviceaccount/secret.name': 'token',
      'kubernetes.io/serviceaccount/service-account.name': 'builder',
      'kubernetes.io/serviceaccount/service-account.uid': 'sa-1',
    },
    key,
  );

const holds = (token: string, labels: Record<string, string> = {}) => ({
  metadata: { uid: 'secret-1', labels },
  data: { token: Buffer.from(token).toString('base64') },
});

test('a token of a Secret counts while the Secret holds it', async () => {
  const token = await secretToken();
  const holding = holds(token);
  const outcome = async (objects: Objects) => {
    const finding = await authenticatorFor({ objects })(token, ['api']);
    return finding?.type === 'refused' ? finding.reason : finding?.type;
  };
  assert.equal(await outcome({ secret: holding }), 'user');
  assert.equal(await outcome({ secret: undefined }), 'Token has been invalidated');
  assert.equal(await outcome({ secret: { ...holding, data: { token: 'eA==' } } }), "Token does not match server's copy");
  assert.equal(await outcome({ secret: holding, account: at('sa-2') }), 'ServiceAccount UID (sa-2) does not match claim (sa-1)');
});

for (const [name, labels, noted] of [
  ['for the first time', {}, '2026-01-01'],
  ['on another day', { 'kubernetes.io/legacy-token-last-used': '2025-12-31' }, '2026-01-01'],
  ['again today', { 'kubernetes.io/legacy-token-last-used': '2026-01-01' }, undefined],
  ['on a day that has begun elsewhere', { 'kubernetes.io/legacy-token-last-used': '2026-01-02' }, undefined],
] as const) {
  test(`a token of a Secret that is used ${name} ${noted ? 'is' : 'is not'} noted`, async () => {
    const token = await secretToken();
    const notes: unknown[] = [];
    const noteUse: NoteTokenUse = async (...note) => void notes.push(note);
    await authenticatorFor({ objects: { secret: holds(token, labels) }, noteUse })(token, ['api']);
    const expected = [{ namespace: 'shop', name: 'token', uid: 'secret-1' }, { 'kubernetes.io/legacy-token-last-used': noted }];
    assert.deepEqual(notes, noted ? [expected] : []);
  });
}

test('a token that was made for an account as in old days is warned of', async () => {
  const token = await secretToken();
  const account = { ...at('sa-1'), secrets: [{ name: 'token' }] };
  const finding = await authenticatorFor({ objects: { account, secret: holds(token) } })(token, ['api']);
  assert.deepEqual(finding?.type === 'user' && [finding.warnings, finding.auditAnnotations], [
    ['Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.'],
    {
      'authentication.k8s.io/legacy-token': 'system:serviceaccount:shop:builder',
      'authentication.k8s.io/legacy-token-autogenerated-secret': 'token',
    },
  ]);
});

test('a token that is marked as invalid is refused', async () => {
  const token = await secretToken();
  const secret = holds(token, { 'kubernetes.io/legacy-token-invalid-since': '2025-12-01' });
  const finding = await authenticatorFor({ objects: { secret } })(token, ['api']);
  assert.match(finding?.type === 'refused' ? finding.reason : '', /has been marked invalid\. Use tokens from the TokenRequest API/);
});

test('others can find out how to verify our tokens', () => {
  const keys = [key, newKey('rsa')];
  assert.deepEqual(openIdConfiguration({ issuer, keySetUri: `${issuer}/openid/v1/jwks`, keys }), {
    issuer,
    jwks_uri: `${issuer}/openid/v1/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256', 'RS256'],
  });
  const [first, second] = keySet(keys).keys;
  assert.deepEqual(Object.keys(first ?? {}).toSorted(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  assert.deepEqual(Object.keys(second ?? {}).toSorted(), ['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

function newKey(type: 'ec' | 'rsa' = 'ec'): SigningKey {
  const { privateKey } =
    type === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return signingKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

function issue({
  boundTo,
  audiences = ['api'],
  lifeSeconds = 3600,
  warnAfterSeconds,
  by = key,
}: {
  boundTo?: { pod?: typeof pod; node?: typeof node; secret?: typeof secret } | undefined;
  audiences?: string[];
  lifeSeconds?: number;
  warnAfterSeconds?: number;
  by?: SigningKey;
}) {
  return issueServiceAccountToken(
    { serviceAccount: account, ...(boundTo && { boundTo }), audiences, lifeSeconds, warnAfterSeconds },
    { issuer, key: by, clock: new FakeClock(startMs) },
  );
}

function at(uid: string, deletedAtMs?: number): Identified {
  return { metadata: { uid, ...(deletedAtMs !== undefined && { deletionTimestamp: new Date(deletedAtMs).toISOString() }) } };
}

interface Objects {
  readonly account?: IdentifiedAccount | undefined;
  readonly pod?: Identified | undefined;
  readonly node?: Identified | undefined;
  readonly secret?: IdentifiedSecret | undefined;
}

function authenticatorFor({
  objects = {},
  clock = new FakeClock(startMs),
  keys = [key],
  noteUse,
}: {
  objects?: Objects;
  clock?: FakeClock;
  keys?: ReturnType<typeof verificationKey>[];
  noteUse?: NoteTokenUse;
}) {
  const all = { account: at('sa-1'), pod: at('pod-1'), node: at('node-1'), secret: at('secret-1'), ...objects };
  const lookup: TokenObjects = {
    serviceAccount: (namespace, name) => (namespace === 'shop' && name === 'builder' ? all.account : undefined),
    pod: (_namespace, name) => (name === 'web' ? all.pod : undefined),
    secret: (_namespace, name) => (name === 'token' ? all.secret : undefined),
    node: (name) => (name === 'n1' ? all.node : undefined),
  };
  return serviceAccountTokens({ issuers: [issuer], keys, audiences: ['api'], objects: lookup, clock, noteUse });
}

const known = (token: string) => authenticatorFor({})(token, ['api']);
