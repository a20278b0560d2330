import { checkDns1035Label, checkDnsSubdomain } from '../../model/names.ts';
import { ageColumn } from '../columns.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { always, defineType, int64, list, object, required, string, time, type Infer } from '../../model/schema.ts';
import { validateStorageVersionStatus } from './validation.ts';

const api = 'io.k8s.api.apiserverinternal.v1alpha1';

export const ServerStorageVersion = defineType(`${api}.ServerStorageVersion`, 'What one API server writes and reads.', {
  apiServerID: required(string(1, 'Which server.', { omitEmpty: true })),
  encodingVersion: required(string(2, 'The version that it writes, such as apps/v1.', { omitEmpty: true })),
  decodableVersions: required(list(3, 'string', 'The versions that it can read.', { listType: 'set', omitEmpty: true })),
  servedVersions: list(4, 'string', 'The versions that it serves.', { listType: 'set' }),
});

export interface ServerStorageVersion extends Infer<typeof ServerStorageVersion> {}

export const StorageVersionCondition = defineType(
  `${api}.StorageVersionCondition`,
  'One thing that is known of how a resource is stored.',
  {
    type: required(string(1, 'What the condition is about.')),
    status: required(string(2, 'Whether it is so: True, False or Unknown.')),
    observedGeneration: int64(3, 'The generation that it was found out for.'),
    lastTransitionTime: always(time(4, 'When this last changed.')),
    reason: required(string(5, 'Why, in one word.')),
    message: required(string(6, 'Why, for people.', { omitEmpty: true })),
  },
);

export interface StorageVersionCondition extends Infer<typeof StorageVersionCondition> {}

export const StorageVersionStatus = defineType(`${api}.StorageVersionStatus`, 'What all servers together write and read.', {
  storageVersions: list(1, ServerStorageVersion, 'What each server writes and reads.', { listType: 'map', listMapKeys: ['apiServerID'] }),
  commonEncodingVersion: string(2, 'The version that all servers write, if there is one.'),
  conditions: list(3, StorageVersionCondition, 'What is known, by type.', { listType: 'map', listMapKeys: ['type'] }),
});

export interface StorageVersionStatus extends Infer<typeof StorageVersionStatus> {}

export const StorageVersionSpec = defineType(`${api}.StorageVersionSpec`, 'Nothing.', {});

export interface StorageVersion extends KubeObject {
  spec: Record<string, never>;
  status: StorageVersionStatus;
}

export const StorageVersion: Kind<StorageVersion> = defineKind({
  group: 'internal.apiserver.k8s.io',
  version: 'v1alpha1',
  kind: 'StorageVersion',
  plural: 'storageversions',
  scope: 'Cluster',
  subresources: ['status'],
  schema: `${api}.StorageVersion`,
  description: 'As which versions the API servers of a cluster store a resource.',
  fields: {
    spec: always(object(2, StorageVersionSpec, 'What is wanted.')),
    status: always(object(3, StorageVersionStatus, 'Whether it is so: True, False or Unknown.')),
  },
  needsVersionToUpdate: true,
  resetFields: { status: ['metadata', 'spec'] },
  validateName: checkName,
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  validateCreate: ({ status }, field) => validateStorageVersionStatus(status, field.at('status')),
  validateStatusUpdate: ({ status }, _previous, field) => validateStorageVersionStatus(status, field.at('status')),
  columns: [
    {
      name: 'CommonEncodingVersion',
      description: 'The version that all servers write.',
      value: ({ status }) => status.commonEncodingVersion ?? '<unset>',
    },
    { name: 'StorageVersions', description: 'The version that each server writes.', value: ({ status }) => serversText(status) },
    ageColumn,
  ],
});

/** `GROUP.RESOURCE` */
function checkName(name: string): readonly string[] {
  const end = name.lastIndexOf('.');
  if (end < 0) return ['name must be in the form of <group>.<resource>'];
  return [
    ...checkDnsSubdomain(name.slice(0, end)).map((problem) => `the group segment ${problem}`),
    ...checkDns1035Label(name.slice(end + 1)).map((problem) => `the resource segment ${problem}`),
  ];
}

const mostShown = 3;

function serversText({ storageVersions = [] }: Readonly<StorageVersionStatus>): string {
  const shown = storageVersions.slice(0, mostShown).map(({ apiServerID, encodingVersion }) => `${apiServerID}=${encodingVersion}`);
  const more = storageVersions.length - mostShown;
  return (shown.join(',') || '<unset>') + (more > 0 ? ` + ${more} more...` : '');
}
