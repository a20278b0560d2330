import type { Device, ResourceSliceSpec } from './resource-slice.ts';

const listNames = ['ints', 'bools', 'strings', 'versions'] as const;

/** Drops what features need that are not on by default, unless it was there before. */
export function dropGatedFields({ devices = [] }: ResourceSliceSpec, previous?: Readonly<ResourceSliceSpec>): void {
  if (!previous?.devices?.some(hasMappings)) for (const device of devices) delete device.nodeAllocatableResourceMappings;
  if (!previous?.devices?.some(hasLists)) devices.forEach(dropLists);
}

const hasMappings = ({ nodeAllocatableResourceMappings: mappings = {} }: Device): boolean => Object.keys(mappings).length > 0;

const hasLists = ({ attributes = {} }: Device): boolean =>
  Object.values(attributes).some((attribute) => listNames.some((name) => attribute[name] !== undefined));

function dropLists({ attributes = {} }: Device): void {
  for (const attribute of Object.values(attributes)) for (const name of listNames) delete attribute[name];
}
