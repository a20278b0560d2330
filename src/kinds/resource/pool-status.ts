import { Condition } from '../../model/meta.ts';
import { defineType, int32, int64, list, required, string, type Infer } from '../../model/schema.ts';

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
