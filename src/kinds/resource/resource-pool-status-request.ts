import { nameColumn, since } from '../columns.ts';
import { goForm } from '../go-form.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition } from '../../model/meta.ts';
import { defineType, int32, int64, list, object, required, string, type Infer } from '../../model/schema.ts';
import { validatePoolStatusRequestSpec, validatePoolStatusRequestStatus } from './pool-status-validation.ts';

const api = 'io.k8s.api.resource.v1alpha3';

export const ResourcePoolStatusRequestSpec = defineType(`${api}.ResourcePoolStatusRequestSpec`, 'Which pools are asked about.', {
  driver: required(string(1, 'Pools of this driver.')),
  poolName: string(2, 'The pool of this name; all, unless given.'),
  limit: int32(3, 'How many pools the answer may hold: 100 unless given.', { default: 100 }),
});

export interface ResourcePoolStatusRequestSpec extends Infer<typeof ResourcePoolStatusRequestSpec> {}

export const PoolStatus = defineType(`${api}.PoolStatus`, 'What there is in one pool.', {
  driver: required(string(1, 'The driver of the pool.', { omitEmpty: true })),
  poolName: required(string(2, 'Which pool of the driver was counted.', { omitEmpty: true })),
  generation: required(int64(9, 'Which of the descriptions of the pool this is.')),
  resourceSliceCount: int32(8, 'How many slices describe the pool.'),
  totalDevices: int32(4, 'All devices.'),
  allocatedDevices: int32(5, 'Devices that claims have got.'),
  availableDevices: int32(6, 'Devices that claims can get.'),
  unavailableDevices: int32(7, 'Devices that nobody can get, for their taints or otherwise.'),
  nodeName: string(3, 'The node that has the devices, where it is one.'),
  validationError: string(10, 'Why the pool could not be counted.'),
});

export interface PoolStatus extends Infer<typeof PoolStatus> {}

export const ResourcePoolStatusRequestStatus = defineType(`${api}.ResourcePoolStatusRequestStatus`, 'The answer, given once.', {
  poolCount: required(int32(6, 'How many pools there are, also where the answer holds fewer.', { omitEmpty: true })),
  pools: list(2, PoolStatus, 'The pools, as many as were asked for.', { listType: 'atomic' }),
  conditions: list(3, Condition, 'What is known, by type.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface ResourcePoolStatusRequestStatus extends Infer<typeof ResourcePoolStatusRequestStatus> {}

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
  schema: `${api}.ResourcePoolStatusRequest`,
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
  *validateStatusUpdate({ status }, { status: previous }, field) {
    const at = field.at('status');
    if (!previous) {
      if (status) yield* validatePoolStatusRequestStatus(status, at);
    } else if (!isSame(ResourcePoolStatusRequestStatus, status, previous)) {
      yield at.invalid(status ? goForm(ResourcePoolStatusRequestStatus, status) : null, 'field is immutable');
    }
  },
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
