import type { FeatureGates } from '../../model/features/feature-gates.ts';
import { dropGated, type GatedFields } from '../gated.ts';
import type { Device, DeviceAttribute, ResourceSliceSpec } from './resource-slice.ts';

const listNames = ['ints', 'bools', 'strings', 'versions'] as const;

/** Fields of devices alone. */
const ofDevices = (
  features: GatedFields<ResourceSliceSpec>['features'],
  isUsed: (device: Readonly<Device>) => boolean,
  drop: (device: Device) => void,
): GatedFields<ResourceSliceSpec> => ({
  features,
  isUsed: ({ devices = [] }) => devices.some(isUsed),
  drop: ({ devices = [] }) => devices.forEach(drop),
});

const attributesOf = ({ attributes = {} }: Readonly<Device>): readonly DeviceAttribute[] => Object.values(attributes);
const isGiven = <T extends object>(object: Readonly<T>, names: readonly (keyof T)[]): boolean =>
  names.some((name) => object[name] !== undefined);
const hasItems = (list: readonly unknown[] = []): boolean => list.length > 0;

const gated: readonly GatedFields<ResourceSliceSpec>[] = [
  ofDevices(
    ['DRADeviceTaints'],
    ({ taints }) => hasItems(taints),
    (device) => delete device.taints,
  ),
  {
    features: ['DRAPartitionableDevices'],
    isUsed: ({ sharedCounters, perDeviceNodeSelection, devices = [] }) =>
      hasItems(sharedCounters) ||
      perDeviceNodeSelection !== undefined ||
      devices.some((device) => hasItems(device.consumesCounters) || isGiven(device, ['nodeName', 'nodeSelector', 'allNodes'])),
    drop(spec) {
      delete spec.sharedCounters;
      delete spec.perDeviceNodeSelection;
      for (const device of spec.devices ?? []) {
        for (const name of ['consumesCounters', 'nodeName', 'nodeSelector', 'allNodes'] as const) delete device[name];
      }
    },
  },
  ofDevices(
    ['DRADeviceBindingConditions', 'DRAResourceClaimDeviceStatus'],
    ({ bindingConditions, bindingFailureConditions, bindsToNode }) =>
      hasItems(bindingConditions) || hasItems(bindingFailureConditions) || bindsToNode !== undefined,
    (device) => {
      for (const name of ['bindingConditions', 'bindingFailureConditions', 'bindsToNode'] as const) delete device[name];
    },
  ),
  ofDevices(
    ['DRAConsumableCapacity'],
    ({ allowMultipleAllocations, capacity = {} }) =>
      allowMultipleAllocations !== undefined || Object.values(capacity).some(({ requestPolicy }) => requestPolicy !== undefined),
    (device) => {
      delete device.allowMultipleAllocations;
      for (const capacity of Object.values(device.capacity ?? {})) delete capacity.requestPolicy;
    },
  ),
  ofDevices(
    ['DRANodeAllocatableResources'],
    ({ nodeAllocatableResourceMappings: mappings = {} }) => Object.keys(mappings).length > 0,
    (device) => delete device.nodeAllocatableResourceMappings,
  ),
  ofDevices(
    ['DRAListTypeAttributes'],
    (device) => attributesOf(device).some((attribute) => isGiven(attribute, listNames)),
    (device) => {
      for (const attribute of attributesOf(device)) for (const name of listNames) delete attribute[name];
    },
  ),
];

/** What features bring that are off is dropped, unless the slice has it already. */
export const dropGatedFields = (spec: ResourceSliceSpec, gates: FeatureGates, previous?: Readonly<ResourceSliceSpec>): void =>
  dropGated(gated, gates, spec, previous);
