import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Event } from '../../kinds/core/event.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { CSIDriver } from '../../kinds/storage/csi-driver.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';

test('pods that want a volume labelled differently are told, once its driver mounts volumes with labels', async () => {
  await using cluster = await runControllers({ controllers: ['*', 'selinux-warning-controller'] });
  const { client } = cluster;
  await eventually(
    async () => (await client.list(ServiceAccount, { namespace })).items.length,
    (count) => count > 0,
  );
  const driver = await client.create(CSIDriver, { metadata: { name: 'disks.example.com' }, spec: { seLinuxMount: false } });
  const size = { storage: '1Gi' };
  await client.create(PersistentVolume, {
    metadata: { name: 'disk' },
    spec: {
      capacity: size,
      accessModes: ['ReadWriteOnce'],
      csi: { driver: 'disks.example.com', volumeHandle: 'disk-1' },
      storageClassName: '',
    },
  });
  const claim = await client.create(PersistentVolumeClaim, {
    metadata: { name: 'data', namespace },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: size }, storageClassName: '', volumeName: 'disk' },
  });
  for (const [name, level] of [
    ['a', 's0:c1'],
    ['b', 's0:c2'],
  ] as const) {
    await client.create(Pod, {
      metadata: { name, namespace },
      spec: {
        securityContext: { seLinuxOptions: { level } },
        containers: [{ name: 'web', image: 'web', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      },
    });
  }
  await eventually(
    () => client.get(PersistentVolumeClaim, claim.metadata),
    ({ status }) => status.phase === 'Bound',
  );
  await client.update(CSIDriver, { ...driver, spec: { ...driver.spec, seLinuxMount: true } });
  const events = await eventually(
    async () => (await client.list(Event, { namespace })).items.filter(({ reason }) => reason === 'SELinuxLabelConflict'),
    (items) => items.length === 2,
  );
  const sources = Object.fromEntries(events.map(({ involvedObject, source }) => [involvedObject.name ?? '', source?.component]));
  assert.deepEqual(sources, { a: 'selinux_warning', b: 'selinux_warning' });
});
