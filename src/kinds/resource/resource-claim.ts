import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition } from '../../model/meta.ts';
import {
  defineType,
  always,
  boolean,
  embed,
  int64,
  list,
  map,
  object,
  oneOf,
  rawExtension,
  required,
  string,
  time,
  type Infer,
} from '../../model/schema.ts';
import { goForm } from '../go-form.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { isSame } from '../same.ts';
import { dropDeallocatedDevices } from './allocated-devices.ts';
import { defaultResourceClaimSpec } from './claim-defaults.ts';
import { validateResourceClaimStatusUpdate } from './claim-status-validation.ts';
import { validateResourceClaimSpec } from './claim-validation.ts';
import { NodeSelector } from '../core/node-selector.ts';
import { DeviceSelector, DeviceToleration } from './device.ts';
import { DeviceConfiguration } from './device-class.ts';

export const DeviceClaimConfiguration = defineType('io.k8s.api.resource.v1.DeviceClaimConfiguration', {
  requests: list(1, 'string', { listType: 'atomic' }),
  ...embed(2, DeviceConfiguration),
});

export interface DeviceClaimConfiguration extends Infer<typeof DeviceClaimConfiguration> {}

export const DeviceConstraint = defineType('io.k8s.api.resource.v1.DeviceConstraint', {
  requests: list(1, 'string', { listType: 'atomic' }),
  matchAttribute: string(2),
  distinctAttribute: string(3),
});

export interface DeviceConstraint extends Infer<typeof DeviceConstraint> {}

export const CapacityRequirements = defineType('io.k8s.api.resource.v1.CapacityRequirements', {
  requests: map(1, 'quantity'),
});

export interface CapacityRequirements extends Infer<typeof CapacityRequirements> {}

export const ExactDeviceRequest = defineType('io.k8s.api.resource.v1.ExactDeviceRequest', {
  deviceClassName: required(string(1)),
  selectors: list(2, DeviceSelector, { listType: 'atomic' }),
  allocationMode: oneOf(3, ['All', 'ExactCount']),
  count: int64(4),
  adminAccess: boolean(5),
  tolerations: list(6, DeviceToleration, { listType: 'atomic' }),
  capacity: object(7, CapacityRequirements),
});

export interface ExactDeviceRequest extends Infer<typeof ExactDeviceRequest> {}

export const DeviceSubRequest = defineType('io.k8s.api.resource.v1.DeviceSubRequest', {
  name: required(string(1)),
  deviceClassName: required(string(2)),
  selectors: list(3, DeviceSelector, { listType: 'atomic' }),
  allocationMode: oneOf(4, ['All', 'ExactCount']),
  count: int64(5),
  tolerations: list(6, DeviceToleration, { listType: 'atomic' }),
  capacity: object(7, CapacityRequirements),
});

export interface DeviceSubRequest extends Infer<typeof DeviceSubRequest> {}

export const DeviceRequest = defineType('io.k8s.api.resource.v1.DeviceRequest', {
  name: required(string(1)),
  exactly: object(2, ExactDeviceRequest),
  firstAvailable: list(3, DeviceSubRequest, { listType: 'atomic' }),
});

export interface DeviceRequest extends Infer<typeof DeviceRequest> {}

export const DeviceClaim = defineType('io.k8s.api.resource.v1.DeviceClaim', {
  requests: always(list(1, DeviceRequest, { listType: 'atomic' })),
  constraints: list(2, DeviceConstraint, { listType: 'atomic' }),
  config: list(3, DeviceClaimConfiguration, { listType: 'atomic' }),
});

export interface DeviceClaim extends Infer<typeof DeviceClaim> {}

export const ResourceClaimSpec = defineType('io.k8s.api.resource.v1.ResourceClaimSpec', {
  devices: always(object(1, DeviceClaim)),
});

export interface ResourceClaimSpec extends Infer<typeof ResourceClaimSpec> {}

export const DeviceAllocationConfiguration = defineType('io.k8s.api.resource.v1.DeviceAllocationConfiguration', {
  source: required(oneOf(1, ['FromClaim', 'FromClass'])),
  requests: list(2, 'string', { listType: 'atomic' }),
  ...embed(3, DeviceConfiguration),
});

export interface DeviceAllocationConfiguration extends Infer<typeof DeviceAllocationConfiguration> {}

export const DeviceRequestAllocationResult = defineType('io.k8s.api.resource.v1.DeviceRequestAllocationResult', {
  request: required(string(1)),
  driver: required(string(2)),
  pool: required(string(3)),
  device: required(string(4)),
  adminAccess: boolean(5),
  tolerations: list(6, DeviceToleration, { listType: 'atomic' }),
  bindingConditions: list(7, 'string', { listType: 'atomic' }),
  bindingFailureConditions: list(8, 'string', { listType: 'atomic' }),
  shareID: string(9),
  consumedCapacity: map(10, 'quantity'),
});

