import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, int64, list, map, object, quantity, required, string, type Infer } from '../../model/schema.ts';
import { NodeSelector } from '../core/node-selector.ts';
import { DeviceTaint } from './device.ts';
import { dropGatedFields } from './gated-fields.ts';
import { validateResourceSliceSpec, validateResourceSliceUpdate } from './slice-validation.ts';

export const DeviceAttribute = defineType('io.k8s.api.resource.v1.DeviceAttribute', {
  int: int64(2),
  bool: boolean(3),
  string: string(4),
  version: string(5),
  ints: list(6, 'int64', { listType: 'atomic' }),
  bools: list(7, 'boolean', { listType: 'atomic' }),
  strings: list(8, 'string', { listType: 'atomic' }),
  versions: list(9, 'string', { listType: 'atomic' }),
});

export interface DeviceAttribute extends Infer<typeof DeviceAttribute> {}

export const CapacityRequestPolicyRange = defineType('io.k8s.api.resource.v1.CapacityRequestPolicyRange', {
  min: required(quantity(1, { omitEmpty: true })),
  max: quantity(2),
  step: quantity(3),
});

export interface CapacityRequestPolicyRange extends Infer<typeof CapacityRequestPolicyRange> {}

export const CapacityRequestPolicy = defineType('io.k8s.api.resource.v1.CapacityRequestPolicy', {
  default: always(quantity(1)),
  validValues: list(3, 'quantity', { listType: 'atomic' }),
  validRange: object(4, CapacityRequestPolicyRange),
});

export interface CapacityRequestPolicy extends Infer<typeof CapacityRequestPolicy> {}

export const DeviceCapacity = defineType('io.k8s.api.resource.v1.DeviceCapacity', {
  value: required(quantity(1)),
  requestPolicy: object(2, CapacityRequestPolicy),
});

export interface DeviceCapacity extends Infer<typeof DeviceCapacity> {}

export const Counter = defineType('io.k8s.api.resource.v1.Counter', {
  value: required(quantity(1)),
});

export interface Counter extends Infer<typeof Counter> {}

export const DeviceCounterConsumption = defineType('io.k8s.api.resource.v1.DeviceCounterConsumption', {
  counterSet: required(string(1)),
  counters: required(map(2, Counter, { omitEmpty: true })),
});

export interface DeviceCounterConsumption extends Infer<typeof DeviceCounterConsumption> {}

export const NodeAllocatableResourceMapping = defineType('io.k8s.api.resource.v1.NodeAllocatableResourceMapping', {
  capacityKey: string(1),
  allocationMultiplier: quantity(2),
});

export interface NodeAllocatableResourceMapping extends Infer<typeof NodeAllocatableResourceMapping> {}

export const Device = defineType('io.k8s.api.resource.v1.Device', {
  name: required(string(1)),
  attributes: map(2, DeviceAttribute),
  capacity: map(3, DeviceCapacity),
  consumesCounters: list(4, DeviceCounterConsumption, { listType: 'atomic' }),
  nodeName: string(5),
  nodeSelector: object(6, NodeSelector),
  allNodes: boolean(7),
  taints: list(8, DeviceTaint, { listType: 'atomic' }),
  bindsToNode: boolean(9),
  bindingConditions: list(10, 'string', { listType: 'atomic' }),
  bindingFailureConditions: list(11, 'string', { listType: 'atomic' }),
  allowMultipleAllocations: boolean(12),
  nodeAllocatableResourceMappings: map(13, NodeAllocatableResourceMapping),
});

export interface Device extends Infer<typeof Device> {}

export const ResourcePool = defineType('io.k8s.api.resource.v1.ResourcePool', {
  name: required(string(1)),
  generation: required(int64(2)),
  resourceSliceCount: required(int64(3)),
});

export interface ResourcePool extends Infer<typeof ResourcePool> {}

export const CounterSet = defineType('io.k8s.api.resource.v1.CounterSet', {
  name: required(string(1)),
  counters: required(map(2, Counter, { omitEmpty: true })),
});

export interface CounterSet extends Infer<typeof CounterSet> {}

export const ResourceSliceSpec = defineType('io.k8s.api.resource.v1.ResourceSliceSpec', {
  driver: required(string(1)),
  pool: required(object(2, ResourcePool)),
  nodeName: string(3),
  nodeSelector: object(4, NodeSelector),
  allNodes: boolean(5),
  devices: list(6, Device, { listType: 'atomic' }),
  perDeviceNodeSelection: boolean(7),
  sharedCounters: list(8, CounterSet, { listType: 'atomic' }),
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
  fields: {
    spec: required(object(2, ResourceSliceSpec)),
  },

  countsGenerations: true,
  prepareCreate({ spec }, { nowTimestamp, gates }) {
    for (const { taints } of spec.devices ?? []) taints?.forEach((taint) => (taint.timeAdded ??= nowTimestamp));
    dropGatedFields(spec, gates);
  },
  prepareUpdate: ({ spec }, previous, { gates }) => dropGatedFields(spec, gates, previous.spec),
  validate: ({ spec }, field) => validateResourceSliceSpec(spec, field.at('spec')),
  validateUpdate: ({ spec }, previous, field) => validateResourceSliceUpdate(spec, previous.spec, field.at('spec')),
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
