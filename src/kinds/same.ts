import { equalQuantities } from '../model/quantity.ts';
import type { Schema } from '../model/schema.ts';

/**
 * Whether two values mean the same, as upstream judges whether something has changed: quantities by amount, times by
 * moment, and an empty list or map is as good as none.
 */
export function isSame(schema: Schema, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNothing(schema, a) || isNothing(schema, b)) return isNothing(schema, a) && isNothing(schema, b);
  if (typeof schema === 'string') return sameScalar(schema, a, b);
  if (schema.type === 'list') {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(schema.items, item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  if (schema.type === 'map') {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(schema.values, a[key], b[key]));
  }
  for (const name in schema.fields) {
    const field = schema.fields[name];
    if (field && !isSame(field.schema, a[name], b[name])) return false;
  }
  return true;
}

function sameScalar(schema: string, a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') {
    if (schema === 'quantity') return equalQuantities(a, b);
    return (schema === 'time' || schema === 'microTime') && Date.parse(a) === Date.parse(b);
  }
  return (schema === 'json' || schema === 'rawExtension') && JSON.stringify(a) === JSON.stringify(b);
}

function isNothing(schema: Schema, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof schema === 'string') return false;
  if (schema.type === 'list') return Array.isArray(value) && value.length === 0;
  return schema.type === 'map' && isRecord(value) && Object.keys(value).length === 0;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