export interface DeviceRequestAllocationResult extends Infer<typeof DeviceRequestAllocationResult> {}

export const DeviceAllocationResult = defineType('io.k8s.api.resource.v1.DeviceAllocationResult', {
  results: list(1, DeviceRequestAllocationResult, { listType: 'atomic' }),
  config: list(2, DeviceAllocationConfiguration, { listType: 'atomic' }),
});

export interface DeviceAllocationResult extends Infer<typeof DeviceAllocationResult> {}

export const AllocationResult = defineType('io.k8s.api.resource.v1.AllocationResult', {
  devices: always(object(1, DeviceAllocationResult)),
  nodeSelector: object(3, NodeSelector),
  allocationTimestamp: time(5),
});

export interface AllocationResult extends Infer<typeof AllocationResult> {}

export const NetworkDeviceData = defineType('io.k8s.api.resource.v1.NetworkDeviceData', {
  interfaceName: string(1),
  ips: list(2, 'string', { listType: 'atomic' }),
  hardwareAddress: string(3),
});

export interface NetworkDeviceData extends Infer<typeof NetworkDeviceData> {}

export const AllocatedDeviceStatus = defineType('io.k8s.api.resource.v1.AllocatedDeviceStatus', {
  driver: required(string(1)),
  pool: required(string(2)),
  device: required(string(3)),
  conditions: always(list(4, Condition, { listType: 'map', listMapKeys: ['type'] })),
  data: rawExtension(5),
  networkData: object(6, NetworkDeviceData),
  shareID: string(7),
});

export interface AllocatedDeviceStatus extends Infer<typeof AllocatedDeviceStatus> {}

export const ResourceClaimConsumerReference = defineType('io.k8s.api.resource.v1.ResourceClaimConsumerReference', {
  apiGroup: string(1),
  resource: required(string(3)),
  name: required(string(4)),
  uid: required(string(5)),
});

export interface ResourceClaimConsumerReference extends Infer<typeof ResourceClaimConsumerReference> {}

export const ResourceClaimStatus = defineType('io.k8s.api.resource.v1.ResourceClaimStatus', {
  allocation: object(1, AllocationResult),
  reservedFor: list(2, ResourceClaimConsumerReference, {
    listType: 'map',
    listMapKeys: ['uid'],
    patchStrategy: 'merge',
    patchMergeKey: 'uid',
  }),
  devices: list(4, AllocatedDeviceStatus, { listType: 'map', listMapKeys: ['driver', 'device', 'pool', 'shareID'] }),
});

export interface ResourceClaimStatus extends Infer<typeof ResourceClaimStatus> {}

export interface ResourceClaim extends KubeObject {
  spec: ResourceClaimSpec;
  status: ResourceClaimStatus;
}

export const ResourceClaim: Kind<ResourceClaim> = defineKind({
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.resource.v1.ResourceClaim',
  fields: {
    spec: required(object(2, ResourceClaimSpec)),
    status: always(object(3, ResourceClaimStatus)),
  },

  resetFields: { status: ['metadata', 'spec'] },
  defaults: ({ spec }) => defaultResourceClaimSpec(spec),
  prepareStatusUpdate(next, previous) {
    keepMetadata(next.metadata, previous.metadata);
    dropDeallocatedDevices(next.status, previous.status);
  },
  // It stays as it was created, so there is nothing to judge again.
  validateCreate: ({ spec }, field) => validateResourceClaimSpec(spec, field.at('spec')),
  *validateUpdate({ spec }, previous, field) {
    if (!isSame(ResourceClaimSpec, spec, previous.spec)) {
      yield field.at('spec').invalid(goForm(ResourceClaimSpec, spec), 'field is immutable');
    }
  },
  validateStatusUpdate: (next, previous, field) => validateResourceClaimStatusUpdate(next, previous.status, field.at('status')),
  columns: [
    {
      name: 'State',
      description: 'Whether devices have been allocated, and someone may use them.',
      value: ({ metadata, status }) => stateOf(metadata, status).join(','),
    },
  ],
});

function stateOf({ deletionTimestamp }: ResourceClaim['metadata'], { allocation, reservedFor }: ResourceClaimStatus): string[] {
  const deleted = deletionTimestamp ? ['deleted'] : [];
  if (!allocation) return deletionTimestamp ? deleted : ['pending'];
  return [...deleted, 'allocated', ...(reservedFor?.length ? ['reserved'] : [])];
}
