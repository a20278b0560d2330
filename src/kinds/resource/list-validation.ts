import type { Field, FieldErrors } from '../../model/field.ts';

type Rule<T> = (value: T, field: Field) => FieldErrors;

/** No more than so many; where there are more, nothing else is said about them. */
export function* validateList<T>(items: readonly T[] | null | undefined, maxCount: number, field: Field, rule: Rule<T>): FieldErrors {
  const count = items?.length ?? 0;
  if (count > maxCount) yield field.tooMany(count, maxCount);
  else for (const [index, item] of items?.entries() ?? []) yield* rule(item, field.at(index));
}

/** The same for items of which no two may have the same key. */
export function* validateSet<T>(
  items: readonly T[] | null | undefined,
  maxCount: number,
  field: Field,
  rule: Rule<T>,
  keyOf: (item: T) => string,
  showKey: (item: T) => unknown = keyOf,
): FieldErrors {
  yield* validateList(items, maxCount, field, rule);
  if (!items || items.length > maxCount) return;
  const keys = new Set<string>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    if (keys.has(key)) yield field.at(index).duplicate(showKey(item));
    keys.add(key);
  }
}

/** What is wrong with a key is told of the map. */
export function* validateMap<T>(
  map: Readonly<Record<string, T>> | undefined,
  field: Field,
  { maxCount = Infinity, maxKeyLength, key: keyRule, value: valueRule }: MapRules<T>,
): FieldErrors {
  const entries = Object.entries(map ?? {});
  if (entries.length > maxCount) {
    yield field.tooMany(entries.length, maxCount);
    return;
  }
  for (const [key, value] of entries) {
    yield* keyRule(key, field);
    if (valueRule) yield* valueRule(value, field.key(abbreviated(key, maxKeyLength)));
  }
}

interface MapRules<T> {
  readonly maxCount?: number;
  readonly maxKeyLength: number;
  readonly key: Rule<string>;
  readonly value?: Rule<T>;
}

function abbreviated(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const remaining = maxLength - '...'.length;
  return `${text.slice(0, Math.ceil(remaining / 2))}...${text.slice(text.length - Math.floor(remaining / 2))}`;
}
