import { isHugePages } from '../../kinds/core/resource-name.ts';
import { hugePageSizeName } from '../cgroups/huge-pages.ts';
import type { ResourceList } from '../../kinds/core/resource-list.ts';
import { quantityMilliValue, quantityValue } from '../../model/quantity.ts';

/** Zero where there is none. */
export const cpuMillis = (list: Readonly<ResourceList> | undefined): number => quantityMilliValue(list?.['cpu'] ?? '0');

export const memoryBytes = (list: Readonly<ResourceList> | undefined): number => quantityValue(list?.['memory'] ?? '0');

/** By the size of the pages, as the kernel names it. */
export const hugePageBytes = (list: Readonly<ResourceList> = {}): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(list)
      .filter(([name]) => isHugePages(name))
      .map(([name, amount]) => [hugePageSizeName(quantityValue(name.slice('hugepages-'.length))), quantityValue(amount)]),
  );
