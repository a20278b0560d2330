import type { JsonObject } from '../patch/json-object.ts';
import { difference, intersection, union, type FieldSet } from './field-set.ts';
import type { Managed } from './managed-entry.ts';
import { fieldsOf, withDeclared } from './typed/fields-of.ts';
import { remove } from './typed/remove.ts';
import type { Shape } from './typed/shape.ts';

export interface PruneOptions {
  /** What the applying manager applied last time. */
  readonly last: FieldSet | undefined;
  /** What it applies now, and its fields. */
  readonly patch: Readonly<JsonObject>;
  readonly own: FieldSet | undefined;
  /** Everybody's fields, with what the applying manager applies now. */
  readonly managed: readonly Managed[];
}

/** Removes what the manager applied last time, but does not apply now, unless somebody else owns it as well. */
export function prune(shape: Shape, merged: JsonObject, { last, patch, own, managed }: PruneOptions): JsonObject {
  // Most applies are of all that was applied before: nothing is to be removed then. Who applies something empty, though,
  // takes away what else is inside.
  if (!last || (!difference(last, own) && !hasEmpty(patch))) return merged;
  const declaredLast = withDeclared(shape, last);
  const mergedFields = withDeclared(shape, fieldsOf(shape, merged));
  const bare = remove(shape, merged, declaredLast);

  // What others own inside of something that goes keeps it.
  const owned = managed.reduce<FieldSet | undefined>((all, { fields }) => union(all, fields), undefined);
  const kept = union(withDeclared(shape, fieldsOf(shape, bare)), withDeclared(shape, owned));
  const withOwned = remove(shape, merged, difference(mergedFields, kept));

  // What went along with it though the manager never applied it stays, too.
  const gone = difference(mergedFields, withDeclared(shape, fieldsOf(shape, withOwned)));
  return remove(shape, merged, intersection(gone, declaredLast)) as JsonObject;
}

function hasEmpty(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  let isEmpty = true;
  for (const name in value) {
    isEmpty = false;
    if (hasEmpty((value as Record<string, unknown>)[name])) return true;
  }
  return isEmpty;
}
