import { LruMap } from '../../base/lru-map.ts';
import type { ResourceList } from '../../kinds/core/resource-list.ts';
import { isAttachableVolumes, isExtendedResource, isHugePages } from '../../kinds/core/resource-name.ts';
import { quantityMilliValue, quantityValue } from '../../model/quantity.ts';

/** Amounts as plain numbers, since they are added and compared for every node and pod. */
export interface Resources {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
  /** Huge pages, devices and others, by name. */
  readonly scalars: ReadonlyMap<string, number>;
}

export interface ResourceTotal extends Resources {
  cpuMillis: number;
  memoryBytes: number;
  ephemeralStorageBytes: number;
  readonly scalars: Map<string, number>;
}

export const noResources = (): ResourceTotal => ({ cpuMillis: 0, memoryBytes: 0, ephemeralStorageBytes: 0, scalars: new Map() });

export function resourcesOf(list: Readonly<ResourceList> | undefined): Resources {
  let scalars = noScalars;
  for (const name in list) {
    if (!isScalar(name)) continue;
    if (scalars === noScalars) scalars = new Map();
    scalars.set(name, unitsOf(list[name]));
  }
  return {
    cpuMillis: millisOf(list?.['cpu']),
    memoryBytes: unitsOf(list?.['memory']),
    ephemeralStorageBytes: unitsOf(list?.['ephemeral-storage']),
    scalars,
  };
}

/** With -1, takes away. */
export function addTo(total: ResourceTotal, more: Resources, times: 1 | -1 = 1): void {
  total.cpuMillis += times * more.cpuMillis;
  total.memoryBytes += times * more.memoryBytes;
  total.ephemeralStorageBytes += times * more.ephemeralStorageBytes;
  for (const [name, amount] of more.scalars) total.scalars.set(name, (total.scalars.get(name) ?? 0) + times * amount);
}

export const copyOf = (resources: Resources): ResourceTotal => ({ ...resources, scalars: new Map(resources.scalars) });

/** The amount by the name the API gives it, in the unit that is compared. */
export function amountOf(resources: Resources, name: string): number {
  switch (name) {
    case 'cpu':
      return resources.cpuMillis;
    case 'memory':
      return resources.memoryBytes;
    case 'ephemeral-storage':
      return resources.ephemeralStorageBytes;
    default:
      return resources.scalars.get(name) ?? 0;
  }
}

export const millisOf = (quantity: string | undefined): number =>
  quantity === undefined ? 0 : parsed(millis, quantity, quantityMilliValue);
export const unitsOf = (quantity: string | undefined): number => (quantity === undefined ? 0 : parsed(units, quantity, quantityValue));

const noScalars = new Map<string, number>();
const millis = new LruMap<string, number>({ capacity: 1000 });
const units = new LruMap<string, number>({ capacity: 1000 });

/** Clusters use few different amounts, and reading one is far slower than finding it. */
function parsed(known: LruMap<string, number>, text: string, parse: (text: string) => number): number {
  const found = known.get(text);
  if (found !== undefined) return found;
  const value = parse(text);
  known.set(text, value);
  return value;
}

const isScalar = (name: string): boolean =>
  name !== 'cpu' &&
  name !== 'memory' &&
  (isExtendedResource(name) || isHugePages(name) || name.includes('kubernetes.io/') || isAttachableVolumes(name));
