import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Write } from '../../../../model/kind.ts';
import { problemsOf, writtenBy } from '../../../testing/judge.ts';
import { Pod } from '../index.ts';

/** While the features for them are off there are no such sources. */
const write: Write = { ...writtenBy, gates: { isOn: () => true } };
const at = 'spec.volumes[0].projected.sources[0]';

const withSources = (...sources: object[]): object => ({
  metadata: { name: 'web', namespace: 'default' },
  spec: { containers: [{ name: 'c', image: 'nginx:1' }], volumes: [{ name: 'v', projected: { sources } }] },
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['the bundles of a signer', withSources({ clusterTrustBundle: { signerName: 'example.com/b', path: 'a' } }), []],
  ['a bundle', withSources({ clusterTrustBundle: { name: 'example.com:b:c', path: 'a' } }), []],
  [
    'bundles from nowhere',
    withSources({ clusterTrustBundle: { path: '../a' } }),
    [
      `${at}.clusterTrustBundle: Required value: either name or signerName must be specified`,
      `${at}.clusterTrustBundle.path: Invalid value: "../a": must not contain '..'`,
    ],
  ],
  [
    'bundles from two places',
    withSources({ clusterTrustBundle: { name: 'a', signerName: 'example.com/b', path: 'a' } }),
    [
      `${at}.clusterTrustBundle: Invalid value: {"Name":"a","SignerName":"example.com/b","LabelSelector":null,"Optional":null,"Path":"a"}: only one of name and signerName may be used`,
    ],
  ],
  [
    'a bundle by its name and labels',
    withSources({ clusterTrustBundle: { name: 'example.com:b:c', labelSelector: {}, path: 'a' } }),
    [`${at}.clusterTrustBundle.labelSelector: Invalid value: {}: labelSelector must be unset if name is specified`],
  ],
  [
    'a certificate for nobody and for too long',
    withSources({ podCertificate: { signerName: 'kubernetes.io/x', keyType: 'DSA', maxExpirationSeconds: 90_000 } }),
    [
      `${at}.podCertificate.keyType: Unsupported value: "DSA": supported values: "RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"`,
      `${at}.podCertificate.maxExpirationSeconds: Invalid value: 90000: if provided, maxExpirationSeconds must be <= 86400`,
      `${at}.podCertificate: Required value: specify at least one of credentialBundlePath, keyPath, and certificateChainPath`,
    ],
  ],
  [
    'a key where the certificates are',
    withSources({ podCertificate: { signerName: 'example.com/x', keyType: 'ED25519', keyPath: 'a', certificateChainPath: 'a' } }),
    ['spec.volumes[0].projected: Invalid value: "a": conflicting duplicate paths'],
  ],
  [
    'two things in one source',
    withSources({ clusterTrustBundle: { name: 'a', path: 'a' }, configMap: { name: 'x' } }),
    [`${at}: Forbidden: may not specify more than 1 volume type per source`],
  ],
];

for (const [what, object, problems] of refused) {
  test(`a volume shows ${what}`, () => {
    assert.deepEqual(problemsOf(Pod, object, write), problems);
  });
}
