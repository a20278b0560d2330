/**
 * A set of fields as `fieldsV1` writes it: a tree of path elements, where `{}` is a field of the set with nothing below
 * and `.` says that a field with others below it is in the set, too. Never changed once made; parts are shared.
 * The empty set is undefined.
 */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

/** A field without others below it. */
export const leaf: FieldSet = Object.freeze({});

export const self = '.';

const isLeaf = (set: FieldSet): boolean => {
  for (const _element in set) return false;
  return true;
};

/** Whether the field that a tree stands for is in the set itself. */
export const isMember = (set: FieldSet): boolean => Object.hasOwn(set, self) || isLeaf(set);

/** The tree, with its own field in the set. */
export const withSelf = (set: FieldSet): FieldSet => (isMember(set) ? set : { [self]: leaf, ...set });

export const childOf = (set: FieldSet, element: string): FieldSet | undefined => (Object.hasOwn(set, element) ? set[element] : undefined);

export function union(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  return a && b ? unionOf(a, b) : (a ?? b);
}

/** The first set itself where it holds the second already, which is how most updates are. */
function unionOf(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return a;
  if (isLeaf(b)) return withSelf(a);
  if (isLeaf(a)) return withSelf(b);
  let result: Record<string, FieldSet> | undefined;
  for (const element in b) {
    const theirs = b[element] ?? leaf;
    const ours = childOf(a, element);
    const both = ours ? unionOf(ours, theirs) : theirs;
    if (both === ours) continue;
    result ??= { ...a };
    result[element] = both;
  }
  return result ?? a;
}

/** What is in the first set but not in the second. */
export function difference(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  return a && b ? differenceOf(a, b, false) : a;
}

/** The same, where fields of the second set also take away what is below them. */
export function differenceBelow(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  return a && b ? differenceOf(a, b, true) : a;
}

function differenceOf(a: FieldSet, b: FieldSet, below: boolean): FieldSet | undefined {
  const wasMember = isMember(a);
  const staysMember = wasMember && !isMember(b);
  let result: Record<string, FieldSet> | undefined;
  for (const element in b) {
    if (element === self) continue;
    const ours = childOf(a, element);
    if (!ours) continue;
    const theirs = b[element] ?? leaf;
    const rest = below && isMember(theirs) ? undefined : differenceOf(ours, theirs, below);
    if (rest === ours) continue;
    result ??= { ...a };
    if (rest) result[element] = rest;
    else delete result[element];
  }
  if (!result) {
    if (wasMember === staysMember) return a;
    result = { ...a };
  }
  delete result[self];
  if (isLeaf(result)) return staysMember ? leaf : undefined;
  return staysMember ? withSelf(result) : result;
}

export function intersection(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  return a && b ? intersectionOf(a, b) : undefined;
}

function intersectionOf(a: FieldSet, b: FieldSet): FieldSet | undefined {
  let result: Record<string, FieldSet> | undefined;
  for (const element in a) {
    if (element === self) continue;
    const theirs = childOf(b, element);
    const both = theirs && intersectionOf(a[element] ?? leaf, theirs);
    if (both) (result ??= {})[element] = both;
  }
  const inBoth = isMember(a) && isMember(b);
  if (!result) return inBoth ? leaf : undefined;
  return inBoth ? withSelf(result) : result;
}

/** Whether the field that these elements lead to is in the set. */
export function hasPath(set: FieldSet | undefined, path: readonly string[]): boolean {
  let node = set;
  for (const element of path) node = node && childOf(node, element);
  return node !== undefined && path.length > 0 && isMember(node);
}

/** The set of these fields, given as names joined by dots. */
export function setOfPaths(paths: readonly string[]): FieldSet | undefined {
  let set: FieldSet | undefined;
  for (const path of paths) {
    const elements = path.split('.').map((name) => `f:${name}`);
    set = union(
      set,
      elements.reduceRight<FieldSet>((below, element) => ({ [element]: below }), leaf),
    );
  }
  return set;
}

/** The set that an entry of managed fields holds; undefined when it is empty. */
export function readFieldSet(fields: unknown): FieldSet | undefined {
  // Whatever it is was decoded as an object; elements of unknown kind are kept as they are.
  const set = fields as FieldSet | null | undefined;
  return set && !isLeaf(set) ? set : undefined;
}
