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
import { dropGatedSpec, dropGatedStatus } from './claim-gated-fields.ts';
import { validateResourceClaimSpec } from './claim-validation.ts';
import { NodeSelector } from '../core/node-selector.ts';
import { DeviceSelector, DeviceToleration } from './device.ts';
import { DeviceConfiguration } from './device-class.ts';

export const DeviceClaimConfiguration = defineType(
  'io.k8s.api.resource.v1.DeviceClaimConfiguration',
  'Settings, and which requests they are for.',
  {
    requests: list(1, 'string', 'Requests that the settings are for; all unless given.', { listType: 'atomic' }),
    ...embed(2, DeviceConfiguration),
  },
);

export interface DeviceClaimConfiguration extends Infer<typeof DeviceClaimConfiguration> {}

export const DeviceConstraint = defineType('io.k8s.api.resource.v1.DeviceConstraint', 'An attribute that ties devices together.', {
  requests: list(1, 'string', 'Requests whose devices are meant; all unless given.', { listType: 'atomic' }),
  matchAttribute: string(2, 'Attribute that must be the same for all of the devices, such as resource.kubernetes.io/numaNode.'),
  distinctAttribute: string(3, 'Attribute that must differ for each of the devices.'),
});

export interface DeviceConstraint extends Infer<typeof DeviceConstraint> {}

export const CapacityRequirements = defineType(
  'io.k8s.api.resource.v1.CapacityRequirements',
  'How much of a device is wanted, where it can be shared.',
  {
    requests: map(1, 'quantity', "Amounts by capacity; the device's own default unless given."),
  },
);

export interface CapacityRequirements extends Infer<typeof CapacityRequirements> {}

export const ExactDeviceRequest = defineType('io.k8s.api.resource.v1.ExactDeviceRequest', 'A number of devices of a class.', {
  deviceClassName: required(string(1, 'Class that the devices must be in.')),
  selectors: list(2, DeviceSelector, 'Further conditions that devices must meet; all of them.', { listType: 'atomic' }),
  allocationMode: oneOf(3, ['All', 'ExactCount'], 'ExactCount (the default) takes as many as count says, All every matching device.'),
  count: int64(4, 'How many devices are wanted: 1 unless given. Only with ExactCount.'),
  adminAccess: boolean(5, 'Whether the devices are only looked at, also if others have them. The namespace must be labelled for it.'),
  tolerations: list(6, DeviceToleration, 'Taints of devices that are put up with.', { listType: 'atomic' }),
  capacity: object(7, CapacityRequirements, 'How much of each device is wanted.'),
});

export interface ExactDeviceRequest extends Infer<typeof ExactDeviceRequest> {}

export const DeviceSubRequest = defineType('io.k8s.api.resource.v1.DeviceSubRequest', 'One of several alternatives.', {
  name: required(string(1, 'Name of the alternative, for use as REQUEST/NAME.')),
  deviceClassName: required(string(2, 'Class that the devices must be in.')),
  selectors: list(3, DeviceSelector, 'Further conditions that devices must meet; all of them.', { listType: 'atomic' }),
  allocationMode: oneOf(4, ['All', 'ExactCount'], 'ExactCount (the default) takes as many as count says, All every matching device.'),
  count: int64(5, 'How many devices are wanted: 1 unless given. Only with ExactCount.'),
  tolerations: list(6, DeviceToleration, 'Taints of devices that are put up with.', { listType: 'atomic' }),
  capacity: object(7, CapacityRequirements, 'How much of each device is wanted.'),
});

export interface DeviceSubRequest extends Infer<typeof DeviceSubRequest> {}

export const DeviceRequest = defineType(
  'io.k8s.api.resource.v1.DeviceRequest',
  'Asks for devices. Either exactly or firstAvailable is set.',
  {
    name: required(string(1, 'Name of the request: containers can use its devices alone.')),
    exactly: object(2, ExactDeviceRequest, 'What devices are wanted.'),
    firstAvailable: list(3, DeviceSubRequest, 'Alternatives in order: the first that can be met is taken.', { listType: 'atomic' }),
  },
);

export interface DeviceRequest extends Infer<typeof DeviceRequest> {}

export const DeviceClaim = defineType('io.k8s.api.resource.v1.DeviceClaim', 'Requests with what they have in common.', {
  requests: always(list(1, DeviceRequest, 'Requests, all of which must be met. At most 32.', { listType: 'atomic' })),
  constraints: list(2, DeviceConstraint, 'What the devices must have in common, or not.', { listType: 'atomic' }),
  config: list(3, DeviceClaimConfiguration, 'Settings for the devices.', { listType: 'atomic' }),
});

export interface DeviceClaim extends Infer<typeof DeviceClaim> {}

export const ResourceClaimSpec = defineType('io.k8s.api.resource.v1.ResourceClaimSpec', 'The question.', {
  devices: always(object(1, DeviceClaim, 'What devices are wanted together.')),
});

export interface ResourceClaimSpec extends Infer<typeof ResourceClaimSpec> {}

export const DeviceAllocationConfiguration = defineType(
  'io.k8s.api.resource.v1.DeviceAllocationConfiguration',
  'Settings for devices that were allocated.',
  {
    source: required(
      oneOf(1, ['FromClaim', 'FromClass'], 'Where the settings are from: FromClass or FromClaim, which come later and win.'),
    ),
    requests: list(2, 'string', 'Requests that the settings are for; all if empty.', { listType: 'atomic' }),
    ...embed(3, DeviceConfiguration),
  },
);

export interface DeviceAllocationConfiguration extends Infer<typeof DeviceAllocationConfiguration> {}

