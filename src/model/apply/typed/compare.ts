import { fieldElement } from '../field-path.ts';
import { leaf, withSelf, type FieldSet } from '../field-set.ts';
import { equalJson, isObject, type JsonObject } from '../../patch/json-object.ts';
import { indexItems, itemElement, listOrEmpty } from './items.ts';
import type { Shape } from './shape.ts';

/** What became of the fields of one object in another. */
export interface Changes {
  readonly removed: FieldSet | undefined;
  /** Added or modified. */
  readonly changed: FieldSet | undefined;
}

const leafAdded: Changes = { removed: undefined, changed: leaf };
const leafRemoved: Changes = { removed: leaf, changed: undefined };

/** Undefined when nothing differs, which costs no allocation. */
export function compare(shape: Shape, before: unknown, after: unknown): Changes | undefined {
  if (before === after) return undefined;
  switch (shape.kind) {
    case 'ignored':
      return undefined;
    case 'leaf':
      return compareLeaf(before, after);
    case 'object':
    case 'map':
      return isEmptyObject(before) && isEmptyObject(after) ? compareEmpty(before, after) : compareFields(shape, before, after);
    default:
      return listOrEmpty(before).length === 0 && listOrEmpty(after).length === 0
        ? compareEmpty(before, after)
        : compareItems(shape, before, after);
  }
}

function compareLeaf(before: unknown, after: unknown): Changes | undefined {
  if (before === undefined) return leafAdded;
  if (after === undefined) return leafRemoved;
  return equalJson(before, after) ? undefined : leafAdded;
}

/** Null and empty are different, but neither has anything inside. */
function compareEmpty(before: unknown, after: unknown): Changes | undefined {
  if (before === undefined) return leafAdded;
  if (after === undefined) return leafRemoved;
  return (before === null) === (after === null) ? undefined : leafAdded;
}

/** Gathers changes below one field; allocates only once there are some. */
interface Gathered {
  removed?: Record<string, FieldSet>;
  changed?: Record<string, FieldSet>;
}

function gather(gathered: Gathered | undefined, element: string, { removed, changed }: Changes): Gathered {
  const all = gathered ?? {};
  if (removed) (all.removed ??= {})[element] = removed;
  if (changed) (all.changed ??= {})[element] = changed;
  return all;
}

/** A field that came or went as a whole is itself among what changed. */
function finish(gathered: Gathered | undefined, before: unknown, after: unknown): Changes | undefined {
  const removed = after === undefined ? withSelf(gathered?.removed ?? leaf) : gathered?.removed;
  const changed = before === undefined ? withSelf(gathered?.changed ?? leaf) : gathered?.changed;
  return removed || changed ? { removed, changed } : undefined;
}

type FieldsShape = Extract<Shape, { kind: 'object' | 'map' }>;
type ItemsShape = Extract<Shape, { kind: 'keyed' | 'set' }>;

const leafShape: Shape = { kind: 'leaf' };

function compareFields(shape: FieldsShape, before: unknown, after: unknown): Changes | undefined {
  const old = isObject(before) ? before : noFields;
  const next = isObject(after) ? after : noFields;
  let gathered: Gathered | undefined;
  for (const name in next) {
    const value = next[name];
    const previous = Object.hasOwn(old, name) ? old[name] : undefined;
    if (value === previous) continue;
    const changes = compare(shape.kind === 'map' ? shape.values : (shape.fields.get(name) ?? leafShape), previous, value);
    if (changes) gathered = gather(gathered, fieldElement(name), changes);
  }
  for (const name in old) {
    if (old[name] === undefined || Object.hasOwn(next, name)) continue;
    const changes = compare(shape.kind === 'map' ? shape.values : (shape.fields.get(name) ?? leafShape), old[name], undefined);
    if (changes) gathered = gather(gathered, fieldElement(name), changes);
  }
  return finish(gathered, before, after);
}

const noFields: JsonObject = {};

function compareItems(shape: ItemsShape, before: unknown, after: unknown): Changes | undefined {
  const old = listOrEmpty(before);
  const next = listOrEmpty(after);
  const items = shape.kind === 'keyed' ? shape.items : leafShape;
  let gathered: Gathered | undefined;
  if (sameItems(shape, old, next)) {
    for (let index = 0; index < next.length; index++) {
      const changes = compare(items, old[index], next[index]);
      if (changes) gathered = gather(gathered, itemElement(shape, next[index]), changes);
    }
    return finish(gathered, before, after);
  }
  const oldIndex = indexItems(shape, old);
  const nextIndex = indexItems(shape, next);
  for (const element of new Set([...oldIndex.keys(), ...nextIndex.keys()])) {
    const changes = compareDuplicates(items, oldIndex.get(element) ?? [], nextIndex.get(element) ?? []);
    if (changes) gathered = gather(gathered, element, changes);
  }
  return finish(gathered, before, after);
}

/** Whether both lists have the same items at the same places, none of them twice. */
function sameItems(shape: ItemsShape, old: readonly unknown[], next: readonly unknown[]): boolean {
  if (old.length !== next.length) return false;
  const seen = old.length > 1 ? new Set<string>() : undefined;
  for (let index = 0; index < old.length; index++) {
    const element = itemElement(shape, old[index]);
    if (element !== itemElement(shape, next[index]) || seen?.has(element)) return false;
    seen?.add(element);
  }
  return true;
}

/** Items that come several times count as one field, whatever is inside. */
function compareDuplicates(shape: Shape, old: readonly unknown[], next: readonly unknown[]): Changes | undefined {
  if (old.length <= 1 && next.length <= 1) return compare(shape, old[0], next[0]);
  if (old.length >= 2 && next.length >= 2) return equalJson(old, next) ? undefined : leafAdded;
  if (old.length >= 2) {
    const added = next.length > 0 ? compare(shape, undefined, next[0]) : undefined;
    return { removed: leaf, changed: added?.changed };
  }
  const removed = old.length > 0 ? compare(shape, old[0], undefined) : undefined;
  return { removed: removed?.removed, changed: leaf };
}

function isEmptyObject(value: unknown): boolean {
  if (!isObject(value)) return true;
  for (const name in value) if (value[name] !== undefined) return false;
  return true;
}
