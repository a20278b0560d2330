/**
 * How deep JSON may be nested. Upstream stops at 10,000; nothing that is meant comes near a thousand, and everything
 * that walks an object here may recurse without running out of stack.
 */
export const nestingLimit = 1_000;

export class NestingError extends Error {
  override readonly name = 'NestingError';

  constructor() {
    super('exceeded max depth');
  }
}

/** A deep copy of a JSON value. Throws NestingError rather than descending too far. */
export function copyJson(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= nestingLimit) throw new NestingError();
  if (Array.isArray(value)) {
    const items: unknown[] = Array.from({ length: value.length });
    for (let index = 0; index < value.length; index++) items[index] = copyJson(value[index], depth + 1);
    return items;
  }
  const copy: Record<string, unknown> = {};
  for (const key in value) {
    // An object parsed from JSON has only fields of its own.
    setOwn(copy, key, copyJson((value as Record<string, unknown>)[key], depth + 1));
  }
  return copy;
}

/** Sets a field whose name comes from outside: `__proto__` would otherwise change the object's nature. */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

/** Whether walking a value would descend too far; needs no stack of its own to find out. */
export function isNestedTooDeeply(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > nestingLimit) return true;
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each !== 'object' || each === null) continue;
      for (const inner of Array.isArray(each) ? each : Object.values(each))
        if (typeof inner === 'object' && inner !== null) next.push(inner);
    }
    level = next;
  }
  return false;
}
