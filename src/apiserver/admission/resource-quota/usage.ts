import { addResources, type ResourceList } from '../../../kinds/core/resource-list.ts';
import { compareQuantities, formatQuantity, quantitySign, subtractQuantities } from '../../../model/quantity.ts';

type List = Readonly<ResourceList>;

/** What is used now and was not before; giving back does not happen here. */
export function without(usage: List, before: List): ResourceList {
  const more: ResourceList = {};
  for (const [name, quantity] of Object.entries(usage)) more[name] = formatQuantity(subtractQuantities(quantity, before[name] ?? '0'));
  return more;
}

/** What is above zero, of what is limited. */
export const zeroless = (list: List, limits: List): ResourceList =>
  Object.fromEntries(Object.entries(list).filter(([name, quantity]) => limits[name] !== undefined && quantitySign(quantity) > 0));

export function addUsage(used: List, delta: List): ResourceList {
  const sum: ResourceList = { ...used };
  addResources(sum, delta);
  return sum;
}

/** Which of what grows would be above its limit. */
export const exceeding = (usage: List, { hard, delta }: { hard: List; delta: List }): readonly string[] =>
  Object.keys(delta)
    .filter((name) => compareQuantities(usage[name] ?? '0', hard[name] ?? '0') > 0)
    .toSorted();

/** `cpu=1,memory=1Gi` */
export const listed = (list: List, names: readonly string[]): string => names.map((name) => `${name}=${list[name] ?? '0'}`).join(',');
