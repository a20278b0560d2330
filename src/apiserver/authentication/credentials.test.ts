import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { receivedCredentials } from './credentials.ts';

const peer = { commonName: 'alice', organizations: [] };

const headerCases: [authorization: string | undefined, token: string | undefined][] = [
  ['Bearer abc', 'abc'],
  ['  bearer abc  ', 'abc'],
  ['Bearer abc def', 'abc'],
  ['Bearer  abc', undefined],
  ['Bearer', undefined],
  ['Basic abc', undefined],
  ['', undefined],
  [undefined, undefined],
];

for (const [authorization, token] of headerCases) {
  test(`Authorization ${JSON.stringify(authorization)} shows ${token === undefined ? 'nothing' : `the token ${token}`}`, () => {
    const { credentials } = receivedCredentials({ authorization });
    assert.deepEqual(credentials, token === undefined ? { type: 'none' } : { type: 'bearer', token });
  });
}

test('a blank too many before a token is warned about', () => {
  const { warnings } = receivedCredentials({ authorization: 'Bearer  abc' });
  assert.deepEqual(warnings, ['the provided Authorization header contains extra space before the bearer token, and is ignored']);
});

test('a certificate comes first, with the token as a second chance', () => {
  assert.deepEqual(receivedCredentials({ peer }).credentials, { type: 'certificate', ...peer });
  assert.deepEqual(receivedCredentials({ peer, authorization: 'Bearer t' }).credentials, { type: 'certificate', ...peer, token: 't' });
});

const prefix = 'base64url.bearer.authorization.k8s.io.';

test('a WebSocket may carry the token among its protocols, which loses it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (token) => {
      fc.pre(token === Buffer.from(token).toString('utf8'));
      const webSocketProtocol = `v5.channel.k8s.io, ${prefix}${Buffer.from(token).toString('base64url')}`;
      assert.deepEqual(receivedCredentials({ webSocketProtocol }), {
        credentials: { type: 'bearer', token },
        warnings: [],
        webSocketProtocols: ['v5.channel.k8s.io'],
      });
    }),
  );
});

for (const [what, webSocketProtocol] of [
  ['two tokens', `a, ${prefix}YQ, ${prefix}Yg`],
  ['nothing to agree on', `${prefix}YQ`],
  ['bad encoding', `a, ${prefix}$$`],
] as const) {
  test(`a WebSocket with ${what} shows a token nobody has`, () => {
    const { credentials } = receivedCredentials({ webSocketProtocol });
    assert.equal(credentials.type, 'bearer');
    assert.notEqual(credentials.type === 'bearer' && credentials.token, 'a');
  });
}

test('without a token the protocols stay as they are', () => {
  assert.deepEqual(receivedCredentials({ webSocketProtocol: 'a, b' }), {
    credentials: { type: 'none' },
    warnings: [],
    webSocketProtocols: ['a', 'b'],
  });
});
