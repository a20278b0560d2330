import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PersistentVolumeClaim } from '../persistent-volume-claim/index.ts';
import { boundVolume, isBoundTo } from './binding.ts';
import type { PersistentVolume } from './index.ts';
import { matchingVolume, mismatch } from './matching.ts';

const stored = (name: string) => ({ name, uid: `uid-${name}`, resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z' });

const claimOf = (spec: Partial<PersistentVolumeClaim['spec']> = {}): PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { ...stored('data'), namespace: 'shop' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } }, ...spec },
  status: { phase: 'Pending' },
});

interface Options {
  readonly metadata?: Partial<PersistentVolume['metadata']>;
  readonly spec?: Partial<PersistentVolume['spec']>;
  readonly status?: PersistentVolume['status'];
}

const volumeOf = (name: string, storage: string, { metadata, spec, status = { phase: 'Available' } }: Options = {}): PersistentVolume => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { ...stored(name), ...metadata },
  spec: { accessModes: ['ReadWriteOnce'], capacity: { storage }, ...spec },
  status,
});

const zoneA = { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In' as const, values: ['a'] }] }] } };
const forData = { name: 'data', namespace: 'shop' };

for (const [what, claim, volumes, matching, expected] of [
  [
    'the smallest that is large enough',
    claimOf(),
    [volumeOf('big', '10Gi'), volumeOf('fits', '6Gi'), volumeOf('small', '4Gi')],
    {},
    'fits',
  ],
  ['one that is exact', claimOf(), [volumeOf('big', '6Gi'), volumeOf('exact', '5120Mi'), volumeOf('other', '5Gi')], {}, 'exact'],
  ['none that is too small', claimOf(), [volumeOf('small', '4Gi')], {}, undefined],
  [
    'the one that is reserved, however large',
    claimOf(),
    [volumeOf('exact', '5Gi'), volumeOf('own', '50Gi', { spec: { claimRef: forData } })],
    {},
    'own',
  ],
  ['none that is reserved but too small', claimOf(), [volumeOf('own', '1Gi', { spec: { claimRef: forData } })], {}, undefined],
  [
    'none that is reserved for an earlier claim of the name',
    claimOf(),
    [volumeOf('old', '5Gi', { spec: { claimRef: { ...forData, uid: 'earlier' } } })],
    {},
    undefined,
  ],
  ['none that is not available yet', claimOf(), [volumeOf('new', '5Gi', { status: { phase: 'Pending' } })], {}, undefined],
  [
    'none that is being deleted',
    claimOf(),
    [volumeOf('going', '5Gi', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })],
    {},
    undefined,
  ],
  ['none of another class', claimOf(), [volumeOf('fast', '5Gi', { spec: { storageClassName: 'fast' } })], {}, undefined],
  [
    'one of the class by annotation',
    claimOf({ storageClassName: 'fast' }),
    [volumeOf('fast', '5Gi', { metadata: { annotations: { 'volume.beta.kubernetes.io/storage-class': 'fast' } } })],
    {},
    'fast',
  ],
  ['none of another mode', claimOf({ volumeMode: 'Block' }), [volumeOf('disk', '5Gi')], {}, undefined],
  ['none of other attributes', claimOf({ volumeAttributesClassName: 'gold' }), [volumeOf('disk', '5Gi')], {}, undefined],
  ['none that cannot be used so', claimOf({ accessModes: ['ReadWriteMany'] }), [volumeOf('disk', '5Gi')], {}, undefined],
  [
    'one with the labels',
    claimOf({ selector: { matchLabels: { tier: 'db' } } }),
    [volumeOf('bare', '5Gi'), volumeOf('db', '9Gi', { metadata: { labels: { tier: 'db' } } })],
    {},
    'db',
  ],
  ['none but reserved ones', claimOf(), [volumeOf('free', '5Gi')], { onlyReserved: true }, undefined],
  ['none that is spoken for', claimOf(), [volumeOf('free', '5Gi')], { except: new Set(['free']) }, undefined],
  [
    'one that the node reaches',
    claimOf(),
    [volumeOf('far', '5Gi', { spec: { nodeAffinity: zoneA } }), volumeOf('near', '6Gi')],
    { node: { labels: { zone: 'b' } } },
    'near',
  ],
  [
    'none at all when the reserved one is out of reach',
    claimOf(),
    [volumeOf('own', '5Gi', { spec: { claimRef: forData, nodeAffinity: zoneA } }), volumeOf('near', '6Gi')],
    { node: { labels: { zone: 'b' } } },
    undefined,
  ],
] as const) {
  test(`of volumes a claim gets ${what}`, () => assert.equal(matchingVolume(claim, volumes, matching)?.metadata.name, expected));
}

test('why a volume that was asked for by name will not do', () => {
  const why = (volume: PersistentVolume, spec: Partial<PersistentVolumeClaim['spec']> = {}) => mismatch(volume, claimOf(spec));
  assert.equal(why(volumeOf('v', '5Gi')), undefined);
  assert.equal(why(volumeOf('v', '4Gi')), 'requested PV is too small');
  assert.equal(why(volumeOf('v', '5Gi'), { storageClassName: 'fast' }), 'storageClassName does not match');
  assert.equal(why(volumeOf('v', '5Gi'), { volumeAttributesClassName: 'gold' }), 'volumeAttributesClassName does not match');
  assert.equal(why(volumeOf('v', '5Gi'), { volumeMode: 'Block' }), 'incompatible volumeMode');
  assert.equal(why(volumeOf('v', '5Gi'), { accessModes: ['ReadWriteMany'] }), 'incompatible accessMode');
  const going = volumeOf('v', '5Gi', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } });
  assert.equal(why(going), 'the volume is marked for deletion "v"');
});

test('binding writes the claim into the volume, and by whom, unless the author did', () => {
  const claim = claimOf();
  const bound = boundVolume(volumeOf('v', '5Gi'), claim);
  assert.deepEqual(bound.spec.claimRef, {
    kind: 'PersistentVolumeClaim',
    apiVersion: 'v1',
    namespace: 'shop',
    name: 'data',
    uid: 'uid-data',
    resourceVersion: '7',
  });
  assert.deepEqual(bound.metadata.annotations, { 'pv.kubernetes.io/bound-by-controller': 'yes' });
  assert.equal(boundVolume(bound, claim), bound);
  const reserved = boundVolume(volumeOf('v', '5Gi', { spec: { claimRef: forData } }), claim);
  assert.equal(reserved.spec.claimRef?.uid, 'uid-data');
  assert.equal(reserved.metadata.annotations, undefined);
  assert.equal(isBoundTo(reserved, { ...claim, metadata: { ...claim.metadata, uid: 'later' } }), false);
});
