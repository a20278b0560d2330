import { nameColumn, since } from '../columns.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import type { Condition } from '../../model/meta.ts';
import { object, required } from '../../model/schema.ts';
import { ResourcePoolStatusRequestSpec, ResourcePoolStatusRequestStatus } from './pool-status.ts';
import { validatePoolStatusRequestSpec, validatePoolStatusRequestStatus } from './pool-status-validation.ts';

export interface ResourcePoolStatusRequest extends KubeObject {
  spec: ResourcePoolStatusRequestSpec;
  status?: ResourcePoolStatusRequestStatus;
}

export const ResourcePoolStatusRequest: Kind<ResourcePoolStatusRequest> = defineKind({
  group: 'resource.k8s.io',
  version: 'v1alpha3',
  kind: 'ResourcePoolStatusRequest',
  plural: 'resourcepoolstatusrequests',
  scope: 'Cluster',
  subresources: ['status'],
  lifecycle: { deprecated: '1.39', removed: '1.42' },
  schema: 'io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequest',
  description: 'Asks how many devices there are, and how many are left.',
  fields: {
    spec: required(object(2, ResourcePoolStatusRequestSpec, 'What is wanted.')),
    status: object(3, ResourcePoolStatusRequestStatus, 'What is the case, as those who see to it report it.'),
  },
  needsVersionToUpdate: true,
  resetFields: { status: ['metadata', 'spec'] },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  validateCreate: ({ spec }, field) => validatePoolStatusRequestSpec(spec, field.at('spec')),
  *validateUpdate({ spec }, previous, field) {
    if (!isSame(ResourcePoolStatusRequestSpec, spec, previous.spec)) yield field.at('spec').invalid(null, 'field is immutable');
  },
  validateStatusUpdate: ({ status }, previous, field) => validatePoolStatusRequestStatus(status, previous.status, field.at('status')),
  columns: [
    nameColumn,
    { name: 'Driver', description: 'The driver that is asked about.', value: ({ spec }) => spec.driver },
    { name: 'Total', description: 'Devices of all pools.', value: ({ status }) => sumText(status, 'totalDevices') },
    { name: 'Available', description: 'Devices that claims can get.', value: ({ status }) => sumText(status, 'availableDevices') },
    { name: 'Allocated', description: 'Devices that claims have got.', value: ({ status }) => sumText(status, 'allocatedDevices') },
    { name: 'Unavailable', description: 'Devices that nobody can get.', value: ({ status }) => sumText(status, 'unavailableDevices') },
    { name: 'Errors', description: 'Pools that could not be counted.', value: ({ status }) => errorsText(status) },
    { name: 'Pools', type: 'integer', description: 'How many pools there are.', value: ({ status }) => status?.poolCount ?? 0 },
    { name: 'Status', description: 'Whether the answer is there.', value: ({ status }) => stateText(status) },
    {
      name: 'Completed',
      description: 'How long ago the answer was given.',
      value: ({ status }, nowMs) => {
        const ended = endOf(status);
        return ended?.type === 'Complete' ? since(ended.lastTransitionTime, nowMs) : '<none>';
      },
    },
  ],
});

type Status = Readonly<ResourcePoolStatusRequestStatus> | undefined;
type Count = 'totalDevices' | 'availableDevices' | 'allocatedDevices' | 'unavailableDevices';

const endOf = (status: Status): Condition | undefined =>
  status?.conditions?.find((condition) => condition.status === 'True' && ['Complete', 'Failed'].includes(condition.type));

const isCounted = (status: Status): status is Readonly<ResourcePoolStatusRequestStatus> =>
  status !== undefined && endOf(status)?.type !== 'Failed';

const sumText = (status: Status, name: Count): string =>
  isCounted(status) ? String((status.pools ?? []).reduce((sum, pool) => sum + (pool[name] ?? 0), 0)) : '-';

const errorsText = (status: Status): string =>
  isCounted(status) ? String((status.pools ?? []).filter(({ validationError }) => validationError !== undefined).length) : '-';

function stateText(status: Status): string {
  const { type = 'Pending' } = endOf(status) ?? {};
  const [shown, all] = [status?.pools?.length ?? 0, status?.poolCount ?? 0];
  return type === 'Complete' && all > shown ? `Complete (${shown}/${all} pools)` : type;
}
