import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiVersionOf, type KubeObject } from '../../model/kind.ts';
import { builtInKinds } from '../../kinds/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { IPAddress } from '../../kinds/networking/ip-address.ts';
import { table } from './table.ts';

const columnsOf = (apiVersion: string, kindName: string): string[] => {
  const kind = builtInKinds.find((each) => apiVersionOf(each) === apiVersion && each.kind === kindName);
  assert.ok(kind, kindName);
  const { columnDefinitions } = table([], {}, { kind, includeObject: 'None', nowMs: 0 });
  // They are what a table's columns are.
  return (columnDefinitions as { name: string; priority: number }[]).map(({ name, priority }) => (priority ? `(${name})` : name));
};

const shown: readonly (readonly [apiVersion: string, kind: string, columns: string])[] = [
  ['v1', 'ConfigMap', 'Name Data Age'],
  ['v1', 'PodTemplate', 'Name Containers Images Pod Labels'],
  ['v1', 'ComponentStatus', 'Name Status Message Error'],
  ['v1', 'Event', 'Last Seen Type Reason Object (Subobject) (Source) Message (First Seen) (Count) (Name)'],
  ['v1', 'LimitRange', 'Name Created At'],
  ['apps/v1', 'Deployment', 'Name Ready Up-to-date Available Age (Containers) (Images) (Selector)'],
  ['networking.k8s.io/v1', 'IPAddress', 'Name ParentRef'],
  ['resource.k8s.io/v1', 'DeviceClass', 'Name Age'],
  ['resource.k8s.io/v1beta1', 'ResourceClaimTemplate', 'Name Age'],
  ['scheduling.k8s.io/v1alpha2', 'Workload', 'Name Age'],
  ['storage.k8s.io/v1', 'CSIStorageCapacity', 'Name Created At'],
  ['storage.k8s.io/v1', 'StorageClass', 'Name Provisioner ReclaimPolicy VolumeBindingMode AllowVolumeExpansion Age'],
  ['certificates.k8s.io/v1beta1', 'ClusterTrustBundle', 'Name SignerName'],
  [
    'certificates.k8s.io/v1beta1',
    'PodCertificateRequest',
    'Name PodName ServiceAccountName NodeName SignerName State UnverifiedUserAnnotations',
  ],
  [
    'resource.k8s.io/v1alpha3',
    'ResourcePoolStatusRequest',
    'Name Driver Total Available Allocated Unavailable Errors Pools Status Completed',
  ],
  ['storagemigration.k8s.io/v1beta1', 'StorageVersionMigration', 'Name Resource Status'],
];

for (const [apiVersion, kind, columns] of shown) {
  test(`a table of ${kind} of ${apiVersion} shows the name once, and the age where it is shown`, () => {
    assert.equal(columnsOf(apiVersion, kind).join(' '), columns);
  });
}

test('addresses have a cell for their age, though no column for it', () => {
  const metadata = { name: '10.0.0.1', uid: 'u', resourceVersion: '1', creationTimestamp: '1970-01-01T00:00:00Z' };
  const address = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata,
    spec: { parentRef: { resource: 'services', name: 'a' } },
  };
  const { rows } = table([address], {}, { kind: IPAddress, includeObject: 'None', nowMs: 60_000 });
  assert.deepEqual(rows, [{ cells: ['10.0.0.1', 'services/a', '60s'], object: null }]);
});

test('rows of pods that have ended say so', () => {
  const row = (phase: string) => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', uid: 'u', resourceVersion: '1' }, spec: {}, status: { phase } };
    // It is enough of a pod for a table.
    return table([pod as unknown as KubeObject], {}, { kind: Pod, includeObject: 'None', nowMs: 0 }).rows[0] as { conditions?: object };
  };
  const completed = { type: 'Completed', status: 'True' };
  assert.deepEqual(row('Succeeded').conditions, [{ ...completed, reason: 'Succeeded', message: 'The pod has completed successfully.' }]);
  assert.deepEqual(row('Failed').conditions, [{ ...completed, reason: 'Failed', message: 'The pod failed.' }]);
  assert.deepEqual(Object.keys(row('Running')), ['cells', 'object']);
});
