import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claim, claimRef, volume } from '../testing/storage-builders.ts';
import { deleterOf } from './in-tree-plugins.ts';
import { recyclerPod } from './recycle.ts';
import { markedVolume, planVolume, unboundVolume } from './volume-plan.ts';

const data = claim('data');
const having = (volumeName: string) => claim('data', { spec: { volumeName } });
const bound = (annotations: Record<string, string> = {}, policy: 'Delete' | 'Retain' = 'Retain') =>
  volume('v', { metadata: { annotations }, spec: { claimRef: claimRef(data), persistentVolumeReclaimPolicy: policy } });
const provisioned = { 'pv.kubernetes.io/provisioned-by': 'csi.example.com' };

for (const [what, of, its, expected] of [
  ['is available when nobody has it', volume('v'), undefined, { do: 'enter phase', phase: 'Available' }],
  [
    'is available when it only waits for a claim',
    volume('v', { spec: { claimRef: { name: 'data', namespace: 'shop' } } }),
    data,
    { do: 'enter phase', phase: 'Available' },
  ],
  ['is bound when both say so', bound(), having('v'), { do: 'enter phase', phase: 'Bound' }],
  ['leaves it to the claim that says nothing yet', bound(), data, { do: 'leave to claim', modesDiffer: false }],
  ['says when modes differ', bound(), claim('data', { spec: { volumeMode: 'Block' } }), { do: 'leave to claim', modesDiffer: true }],
  ['is reclaimed when the claim is gone', bound(), undefined, { do: 'reclaim' }],
  ['is let go when the claim has another', bound(), having('w'), { do: 'unbind' }],
  ['that was made for the claim in vain is reclaimed', bound(provisioned, 'Delete'), having('w'), { do: 'reclaim' }],
  ['that was made for the claim in vain is let go when it is to be kept', bound(provisioned), having('w'), { do: 'unbind' }],
] as const) {
  test(`a volume ${what}`, () => assert.deepEqual(planVolume(of, its), expected));
}

test('a volume that is let go is free, or still reserved by its author', () => {
  const free = unboundVolume(bound({ 'pv.kubernetes.io/bound-by-controller': 'yes' }));
  assert.equal(free.spec.claimRef, undefined);
  assert.equal(free.metadata.annotations, undefined);
  const reserved = unboundVolume(bound({ note: 'mine' }));
  assert.deepEqual(reserved.spec.claimRef, { name: 'data', namespace: 'shop' });
  assert.deepEqual(reserved.metadata.annotations, { note: 'mine' });
});

test('a volume is marked with the driver or plugin that looks after it', () => {
  const made = (provisioner: string, policy: 'Delete' | 'Retain', finalizers: string[] = [], more: Record<string, string> = {}) => {
    const { metadata } = markedVolume(
      volume('v', {
        metadata: { finalizers, annotations: { 'pv.kubernetes.io/provisioned-by': provisioner, ...more } },
        spec: { persistentVolumeReclaimPolicy: policy },
      }),
    );
    return [metadata.annotations?.['pv.kubernetes.io/migrated-to'], metadata.finalizers?.join()];
  };
  const [own, theirs] = ['kubernetes.io/pv-controller', 'external-provisioner.volume.kubernetes.io/finalizer'];
  assert.deepEqual(made('kubernetes.io/gce-pd', 'Delete', [own]), ['pd.csi.storage.gke.io', '']);
  assert.deepEqual(made('kubernetes.io/host-path', 'Delete', [theirs]), [undefined, own]);
  assert.deepEqual(made('kubernetes.io/host-path', 'Retain', [own]), [undefined, '']);
  assert.deepEqual(made('kubernetes.io/host-path', 'Retain', [], { 'pv.kubernetes.io/migrated-to': 'x' }), [undefined, '']);
  assert.deepEqual(made('csi.example.com', 'Delete', [theirs]), [undefined, theirs]);
  const plain = volume('v');
  assert.equal(markedVolume(plain), plain);
});

test('who deletes what is in a volume', () => {
  const by = (annotations: Record<string, string>, source: object) => deleterOf(volume('v', { metadata: { annotations }, spec: source }));
  const none = { hostPath: undefined };
  assert.deepEqual(by({}, {}), { by: 'path', path: '/tmp/v' });
  assert.deepEqual(by(provisioned, {}), { by: 'somebody else' });
  assert.deepEqual(by({}, { ...none, csi: { driver: 'd', volumeHandle: 'h' } }), { by: 'somebody else' });
  const nobody = 'error getting deleter volume plugin for volume "v"';
  assert.deepEqual(by({}, { ...none, nfs: { server: 's', path: '/' } }), { problem: `${nobody}: no deletable volume plugin matched` });
  assert.deepEqual(by({}, { ...none, local: { path: '/mnt' } }), { problem: `${nobody}: no volume plugin matched` });
  assert.deepEqual(by({ 'pv.kubernetes.io/provisioned-by': 'kubernetes.io/glusterfs' }, {}), {
    problem: 'no volume plugin matched name: kubernetes.io/glusterfs',
  });
});

test('a volume is emptied by a pod that has time for its size', () => {
  const deadline = (size: string, source: object = {}) => recyclerPod(volume('v', { size, spec: source }))?.spec.activeDeadlineSeconds;
  assert.deepEqual([deadline('1Gi'), deadline('10Gi')], [60, 300]);
  assert.equal(deadline('1Gi', { hostPath: undefined, nfs: { server: 's', path: '/' } }), 300);
  assert.equal(deadline('1Gi', { hostPath: undefined, local: { path: '/mnt' } }), undefined);
});
