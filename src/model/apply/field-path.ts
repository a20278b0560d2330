import { isMember, leaf, self, type FieldSet } from './field-set.ts';

export const fieldElement = (name: string): string => `f:${name}`;
export const valueElement = (value: unknown): string => `v:${JSON.stringify(value)}`;

/** For an item of a list, by its keys, which must be sorted by name. */
export function keyElement(keys: readonly (readonly [name: string, value: unknown])[]): string {
  if (keys.length === 1 && keys[0]) return `k:{${JSON.stringify(keys[0][0])}:${JSON.stringify(keys[0][1])}}`;
  return `k:{${keys.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}

/** As messages show a path: `.spec.containers[name="web"].image`. */
export const pathToString = (path: readonly string[]): string => path.map(elementToString).join('');

function elementToString(element: string): string {
  const rest = element.slice(2);
  switch (element.slice(0, 2)) {
    case 'f:':
      return `.${rest}`;
    case 'k:': {
      const keys = Object.entries(JSON.parse(rest) as Record<string, unknown>);
      return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
    }
    case 'v:':
      return `[=${rest}]`;
    default:
      return `[${rest}]`;
  }
}

/** Every field of the set: those of an object before those inside them, each level in the order of upstream. */
export function* pathsOf(set: FieldSet | undefined, prefix: readonly string[] = []): Generator<readonly string[]> {
  if (!set) return;
  const elements = Object.keys(set)
    .filter((element) => element !== self)
    .sort(compareElements);
  for (const element of elements) if (isMember(set[element] ?? leaf)) yield [...prefix, element];
  for (const element of elements) {
    const below = set[element] ?? leaf;
    for (const inner in below) {
      if (inner === self) continue;
      yield* pathsOf(below, [...prefix, element]);
      break;
    }
  }
}

const ranks: Readonly<Record<string, number>> = { f: 0, k: 1, v: 2, i: 3 };

/** Fields come first, then items by key, by value and by index. */
const compareElements = (a: string, b: string): number =>
  (ranks[a.charAt(0)] ?? 4) - (ranks[b.charAt(0)] ?? 4) || (a < b ? -1 : a > b ? 1 : 0);