export const DeviceRequestAllocationResult = defineType(
  'io.k8s.api.resource.v1.DeviceRequestAllocationResult',
  'A device that was allocated.',
  {
    request: required(string(1, 'Request that the device is for, as NAME or NAME/ALTERNATIVE.')),
    driver: required(string(2, 'Driver of the device.')),
    pool: required(string(3, 'Pool that the device is in.')),
    device: required(string(4, 'Name of the device in its pool.')),
    adminAccess: boolean(5, 'Whether the device is only looked at.'),
    tolerations: list(6, DeviceToleration, 'Taints that the request put up with, which the controller for evictions reads.', {
      listType: 'atomic',
    }),
    bindingConditions: list(7, 'string', 'Conditions of the device that must be True before pods are put on the node.', {
      listType: 'atomic',
    }),
    bindingFailureConditions: list(8, 'string', 'Conditions of the device of which one being True means that it will not work.', {
      listType: 'atomic',
    }),
    shareID: string(9, 'Identifier of this share of a device that several may use.'),
    consumedCapacity: map(10, 'quantity', 'How much of the device the share takes.'),
  },
);

export interface DeviceRequestAllocationResult extends Infer<typeof DeviceRequestAllocationResult> {}

export const DeviceAllocationResult = defineType('io.k8s.api.resource.v1.DeviceAllocationResult', 'Devices that were allocated.', {
  results: list(1, DeviceRequestAllocationResult, 'The devices.', { listType: 'atomic' }),
  config: list(2, DeviceAllocationConfiguration, 'Settings for them, out of class and claim.', { listType: 'atomic' }),
});

export interface DeviceAllocationResult extends Infer<typeof DeviceAllocationResult> {}

export const AllocationResult = defineType('io.k8s.api.resource.v1.AllocationResult', 'Devices, and where they can be used.', {
  devices: always(object(1, DeviceAllocationResult, 'The devices that the claim has now.')),
  nodeSelector: object(3, NodeSelector, 'Nodes that the devices can be used from; all unless given.'),
  allocationTimestamp: time(5, 'When they were allocated.'),
});

export interface AllocationResult extends Infer<typeof AllocationResult> {}

export const NetworkDeviceData = defineType('io.k8s.api.resource.v1.NetworkDeviceData', 'Facts about a network device.', {
  interfaceName: string(1, 'Name of the interface inside the pod.'),
  ips: list(2, 'string', 'Addresses of the interface, with the length of their network.', { listType: 'atomic' }),
  hardwareAddress: string(3, 'Hardware address of the interface.'),
});

export interface NetworkDeviceData extends Infer<typeof NetworkDeviceData> {}

export const AllocatedDeviceStatus = defineType(
  'io.k8s.api.resource.v1.AllocatedDeviceStatus',
  'State of an allocated device, as its driver reports it.',
  {
    driver: required(string(1, 'Driver of the device.')),
    pool: required(string(2, 'Pool that the device is in.')),
    device: required(string(3, 'Name of the device in its pool.')),
    shareID: string(7, 'Identifier of the share that is meant.'),
    conditions: always(list(4, Condition, "Aspects of the device's state.", { listType: 'map', listMapKeys: ['type'] })),
    data: rawExtension(5, 'Anything the driver has to say. At most 10 KiB.'),
    networkData: object(6, NetworkDeviceData, 'Addresses and the like, for network devices.'),
  },
);

export interface AllocatedDeviceStatus extends Infer<typeof AllocatedDeviceStatus> {}

export const ResourceClaimConsumerReference = defineType('io.k8s.api.resource.v1.ResourceClaimConsumerReference', 'Who may use a claim.', {
  apiGroup: string(1, 'Group of the API that the resource is from; empty for core.'),
  resource: required(string(3, 'Resource of the user, mostly pods.')),
  name: required(string(4, 'Name of the user.')),
  uid: required(string(5, 'UID of the user.')),
});

export interface ResourceClaimConsumerReference extends Infer<typeof ResourceClaimConsumerReference> {}

export const ResourceClaimStatus = defineType('io.k8s.api.resource.v1.ResourceClaimStatus', 'The answer.', {
  allocation: object(1, AllocationResult, 'What the claim was given; absent if nothing yet.'),
  reservedFor: list(2, ResourceClaimConsumerReference, 'Who may use it now, at most 256. It is kept as long as there is anyone.', {
    listType: 'map',
    listMapKeys: ['uid'],
    patchStrategy: 'merge',
    patchMergeKey: 'uid',
  }),
  devices: list(4, AllocatedDeviceStatus, 'State of each device, as its driver reports it.', {
    listType: 'map',
    listMapKeys: ['driver', 'device', 'pool', 'shareID'],
  }),
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
  description: 'Asks for devices such as GPUs, and stands for them once they are allocated. Pods name it in resourceClaims.',
  fields: {
    spec: required(object(2, ResourceClaimSpec, 'What devices are wanted. It cannot be changed.')),
    status: always(object(3, ResourceClaimStatus, 'What the claim was given, and who uses it.')),
  },

  resetFields: { status: ['metadata', 'spec'] },
  defaults: ({ spec }) => defaultResourceClaimSpec(spec),
  prepareCreate: ({ spec }, { gates }) => dropGatedSpec(spec, gates),
  prepareUpdate: ({ spec }, previous, { gates }) => dropGatedSpec(spec, gates, previous.spec),
  prepareStatusUpdate(next, previous, { gates }) {
    keepMetadata(next.metadata, previous.metadata);
    dropGatedStatus(next, gates, previous);
    dropDeallocatedDevices(next.status, previous.status);
  },
  // It stays as it was created, so there is nothing to judge again.
  ruleOrder: { update: ['metadata', 'metadataChange', 'change'] },
  validateCreate: ({ spec }, field, { gates }) => validateResourceClaimSpec(spec, field.at('spec'), gates),
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
