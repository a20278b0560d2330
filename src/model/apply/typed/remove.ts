import { setOwn } from '../../decode/nesting.ts';
import { isObject, type JsonObject } from '../../patch/json-object.ts';
import { fieldElement } from '../field-path.ts';
import { childOf, isMember, type FieldSet } from '../field-set.ts';
import { itemElement } from './items.ts';
import type { Shape } from './shape.ts';

/** The value without these fields. What has nothing left inside becomes null. */
export function remove(shape: Shape, value: unknown, set: FieldSet | undefined): unknown {
  if (!set || value === undefined || value === null) return value;
  switch (shape.kind) {
    case 'ignored':
      return value;
    case 'leaf':
      return null;
    case 'object':
    case 'map':
      return isObject(value) ? removeFields(shape, value, set) : null;
    default:
      return Array.isArray(value) ? removeItems(shape, value, set) : null;
  }
}

function removeFields(shape: Extract<Shape, { kind: 'object' | 'map' }>, value: JsonObject, set: FieldSet): JsonObject | null {
  const result: JsonObject = {};
  let isEmpty = true;
  for (const name in value) {
    const below = childOf(set, fieldElement(name));
    if (below && isMember(below)) continue;
    const inner: Shape = shape.kind === 'map' ? shape.values : (shape.fields.get(name) ?? { kind: 'leaf' });
    setOwn(result, name, below ? remove(inner, value[name], below) : value[name]);
    isEmpty = false;
  }
  return isEmpty ? null : result;
}

function removeItems(shape: Extract<Shape, { kind: 'keyed' | 'set' }>, items: readonly unknown[], set: FieldSet): unknown[] | null {
  const result: unknown[] = [];
  for (const item of items) {
    const below = childOf(set, itemElement(shape, item));
    if (!below) result.push(item);
    else if (!isMember(below)) result.push(shape.kind === 'keyed' ? remove(shape.items, item, below) : item);
  }
  return result.length > 0 ? result : null;
}
