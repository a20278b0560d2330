/** A copy that shares nothing with the original and leaves out what JSON would leave out. */
export function jsonCopy<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : copy(item)));
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    // A plain assignment to this name would set the prototype instead.
    if (key === '__proto__')
      Object.defineProperty(result, key, { value: copy(member), enumerable: true, configurable: true, writable: true });
    else result[key] = copy(member);
  }
  return result;
}
