import type { Field, FieldErrors } from '../../model/field.ts';

/** How much a config map or a secret may hold. */
export const maxDataBytes = 1024 * 1024;

interface WithData {
  readonly data?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
}

/** Once immutable they stay as they are until they are deleted, so that nodes need not watch them (KEP-1412). */
export function* validateDataKept(next: WithData, previous: WithData, field: Field): FieldErrors {
  if (!previous.immutable) return;
  const detail = 'field is immutable when `immutable` is set';
  if (!next.immutable) yield field.at('immutable').forbidden(detail);
  if (!isSameMap(next.data, previous.data)) yield field.at('data').forbidden(detail);
}

export function isSameMap(a: Readonly<Record<string, string>> = {}, b: Readonly<Record<string, string>> = {}): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}
