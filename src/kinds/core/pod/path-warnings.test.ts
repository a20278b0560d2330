import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overlappingPathWarnings } from './path-warnings.ts';
import type { VolumeProjection } from './projected-volume.ts';
import type { Volume } from './volume.ts';

const projected = (...sources: readonly VolumeProjection[]): Volume => ({ name: 'v', projected: { sources: [...sources] } });
const token = (path: string): VolumeProjection => ({ serviceAccountToken: { path } });

const cases: readonly (readonly [what: string, volume: Volume, warnings: readonly string[]])[] = [
  ['files apart', projected(token('a'), token('ab')), []],
  [
    'a file in the place of a folder',
    { name: 'v', configMap: { name: 'c', items: [{ key: 'a', path: 'a/' }, { key: 'b', path: 'a/b' }] } }, // prettier-ignore
    ['volume "v" (ConfigMap "c"): overlapping paths: "a/b" with "a"'],
  ],
  [
    'trust bundles by name, or by signer',
    projected(token('x'), { clusterTrustBundle: { name: 'n', path: 'x' } }, { clusterTrustBundle: { signerName: 'a.b/s', path: 'x/y' } }),
    [
      'volume "v" (Projected): overlapping paths: "x" (ClusterTrustBundle "n") with "x" (ServiceAccountToken)',
      'volume "v" (Projected): overlapping paths: "x/y" (ClusterTrustBundle "a.b/s") with "x" (ServiceAccountToken)',
      'volume "v" (Projected): overlapping paths: "x/y" (ClusterTrustBundle "a.b/s") with "x" (ClusterTrustBundle "n")',
    ],
  ],
  [
    'files of one certificate',
    projected({
      podCertificate: { signerName: 's', keyType: 'ED25519', certificateChainPath: 'c', keyPath: 'c', credentialBundlePath: 'c/b' },
    }),
    [
      'volume "v" (Projected): overlapping paths: "c" (PodCertificate key) with "c" (PodCertificate chain)',
      'volume "v" (Projected): overlapping paths: "c/b" (PodCertificate credential bundle) with "c" (PodCertificate chain)',
      'volume "v" (Projected): overlapping paths: "c/b" (PodCertificate credential bundle) with "c" (PodCertificate key)',
    ],
  ],
  ['nothing', projected({}), ['volume "v" (Projected) has no sources provided']],
];

for (const [what, volume, warnings] of cases) {
  test(`a volume of ${what} warns of what hides what`, () => {
    assert.deepEqual([...overlappingPathWarnings([volume])], warnings);
  });
}
