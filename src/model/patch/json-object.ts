import { setOwn } from '../decode/nesting.ts';

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The same fields in the order of their names. Upstream's patches leave objects that they touched in this order, and a
 * refusal of the result shows it.
 */
export function sortedObject(object: JsonObject): JsonObject {
  const sorted: JsonObject = {};
  for (const key of Object.keys(object).sort()) setOwn(sorted, key, object[key]);
  return sorted;
}

/** Whether two JSON values are the same; the order of fields does not matter, and undefined ones count as absent. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => equalJson(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  for (const key in a) if (a[key] !== undefined && !(Object.hasOwn(b, key) && equalJson(a[key], b[key]))) return false;
  for (const key in b) if (b[key] !== undefined && !(Object.hasOwn(a, key) && a[key] !== undefined)) return false;
  return true;
}
