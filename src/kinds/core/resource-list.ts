import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  isZeroQuantity,
  parseQuantity,
  roundUpQuantity,
  subtractQuantities,
} from '../../model/quantity.ts';

/** Quantities by resource name, in the form the API shows. */
export type ResourceList = Record<string, string>;

/** Adds to the first list. */
export function addResources(total: ResourceList, more: Readonly<ResourceList> | undefined): void {
  for (const name in more) {
    const quantity = more[name] ?? '0';
    const current = total[name];
    total[name] = current === undefined ? quantity : formatQuantity(addQuantities(current, quantity));
  }
}

/** What is left of the first list; resources that only the second one has count as taken from nothing. */
export function subtractResources(from: Readonly<ResourceList>, less: Readonly<ResourceList>): ResourceList {
  const left: ResourceList = { ...from };
  for (const name in less) left[name] = formatQuantity(subtractQuantities(from[name] ?? '0', less[name] ?? '0'));
  return left;
}

/** Raises each resource of the first list to at least what the second one says. */
export function raiseResources(list: ResourceList, least: Readonly<ResourceList> | undefined): void {
  for (const name in least) {
    const quantity = least[name] ?? '0';
    const current = list[name];
    if (current === undefined || compareQuantities(quantity, current) > 0) list[name] = quantity;
  }
}

export function maxResources(...lists: readonly (Readonly<ResourceList> | undefined)[]): ResourceList {
  const result: ResourceList = {};
  for (const list of lists) raiseResources(result, list);
  return result;
}

/** The same resources with equal quantities, however written. */
export function equalResources(a: Readonly<ResourceList> | undefined, b: Readonly<ResourceList> | undefined): boolean {
  const names = Object.keys(a ?? {});
  if (names.length !== Object.keys(b ?? {}).length) return false;
  return names.every((name) => {
    const other = b?.[name];
    return other !== undefined && compareQuantities(a?.[name] ?? '0', other) === 0;
  });
}

export const isResourceZero = (list: Readonly<ResourceList> | undefined, name: string): boolean => isZeroQuantity(list?.[name] ?? '0');

/** Fractions finer than thousandths are rounded up, in place, as the API always has. */
export function roundResources(list: ResourceList | undefined): void {
  for (const name in list) {
    const text = list[name] ?? '0';
    const quantity = parseQuantity(text);
    if (quantity.scale < -3) list[name] = formatQuantity(roundUpQuantity(quantity, -3));
  }
}
