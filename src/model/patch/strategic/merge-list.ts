import { unexplained } from '../../errors.ts';
import { isObject, type JsonObject } from '../json-object.ts';
import { goTypeOf, shown } from '../shown.ts';
import { mergeObject, type PatchRule } from '../strategic-merge.ts';
import { directive, withoutDirectives } from './directives.ts';
import { badDirective, listOfLists, noMergeKey, wrongType } from './errors.ts';
import { interleaved, sameItem } from './order.ts';

type ListRule = PatchRule & { readonly isDeletion?: boolean };

/** Merges lists of values, or of objects by their merge key. Items of the patch keep its order. */
export function mergeList(current: readonly unknown[], patch: readonly unknown[], rule: ListRule): readonly unknown[] {
  if (current.length === 0 && patch.length === 0) return current;
  const type = itemType(current, patch);
  const { mergeKey } = rule;
  if (type !== 'map[string]interface {}') {
    if (rule.isDeletion) return current.filter((item) => !patch.includes(item));
    return interleaved([...new Set([...current, ...patch])], { order: patch, current, mergeKey: '' });
  }
  if (mergeKey === '') throw unexplained('cannot merge lists without merge key for struct');
  const { kept, changes } = withoutSpecial(asObjects(current), asObjects(patch), mergeKey);
  const merged = [...kept];
  for (const item of changes) {
    if (!Object.hasOwn(item, mergeKey)) throw noMergeKey(item, mergeKey);
    const index = merged.findIndex((each) => sameItem(each, item, mergeKey));
    const before = merged[index];
    if (before) merged[index] = mergeObject(before, item, rule.schema);
    else merged.push(item);
  }
  return interleaved(merged, { order: changes, current: kept, mergeKey });
}

/** The same when the patch also says in which order the items are to stand. Undefined when there is no list at all. */
export function mergeOrderedList(
  currentValue: unknown,
  patchValue: unknown,
  { order, ...rule }: PatchRule & { readonly order: readonly unknown[] },
): readonly unknown[] | undefined {
  const current = listOrNone(currentValue);
  const patch = listOrNone(patchValue);
  checkOrder(patch ?? [], order, rule.mergeKey);
  let merged: readonly unknown[];
  if (current && patch) merged = rule.strategy === 'merge' ? mergeList(current, patch, rule) : patch;
  else if (patch) merged = withoutDirectives(patch) as readonly unknown[];
  else if (current) merged = current;
  else return undefined;
  itemType(current ?? [], patch ?? []);
  return interleaved(merged, { order, current: current ?? [], mergeKey: rule.mergeKey });
}

function listOrNone(value: unknown): readonly unknown[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw wrongType([], value);
  return value;
}

/** Items that are deleted, and the request to replace the list, do not count as items of the patch. */
function withoutSpecial(
  current: readonly JsonObject[],
  patch: readonly JsonObject[],
  mergeKey: string,
): { kept: readonly JsonObject[]; changes: readonly JsonObject[] } {
  let kept = current;
  let replaces = false;
  const changes: JsonObject[] = [];
  for (const item of patch) {
    if (!Object.hasOwn(item, directive)) {
      changes.push(item);
      continue;
    }
    switch (item[directive]) {
      case 'delete':
        if (!Object.hasOwn(item, mergeKey)) throw noMergeKey(item, mergeKey);
        kept = kept.filter((each) => !sameItem(each, item, mergeKey));
        break;
      case 'replace':
        replaces = true;
        break;
      case 'merge':
        throw unexplained('merging lists cannot yet be specified in the patch');
      default:
        throw badDirective(item[directive], item);
    }
  }
  return replaces ? { kept: changes, changes: [] } : { kept, changes };
}

/** The patch's items must stand in the order it asks for, and be named there. */
function checkOrder(patch: readonly unknown[], order: readonly unknown[], mergeKey: string): void {
  if (patch.length === 0 || order.length === 0) return;
  const items = patch.filter((item) => {
    if (mergeKey === '') return true;
    if (!isObject(item)) throw wrongType({}, item);
    return item[directive] !== 'delete';
  });
  let next = 0;
  for (const wanted of order) {
    while (next < items.length && isObject(items[next]) && Object.hasOwn(items[next] as JsonObject, directive)) next++;
    if (next === items.length) return;
    if (sameChecked(items[next], wanted, mergeKey)) next++;
  }
  if (next < items.length) {
    throw unexplained(`The order in patch list:\n${shown(patch)}\n doesn't match $setElementOrder list:\n${shown(order)}\n`);
  }
}

function sameChecked(item: unknown, wanted: unknown, mergeKey: string): boolean {
  if (mergeKey === '') return item === wanted;
  for (const each of [item, wanted]) {
    if (!isObject(each)) throw wrongType({}, each);
    if (!Object.hasOwn(each, mergeKey)) throw noMergeKey(each, mergeKey);
  }
  return sameItem(item, wanted, mergeKey);
}

/** All items of both lists have one type, which is no list. */
function itemType(...lists: readonly (readonly unknown[])[]): string {
  let type: string | undefined;
  for (const list of lists) {
    for (const item of list) {
      const own = goTypeOf(item);
      type ??= own;
      if (type === '[]interface {}') throw listOfLists();
      if (own !== type) throw unexplained(`list element types are not identical: ${shown(lists)}`);
    }
  }
  if (type === undefined) throw unexplained('no elements in any of the given slices');
  return type;
}

const asObjects = (items: readonly unknown[]): readonly JsonObject[] => items.filter(isObject);
