import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { boolean, defineType, list, map, object, required, string, type Infer } from '../../../model/schema.ts';
import { NodeSelector } from '../../core/node-selector.ts';
import { otherForm } from '../../other-form.ts';
import { typeInVersion } from '../../type-in-version.ts';
import { DeviceTaint } from '../device.ts';
import {
  defaultMappings,
  DeviceAttribute,
  DeviceCapacity,
  DeviceCounterConsumption,
  NodeAllocatableResourceMapping,
  ResourceSlice as Hub,
  ResourceSliceSpec as HubSpec,
  type Device as HubDevice,
} from '../resource-slice.ts';
import { lifecycle } from './lifecycle.ts';

const version = 'v1beta1';

const BasicDevice = defineType('io.k8s.api.resource.v1beta1.BasicDevice', 'What is known of a device.', {
  attributes: map(1, typeInVersion<DeviceAttribute>(DeviceAttribute, { version }), 'What the device is like, by name.'),
  capacity: map(2, typeInVersion<DeviceCapacity>(DeviceCapacity, { version }), 'How much of what it has, by name.'),
  consumesCounters: list(
    3,
    typeInVersion<DeviceCounterConsumption>(DeviceCounterConsumption, { version }),
    'What it takes of counters that devices share.',
    { listType: 'atomic' },
  ),
  nodeName: string(4, 'The node that has the device.'),
  nodeSelector: object(5, NodeSelector, 'The nodes that can use the device.'),
  allNodes: boolean(6, 'Whether all nodes can use it.'),
  taints: list(7, typeInVersion<DeviceTaint>(DeviceTaint, { version }), 'Reasons not to use it.', { listType: 'atomic' }),
  bindsToNode: boolean(8, 'Whether a claim for it ties a pod to its node.'),
  bindingConditions: list(9, 'string', 'What must be so before a pod with it is bound.', { listType: 'atomic' }),
  bindingFailureConditions: list(10, 'string', 'What shows that this will never be so.', { listType: 'atomic' }),
  allowMultipleAllocations: boolean(11, 'Whether several claims can have it at once.'),
  nodeAllocatableResourceMappings: map(
    12,
    typeInVersion<NodeAllocatableResourceMapping>(NodeAllocatableResourceMapping, { version }),
    "How it counts against the node's own resources.",
  ),
});

/** Devices were to be of several sorts; this one was all that came of it. */
const Device = defineType('io.k8s.api.resource.v1beta1.Device', 'A device of a pool.', {
  name: required(string(1, 'Its name within the pool.')),
  basic: object(2, BasicDevice, 'All that is known of it.'),
});

interface Device extends Infer<typeof Device> {}

interface ResourceSliceSpec extends Omit<HubSpec, 'devices'> {
  devices?: Device[];
}

export interface ResourceSlice extends KubeObject {
  spec: ResourceSliceSpec;
}

export const ResourceSlice: Kind<ResourceSlice> = defineKind({
  ...otherForm<ResourceSlice, Hub>(Hub, { toHub, fromHub }),
  version,
  lifecycle,
  schema: 'io.k8s.api.resource.v1beta1.ResourceSlice',
  fields: {
    spec: required(object(2, typeInVersion<ResourceSliceSpec>(HubSpec, { version, replaced: { Device } }), 'What is wanted.')),
  },
  defaults({ spec }) {
    for (const { basic } of spec.devices ?? []) if (basic) defaultMappings(basic);
  },
});

function toHub({ spec, ...rest }: Readonly<ResourceSlice>): Hub {
  // Here there is no telling an empty name or a plain no from nothing at all.
  const { devices, nodeName, allNodes, ...others } = spec;
  const nodes = { ...(nodeName && { nodeName }), ...(allNodes && { allNodes }) };
  const deviceToHub = ({ name, basic }: Device): HubDevice => ({ name, ...basic });
  return { ...rest, spec: { ...others, ...nodes, ...(devices && { devices: devices.map(deviceToHub) }) } };
}

function fromHub({ spec, ...rest }: Readonly<Hub>): ResourceSlice {
  const { devices, ...others } = spec;
  const deviceFromHub = ({ name, ...basic }: HubDevice): Device => ({ name, basic });
  return { ...rest, spec: { ...others, ...(devices && { devices: devices.map(deviceFromHub) }) } };
}
