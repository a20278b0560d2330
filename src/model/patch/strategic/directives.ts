import { setOwn } from '../../decode/nesting.ts';
import { isObject, type JsonObject } from '../json-object.ts';
import { badDeletionList, badOrderList } from './errors.ts';

/** In an object, says what happens to it: `replace`, `delete` or, for items of lists, `merge`. */
export const directive = '$patch';
/** In an object, lists its fields that may stay. */
export const retainKeys = '$retainKeys';
/** `$deleteFromPrimitiveList/finalizers` lists values to take out of the list of that name. */
export const deletePrefix = '$deleteFromPrimitiveList';
/** `$setElementOrder/containers` lists the items of the list of that name in the order wanted. */
export const orderPrefix = '$setElementOrder';

/** The name of the list that a directive is about. */
export function parallelKey(key: string, prefix: string): string {
  const slash = key.indexOf('/');
  if (slash >= 0 && key.slice(0, slash) === prefix) return key.slice(slash + 1);
  throw prefix === deletePrefix ? badDeletionList() : badOrderList();
}

/** A value that is new to the object, without what only speaks to the patch; undefined when nothing is left. */
export function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, directive)) return undefined;
  const result: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const cleaned = withoutDirectives(inner);
    if (cleaned !== undefined) setOwn(result, key, cleaned);
  }
  return result;
}

export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) if (inner !== null) setOwn(result, key, withoutNulls(inner));
  return result;
}
