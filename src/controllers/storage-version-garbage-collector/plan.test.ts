import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerStorageVersion, StorageVersion, StorageVersionStatus } from '../../kinds/apiserverinternal/storage-version.ts';
import { at, meta } from '../testing/builders.ts';
import { statusOf } from './plan.ts';

const server = (apiServerID: string, encodingVersion: string): ServerStorageVersion => ({
  apiServerID,
  encodingVersion,
  decodableVersions: [encodingVersion],
});

const version = (status: StorageVersionStatus): StorageVersion => ({
  apiVersion: 'internal.apiserver.k8s.io/v1alpha1',
  kind: 'StorageVersion',
  metadata: meta('apps.deployments', { generation: 3 }),
  spec: {},
  status,
});

const agreed = (seconds: number) => ({
  type: 'AllEncodingVersionsEqual',
  status: 'True',
  observedGeneration: 3,
  lastTransitionTime: at(seconds),
  reason: 'CommonEncodingVersionSet',
  message: 'Common encoding version set',
});
const unequal = (seconds: number) => ({
  ...agreed(seconds),
  status: 'False',
  reason: 'CommonEncodingVersionUnset',
  message: 'Common encoding version unset',
});

const cases: readonly [
  name: string,
  before: StorageVersionStatus,
  servers: ServerStorageVersion[],
  common: string | undefined,
  condition: object,
][] = [
  ['servers that are left may agree', { conditions: [unequal(1)] }, [server('a', 'apps/v1')], 'apps/v1', agreed(9)],
  ['or still not', { conditions: [unequal(1)] }, [server('a', 'apps/v1'), server('b', 'apps/v1beta1')], undefined, unequal(1)],
  ['as they did before', { commonEncodingVersion: 'apps/v1', conditions: [agreed(1)] }, [server('a', 'apps/v1')], 'apps/v1', agreed(1)],
  [
    'to agree on another version is a change',
    { commonEncodingVersion: 'apps/v1beta1', conditions: [agreed(1)] },
    [server('a', 'apps/v1')],
    'apps/v1',
    agreed(9),
  ],
];

for (const [name, before, servers, common, condition] of cases) {
  test(name, () => {
    const status = statusOf(version(before), servers, { nowTimestamp: at(9) });
    assert.deepEqual([status.storageVersions, status.commonEncodingVersion, status.conditions], [servers, common, [condition]]);
  });
}
