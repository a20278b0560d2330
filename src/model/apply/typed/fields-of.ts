import { fieldElement } from '../field-path.ts';
import { childOf, isMember, leaf, self, withSelf, type FieldSet } from '../field-set.ts';
import { isObject } from '../../patch/json-object.ts';
import { indexItems, listOrEmpty } from './items.ts';
import type { Shape } from './shape.ts';

/** The fields that a value gives: what an applier of it owns. Undefined when there are none. */
export function fieldsOf(shape: Shape, value: unknown): FieldSet | undefined {
  if (value === undefined || shape.kind === 'ignored') return undefined;
  if (value === null || shape.kind === 'leaf') return leaf;
  let set: Record<string, FieldSet> | undefined;
  if (shape.kind === 'object' || shape.kind === 'map') {
    if (!isObject(value)) return leaf;
    let isEmpty = true;
    for (const name in value) {
      if (value[name] === undefined) continue;
      isEmpty = false;
      const declared = shape.kind === 'object' ? shape.fields.get(name) : undefined;
      const inner = fieldsOf(declared ?? (shape.kind === 'map' ? shape.values : { kind: 'leaf' }), value[name]);
      // Entries of maps are owned themselves, unlike fields that the type has anyway.
      if (inner) (set ??= {})[fieldElement(name)] = declared ? inner : withSelf(inner);
      else if (!declared) (set ??= {})[fieldElement(name)] = leaf;
    }
    return isEmpty ? leaf : set;
  }
  for (const [element, items] of indexItems(shape, listOrEmpty(value))) {
    const inner = items.length === 1 && shape.kind === 'keyed' ? fieldsOf(shape.items, items[0]) : undefined;
    (set ??= {})[element] = inner ? withSelf(inner) : leaf;
  }
  return set;
}

/**
 * The set with all fields in it that the types declare and that have others of the set below them: `spec` for
 * `spec.replicas`. Entries of maps and items of lists are not added.
 */
export function withDeclared(shape: Shape, set: FieldSet | undefined): FieldSet | undefined {
  return set && declaredIn(shape, set);
}

function declaredIn(shape: Shape, set: FieldSet): FieldSet {
  let result: Record<string, FieldSet> | undefined;
  for (const element in set) {
    if (element === self) continue;
    const below = childOf(set, element) ?? leaf;
    const declared = shape.kind === 'object' && element.startsWith('f:') ? shape.fields.get(element.slice(2)) : undefined;
    const inner = declared ?? innerShape(shape, element);
    let next = inner ? declaredIn(inner, below) : below;
    if (declared && !isMember(next)) next = withSelf(next);
    if (next !== below) (result ??= { ...set })[element] = next;
  }
  return result ?? set;
}

function innerShape(shape: Shape, element: string): Shape | undefined {
  if (shape.kind === 'map' && element.startsWith('f:')) return shape.values;
  return shape.kind === 'keyed' && element.startsWith('k:') ? shape.items : undefined;
}
