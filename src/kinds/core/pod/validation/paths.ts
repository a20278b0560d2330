import type { Field, FieldErrors } from '../../../../model/field.ts';

export function* validateNoBacksteps(path: string, field: Field): FieldErrors {
  if (path.split('/').includes('..')) yield field.invalid(path, "must not contain '..'");
}

/** A path below some directory. */
export function* validateDescendingPath(path: string, field: Field): FieldErrors {
  if (path.startsWith('/')) yield field.invalid(path, 'must be a relative path');
  yield* validateNoBacksteps(path, field);
}

/** Names starting with two dots are for the kubelet, which swaps in new content with their help. */
export function* validateLocalPath(path: string, field: Field): FieldErrors {
  yield* validateDescendingPath(path, field);
  if (path.startsWith('..') && !path.startsWith('../')) yield field.invalid(path, "must not start with '..'");
}

export function* validateFileMode(mode: number | undefined, field: Field): FieldErrors {
  if (mode !== undefined && (mode > 0o777 || mode < 0))
    yield field.invalid(mode, 'must be a number between 0 and 0777 (octal), both inclusive');
}
