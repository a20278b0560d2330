import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, int64, list, map, object, quantity, required, string, type Infer } from '../../model/schema.ts';
import { NodeSelector } from '../core/node-selector.ts';
import { DeviceTaint } from './device.ts';
import { dropGatedFields } from './slice-gated-fields.ts';
import { validateResourceSliceSpec } from './slice-validation.ts';

export const DeviceAttribute = defineType('io.k8s.api.resource.v1.DeviceAttribute', 'An attribute of a device. Exactly one field is set.', {
  int: int64(2, 'A whole number.'),
  bool: boolean(3, 'True or false.'),
  string: string(4, 'A text of at most 64 characters.'),
  version: string(5, 'A semantic version, such as 1.2.3.'),
  ints: list(6, 'int64', 'Several whole numbers.', { listType: 'atomic' }),
  bools: list(7, 'boolean', 'Several values of true or false.', { listType: 'atomic' }),
  strings: list(8, 'string', 'Several texts.', { listType: 'atomic' }),
  versions: list(9, 'string', 'Several semantic versions.', { listType: 'atomic' }),
});

export interface DeviceAttribute extends Infer<typeof DeviceAttribute> {}

export const CapacityRequestPolicyRange = defineType(
  'io.k8s.api.resource.v1.CapacityRequestPolicyRange',
  'Amounts that may be asked for.',
  {
    min: required(quantity(1, 'The least amount; less is rounded up to it.', { omitEmpty: true })),
    max: quantity(2, 'The largest amount; no limit unless given.'),
    step: quantity(3, 'Amounts are rounded up to the least one and a multiple of this.'),
  },
);

export interface CapacityRequestPolicyRange extends Infer<typeof CapacityRequestPolicyRange> {}

export const CapacityRequestPolicy = defineType('io.k8s.api.resource.v1.CapacityRequestPolicy', 'How much of a device may be asked for.', {
  default: always(quantity(1, 'Amount for those who ask for none in particular.')),
  validValues: list(3, 'quantity', 'The only amounts; others are rounded up to the next.', { listType: 'atomic' }),
  validRange: object(4, CapacityRequestPolicyRange, 'Range of amounts. Either this or validValues.'),
});

export interface CapacityRequestPolicy extends Infer<typeof CapacityRequestPolicy> {}

export const DeviceCapacity = defineType('io.k8s.api.resource.v1.DeviceCapacity', 'How much of something a device has.', {
  value: required(quantity(1, 'How much there is in all.')),
  requestPolicy: object(2, CapacityRequestPolicy, 'How much may be asked for, where the device can be shared; all of it unless given.'),
});

export interface DeviceCapacity extends Infer<typeof DeviceCapacity> {}

export const Counter = defineType('io.k8s.api.resource.v1.Counter', 'An amount that devices draw from.', {
  value: required(quantity(1, 'How much there is.')),
});

export interface Counter extends Infer<typeof Counter> {}

export const DeviceCounterConsumption = defineType(
  'io.k8s.api.resource.v1.DeviceCounterConsumption',
  'What a device takes out of shared amounts.',
  {
    counterSet: required(string(1, 'Set of counters that it takes from.')),
    counters: required(map(2, Counter, 'How much it takes of each counter.', { omitEmpty: true })),
  },
);

export interface DeviceCounterConsumption extends Infer<typeof DeviceCounterConsumption> {}

export const NodeAllocatableResourceMapping = defineType(
  'io.k8s.api.resource.v1.NodeAllocatableResourceMapping',
  "How much of a node's CPU, memory or the like using a device takes.",
  {
    capacityKey: string(1, 'Capacity of the device whose used amount counts; whole devices count unless given.'),
    allocationMultiplier: quantity(2, 'What that amount is multiplied by: 1 unless given.'),
  },
);

export interface NodeAllocatableResourceMapping extends Infer<typeof NodeAllocatableResourceMapping> {}

export const Device = defineType('io.k8s.api.resource.v1.Device', 'A device that can be allocated.', {
  name: required(string(1, 'Name of the device, unique in its pool.')),
  attributes: map(2, DeviceAttribute, 'What the device is like, by attribute. Selectors look at it.'),
  capacity: map(3, DeviceCapacity, 'How much the device has of what can be measured.'),
  consumesCounters: list(4, DeviceCounterConsumption, 'What it takes out of shared amounts, as for parts of one GPU.', {
    listType: 'atomic',
  }),
  nodeName: string(5, 'Node that the device is on; only with perDeviceNodeSelection.'),
  nodeSelector: object(6, NodeSelector, 'Nodes that can use the device; only with perDeviceNodeSelection.'),
  allNodes: boolean(7, 'Whether all nodes can use the device; only with perDeviceNodeSelection.'),
  taints: list(8, DeviceTaint, 'Taints that keep claims away which do not tolerate them.', { listType: 'atomic' }),
  bindsToNode: boolean(9, 'Whether a claim that gets the device is tied to the node picked for its first pod.'),
  bindingConditions: list(10, 'string', 'Conditions that must be True before pods are put on the node.', { listType: 'atomic' }),
  bindingFailureConditions: list(11, 'string', 'Conditions of which one being True means that the device will not work.', {
    listType: 'atomic',
  }),
  allowMultipleAllocations: boolean(12, 'Whether several claims may share the device.'),
  nodeAllocatableResourceMappings: map(13, NodeAllocatableResourceMapping, "What using it takes of the node's CPU, memory and the like."),
});

