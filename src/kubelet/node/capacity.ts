import type { ResourceList } from '../../kinds/core/resource-list.ts';
import { formatQuantity, quantityOf, quantityValue, quantityMilliValue } from '../../model/quantity.ts';
import type { Machine } from './machine.ts';

export interface CapacityOptions {
  readonly maxPods: number;
  /** Sizes of huge pages, as the kernel names them, with how many bytes of each there are. */
  readonly hugePageBytes: Readonly<Record<string, number>>;
  /** In place of what the machine has, where several nodes share one. */
  readonly override?: Readonly<ResourceList> | undefined;
  /** Kept from pods, for the system and the kubelet itself. */
  readonly reserved?: Readonly<ResourceList> | undefined;
}

export interface Capacity {
  readonly capacity: ResourceList;
  readonly allocatable: ResourceList;
}

/** Below these pods are evicted, so they are never given to pods: upstream's defaults. */
const evictionMemoryBytes = 100 * 1024 * 1024;
const evictionStorageShare = 0.1;

export function nodeCapacity(machine: Machine, { maxPods, hugePageBytes, override = {}, reserved = {} }: CapacityOptions): Capacity {
  const capacity: ResourceList = {
    cpu: String(machine.cpuCount),
    memory: binary(machine.memoryBytes),
    'ephemeral-storage': binary(machine.storageBytes),
    pods: String(maxPods),
    ...Object.fromEntries(Object.entries(hugePageBytes).map(([size, bytes]) => [`hugepages-${apiSize(size)}`, binary(bytes)])),
    ...override,
  };
  const allocatable: ResourceList = {};
  for (const [name, amount] of Object.entries(capacity)) allocatable[name] = left(name, amount, reserved[name]);
  const inHugePages = Object.entries(capacity).reduce(
    (sum, [name, amount]) => sum + (name.startsWith('hugepages-') ? quantityValue(amount) : 0),
    0,
  );
  const memory = quantityValue(allocatable['memory'] ?? '0') - inHugePages;
  allocatable['memory'] = binary(Math.max(0, memory));
  return { capacity, allocatable };
}

function left(name: string, amount: string, reserved = '0'): string {
  if (name === 'cpu') {
    const millis = Math.max(0, quantityMilliValue(amount) - quantityMilliValue(reserved));
    return formatQuantity(quantityOf(millis, { scale: -3 }));
  }
  const total = quantityValue(amount);
  const evicted = name === 'memory' ? evictionMemoryBytes : name === 'ephemeral-storage' ? Math.floor(total * evictionStorageShare) : 0;
  const rest = Math.max(0, total - quantityValue(reserved) - evicted);
  return name === 'memory' || name.startsWith('hugepages-') ? binary(rest) : String(rest);
}

const binary = (bytes: number): string => formatQuantity(quantityOf(bytes, { format: 'BinarySI' }));

/** `2MB` of the kernel is `2Mi` of the API. */
const apiSize = (size: string): string => size.replace(/B$/, 'i');
