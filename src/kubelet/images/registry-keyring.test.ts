import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Secret } from '../../kinds/core/secret.ts';
import { RegistryKeyring } from './registry-keyring.ts';

const secret = (auths: object): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', uid: 'u', resourceVersion: '1', creationTimestamp: '' },
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths })).toString('base64') },
});

const user = (name: string) => ({ username: name, password: 'p' });

test('credentials are found by registry and path, the closest first', () => {
  const keyring = new RegistryKeyring([
    secret({
      'https://index.docker.io/v1/': user('docker'),
      'example.com': user('example'),
      'example.com/team': user('team'),
      '*.example.org': user('any'),
      'example.com:5000': user('port'),
      'with-auth.com': { auth: Buffer.from('me:se:cret').toString('base64') },
    }),
  ]);
  const found = (image: string) => keyring.lookup(image).map(({ userName }) => userName);
  for (const [image, expected] of [
    ['nginx', ['docker']],
    ['docker.io/library/nginx:1', ['docker']],
    ['example.com/app:1', ['example']],
    ['example.com/team/app@sha256:00', ['team', 'example']],
    ['a.example.org/app', ['any']],
    ['a.b.example.org/app', []],
    ['example.com:5000/app', ['port']],
    ['other.com/app', []],
  ] as const)
    assert.deepEqual(found(image), expected, image);
  assert.deepEqual(keyring.lookup('with-auth.com/app'), [{ userName: 'me', password: 'se:cret' }]);
});