export interface Device extends Infer<typeof Device> {}

export const ResourcePool = defineType('io.k8s.api.resource.v1.ResourcePool', 'A pool of devices, described by one or more slices.', {
  name: required(string(1, 'Name of the pool, mostly that of the node.')),
  generation: required(int64(2, 'Number of the description: slices with a lower one are out of date.')),
  resourceSliceCount: required(int64(3, 'How many slices describe the pool. It is complete once all of them are there.')),
});

export interface ResourcePool extends Infer<typeof ResourcePool> {}

export const CounterSet = defineType('io.k8s.api.resource.v1.CounterSet', 'Amounts that several devices draw from.', {
  name: required(string(1, 'Name of the set, unique in the pool.')),
  counters: required(map(2, Counter, 'The amounts, by name.', { omitEmpty: true })),
});

export interface CounterSet extends Infer<typeof CounterSet> {}

export const ResourceSliceSpec = defineType('io.k8s.api.resource.v1.ResourceSliceSpec', 'What a driver says that there is.', {
  driver: required(string(1, 'Driver that publishes them. It cannot be changed.')),
  pool: required(object(2, ResourcePool, 'Pool that they are in.')),
  nodeName: string(3, 'Node that has them. One of this, nodeSelector, allNodes and perDeviceNodeSelection is set.'),
  nodeSelector: object(4, NodeSelector, 'Nodes that can use them.'),
  allNodes: boolean(5, 'Whether all nodes can use them.'),
  devices: list(6, Device, 'The devices, at most 128.', { listType: 'atomic' }),
  perDeviceNodeSelection: boolean(7, 'Whether each device says itself which nodes can use it.'),
  sharedCounters: list(8, CounterSet, 'Amounts that devices draw from. A slice has either these or devices.', { listType: 'atomic' }),
});

export interface ResourceSliceSpec extends Infer<typeof ResourceSliceSpec> {}

export interface ResourceSlice extends KubeObject {
  spec: ResourceSliceSpec;
}

export const ResourceSlice: Kind<ResourceSlice> = defineKind({
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  scope: 'Cluster',
  schema: 'io.k8s.api.resource.v1.ResourceSlice',
  description: 'Devices that a driver offers, on a node or to several. Published by drivers; the scheduler allocates out of them.',
  fields: {
    spec: required(object(2, ResourceSliceSpec, 'Devices of a pool.')),
  },

  countsGenerations: true,
  defaults: ({ spec }) => spec.devices?.forEach(defaultMappings),
  prepareCreate({ spec }, { nowTimestamp, gates }) {
    tellWhenTainted(spec, nowTimestamp);
    dropGatedFields(spec, gates);
  },
  prepareUpdate({ spec }, previous, { nowTimestamp, gates }) {
    tellWhenTainted(spec, nowTimestamp);
    dropGatedFields(spec, gates, previous.spec);
  },
  validateCreate: ({ spec }, field) => validateResourceSliceSpec(spec, field.at('spec')),
  validateUpdate: ({ spec }, previous, field) => validateResourceSliceSpec(spec, field.at('spec'), previous.spec),
  *warnings({ spec: { driver } }) {
    if (driver === driver.toLowerCase()) return;
    yield `spec.driver: driver names should be lowercase; ${JSON.stringify(driver)} contains uppercase characters`;
  },
  columns: [
    { name: 'Node', description: 'The node that has the devices.', value: ({ spec }) => spec.nodeName ?? '' },
    { name: 'Driver', description: 'Who serves the devices.', value: ({ spec }) => spec.driver },
    { name: 'Pool', description: 'The pool that the devices belong to.', value: ({ spec }) => spec.pool?.name ?? '' },
  ],
  selectableFields: [
    { path: 'spec.nodeName', value: ({ spec }) => spec.nodeName ?? '' },
    { path: 'spec.driver', value: ({ spec }) => spec.driver },
  ],
});

/** Nothing is the same as once. */
export function defaultMappings({ nodeAllocatableResourceMappings: mappings = {} }: Pick<Device, 'nodeAllocatableResourceMappings'>): void {
  for (const mapping of Object.values(mappings)) mapping.allocationMultiplier ??= '1';
}

function tellWhenTainted({ devices = [] }: ResourceSliceSpec, nowTimestamp: string): void {
  for (const { taints = [] } of devices) for (const taint of taints) taint.timeAdded ??= nowTimestamp;
}
