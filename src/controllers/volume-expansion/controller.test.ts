import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Event } from '../../kinds/core/event.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { StorageClass } from '../../kinds/storage/storage-class.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';
import { claim, volume } from '../testing/storage-builders.ts';
import { planExpansion } from './plan.ts';

const having = (storage: string) => claim('data', { status: { phase: 'Bound', capacity: { storage } } });
const cinder = volume('v', { spec: { cinder: { volumeID: 'x' } } });

for (const [what, of, its, expected] of [
  ['is as large as it wants to be', having('1Gi'), volume('v'), undefined],
  ['is larger', having('2Gi'), volume('v'), undefined],
  ['wants more', having('1Mi'), volume('v'), { message: 'waiting for an external controller to expand this PVC' }],
  [
    'wants more of what was a plugin once',
    having('1Mi'),
    cinder,
    {
      resizer: 'cinder.csi.openstack.org',
      message: 'CSI migration enabled for kubernetes.io/cinder; waiting for external resizer to expand the pvc',
    },
  ],
] as const) {
  test(`a claim that ${what}`, () => assert.deepEqual(planExpansion(of, its), expected));
}

test('who makes a volume larger is told on its claim', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const namespace = 'default';
  await client.create(StorageClass, { metadata: { name: 'grows' }, provisioner: 'csi.example.com', allowVolumeExpansion: true });
  await client.create(PersistentVolume, {
    metadata: { name: 'v' },
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, storageClassName: 'grows', cinder: { volumeID: 'x' } },
  });
  const resources = { requests: { storage: '1Gi' } };
  await client.create(PersistentVolumeClaim, {
    metadata: { name: 'data', namespace },
    spec: { accessModes: ['ReadWriteOnce'], resources, storageClassName: 'grows' },
  });
  const ref = { name: 'data', namespace };
  const read = () => client.get(PersistentVolumeClaim, ref);
  await eventually(read, ({ status }) => status.phase === 'Bound');
  await client.patch(PersistentVolumeClaim, ref, { type: 'merge', body: { spec: { resources: { requests: { storage: '2Gi' } } } } });
  await eventually(read, ({ metadata }) => metadata.annotations?.['volume.kubernetes.io/storage-resizer'] === 'cinder.csi.openstack.org');
  const event = await eventually(
    async () => (await client.list(Event, { namespace })).items.find(({ reason }) => reason === 'ExternalExpanding'),
    (found) => found !== undefined,
  );
  assert.equal(event?.source?.component, 'volume_expand');
});
