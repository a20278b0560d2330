import { keyElement, valueElement } from '../field-path.ts';
import { isObject } from '../../patch/json-object.ts';
import type { Key, Shape } from './shape.ts';

type ListShape = Extract<Shape, { kind: 'keyed' | 'set' }>;

const known = new WeakMap<readonly Key[], Map<unknown, string>>();
const knownLimit = 1024;

/** The path element by which an item of a list is known. */
export function itemElement(shape: ListShape, item: unknown): string {
  if (shape.kind === 'set') return valueElement(item);
  const [only, second] = shape.keys;
  if (!isObject(item) || !only) return keyElement([]);
  if (second) return manyKeys(shape.keys, item);
  // Names recur: writing them out each time would be half of the work.
  const value = item[only.name] ?? only.default;
  let elements = known.get(shape.keys);
  if (!elements) known.set(shape.keys, (elements = new Map()));
  let element = elements.get(value);
  if (element === undefined) {
    element = value === undefined ? keyElement([]) : keyElement([[only.name, value]]);
    if (elements.size >= knownLimit) elements.clear();
    elements.set(value, element);
  }
  return element;
}

function manyKeys(keys: readonly Key[], item: Record<string, unknown>): string {
  const given: [string, unknown][] = [];
  for (const { name, default: fallback } of keys) {
    const value = item[name] ?? fallback;
    if (value !== undefined) given.push([name, value]);
  }
  return keyElement(given);
}

/** Items by their element; those that come several times are listed together. */
export function indexItems(shape: ListShape, items: readonly unknown[]): Map<string, unknown[]> {
  const index = new Map<string, unknown[]>();
  for (const item of items) {
    const element = itemElement(shape, item);
    const same = index.get(element);
    if (same) same.push(item);
    else index.set(element, [item]);
  }
  return index;
}

export const listOrEmpty = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
